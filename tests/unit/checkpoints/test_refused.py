"""Checkpoints that would be read wrong are refused in plain words."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.checkpoints import Located, locate
from core.checkpoints.hub import NotDownloaded
from core.checkpoints.load import load
from core.errors import CheckpointError
from tests.support.damage import change_json, change_weights, refusal, save_adapter, sentence_encoder


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


@pytest.mark.parametrize(
    ("name", "size"), [("num_hidden_layers", 10**6), ("hidden_size", 10**6), ("vocab_size", 10**9)]
)
def test_sizes_that_the_weights_cannot_have_are_refused_before_a_model_is_built(
    name: str, size: int, copy: Path
) -> None:
    change_json(copy / "config.json", **{name: size})
    refusal(copy, "shape disagrees with its config.json", f"{name} is {size:,} there")


def test_a_tokenizer_that_fails_on_a_sentence_is_said(copy: Path) -> None:
    held = json.loads((copy / "tokenizer.json").read_text())
    held["model"]["vocab"] = {}
    (copy / "tokenizer.json").write_text(json.dumps(held))
    refusal(copy, "The tokenizer of model cannot split a plain sentence", "UNK")


def test_a_module_s_path_with_a_zero_byte_is_refused(copy: Path) -> None:
    kind = "sentence_transformers.models.Transformer"
    (copy / "modules.json").write_text(json.dumps([{"idx": 0, "name": "0", "path": "a\0b", "type": kind}]))
    refusal(copy, "points outside its folder")


@pytest.mark.parametrize("other", ["adapter", "another"])
def test_an_adapter_of_an_adapter_is_refused(other: str, tiny: Path, tmp_path: Path) -> None:
    save_adapter(tiny, tmp_path / "another", named=str(tmp_path / "adapter"))
    refusal(save_adapter(tiny, tmp_path / "adapter", named=str(tmp_path / other)), "which is an adapter itself")
