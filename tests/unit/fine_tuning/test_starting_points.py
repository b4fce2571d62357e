"""What training starts from: any checkpoint that can be measured, read alike, with its own pooling."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import transformers
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer import modules as st

from core.checkpoints import locate
from core.checkpoints.load import load
from core.errors import CheckpointError, UsageError
from core.fine_tuning.card import note
from core.fine_tuning.examples import examples_of
from core.fine_tuning.model import save_model, siamese_model, trained_transformer
from core.fine_tuning.recipe import Recipe, own_pooling
from core.fine_tuning.record import record_of
from core.fine_tuning.strategy import strategies
from core.parameters import Values
from core.texts import find
from core.texts.text import pairs
from tests.support.damage import change_json, change_weights, save_adapter, sentence_encoder
from tests.support.tiny_models import save_tiny
from tests.support.trainings import same, tiny_recipe, train

SENTENCES = ["A man is playing.", "The dog and the cat, on a horse!"]


@pytest.fixture
def copy(tiny: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny, tmp_path / "model"))


def without_padding_token(folder: Path) -> None:
    for name in ("tokenizer_config.json", "special_tokens_map.json"):
        if (folder / name).exists():
            held = json.loads((folder / name).read_text())
            held.pop("pad_token", None)
            (folder / name).write_text(json.dumps(held))


def test_the_model_s_padding_token_is_taken_where_the_tokenizer_has_none(tiny: Path, copy: Path) -> None:
    without_padding_token(copy)
    assert load(locate(str(copy)), "cpu").tokenizer.pad_token is None
    found, wanted = (siamese_model(locate(str(folder)), Recipe("n"), 0).encode(SENTENCES) for folder in (copy, tiny))
    np.testing.assert_allclose(found, wanted, atol=1e-6)


def test_no_padding_token_at_all_is_said_before_training(copy: Path) -> None:
    without_padding_token(copy)
    change_json(copy / "config.json", pad_token_id=None)
    with pytest.raises(CheckpointError, match=r"Neither the tokenizer of model nor its config\.json has a"):
        siamese_model(locate(str(copy)), Recipe("n"), 0)


def test_more_pieces_than_embeddings_are_said_before_training(copy: Path) -> None:
    tokenizer = transformers.AutoTokenizer.from_pretrained(copy)
    tokenizer.add_tokens(["zebra"])
    tokenizer.save_pretrained(copy)
    with pytest.raises(CheckpointError, match="resize_token_embeddings"):
        siamese_model(locate(str(copy)), Recipe("n"), 0)


def test_an_adapter_is_merged_before_training(tiny: Path, tmp_path: Path) -> None:
    adapter = save_adapter(tiny, tmp_path / "adapter")
    model = trained_transformer(siamese_model(locate(str(adapter)), Recipe("n"), 0))
    assert all(parameter.requires_grad for parameter in model.parameters())
    assert not [name for name, _ in model.named_parameters() if "lora" in name]


def test_the_same_seed_gives_the_same_weights_where_the_file_lacks_some(copy: Path) -> None:
    change_weights(copy, lambda tensors: [tensors.pop(name) for name in list(tensors) if "pooler" in name])

    def drawn(seed: int) -> dict[str, Any]:
        torch.rand(3)  # whatever was drawn before
        return dict(trained_transformer(siamese_model(locate(str(copy)), Recipe("n"), seed)).state_dict())

    assert same(drawn(3), drawn(3))
    assert not same(drawn(3), drawn(4))


def test_what_is_trained_reads_as_its_base_does(tmp_path: Path) -> None:
    base = save_tiny(tmp_path / "cased", "roberta")
    (base / "sentence_bert_config.json").write_text('{"max_seq_length": 20, "do_lower_case": true}')
    held = json.loads((base / "tokenizer.json").read_text())
    held["model"]["dropout"] = 0.5
    (base / "tokenizer.json").write_text(json.dumps(held))
    save_model(siamese_model(locate(str(base)), Recipe("n"), 0), Recipe("n"), tmp_path / "tuned")
    before, after = (load(locate(str(folder)), "cpu") for folder in (base, tmp_path / "tuned"))
    assert before.tokenizer(SENTENCES)["input_ids"] == after.tokenizer(SENTENCES)["input_ids"]
    assert before.located.max_length == after.located.max_length == 20


@pytest.mark.parametrize(
    ("stated", "taken"), [("cls", "cls"), ("lasttoken", "lasttoken"), (["max", "cls"], "max+cls"), ("mean", "mean")]
)
def test_training_goes_on_with_the_checkpoint_s_own_pooling(
    stated: Any, taken: str, tiny: Path, tmp_path: Path
) -> None:
    folder = sentence_encoder(tiny, tmp_path / "encoder", {"pooling_mode": stated})
    assert own_pooling(locate(str(folder))) == taken
    assert own_pooling(locate(str(tiny))) == "mean"
    assert f"--pooling {taken}" in Recipe("n", pooling=taken).command()


def test_layers_in_several_lists_are_frozen_together(tiny: Path, tmp_path: Path) -> None:
    size = len(transformers.AutoTokenizer.from_pretrained(tiny))
    model = transformers.XLMModel(transformers.XLMConfig(vocab_size=size, emb_dim=32, n_layers=2, n_heads=2))
    strategies()["frozen"].prepare(model, Values(frozen_layers=1))
    trained = {name for name, parameter in model.named_parameters() if parameter.requires_grad}
    lists = {name.partition(".")[0] for name in trained}
    assert lists == {"attentions", "layer_norm1", "ffns", "layer_norm2"}
    assert trained == {name for name, _ in model.named_parameters() if name.split(".")[:2][1:] == ["1"]}


def test_lora_without_linear_layers_is_refused() -> None:
    model = torch.nn.ModuleDict({"embeddings": torch.nn.Embedding(3, 2), "pooler": torch.nn.Linear(2, 2)})
    model.config = type("Config", (), {"model_type": "flat"})()
    with pytest.raises(UsageError, match=r"\(flat\) has no linear layers"):
        strategies()["lora"].prepare(model, Values(rank=4))


def test_a_score_that_exceeds_its_scale_by_rounding_is_the_scale() -> None:
    found = examples_of(pairs("k", "t", [("a", "b", 1.0000001), ("c", "d", -0.5), ("e", "f", 0.2)]))
    assert (found.scale, found.labels[0]) == (1.0, 1.0)
    assert examples_of(pairs("k", "t", [("a", "b", 1.1), ("c", "d", 0.5)])).scale == 5.0


def test_rows_that_were_not_used_stand_on_the_card_and_in_the_log(
    tiny: Path, pairs_file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text(pairs_file.read_text() + "A dog.\tA cat.\tmany\nA cat.\t\t3.0\n")
    folder = train(tiny_recipe(tiny, path, "unused", dev="", measure_every=0))
    record = record_of("unused")
    assert record is not None
    assert record.data.unused_rows == 2
    assert "(8 pairs, 2 rows not used)" in record.card.note
    page = (folder / "model" / "README.md").read_text()
    assert "2 rows not used" in page
    for line in (
        "line 10 was not used: the score 'many' is not a finite number",
        "so few pairs (8) bear no conclusion",
    ):
        assert f"- texts: {line}" in page
        assert f"Texts: {line}" in caplog.text


def test_what_the_base_does_behind_its_pooling_is_said_to_be_left_out(
    tiny: Path, pairs_file: Path, tmp_path: Path
) -> None:
    modules = [st.Transformer(str(tiny)), st.Pooling(32, "cls"), st.Dense(32, 8)]
    prompts = {"prompts": {"sts": "similar: "}, "default_prompt_name": "sts"}
    SentenceTransformer(modules=modules, device="cpu", **prompts).save(str(tmp_path / "own"))
    texts = find(str(pairs_file))
    said = note(Recipe("n"), 0, locate(str(tmp_path / "own")), texts)
    assert said.endswith("Its base's Dense and prompt 'similar: ' are left out, before and after.")
    assert "left out" not in note(Recipe("n"), 0, locate(str(tiny)), texts)
