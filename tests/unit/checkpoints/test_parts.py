"""The fingerprint is of all that shapes a vector, and nothing else is read."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
import transformers
from peft import PeftModel

from core.checkpoints import Located, locate
from core.checkpoints.load import load
from core.checkpoints.locate import _on_adapted
from core.checkpoints.parts import staged
from core.errors import CheckpointError
from tests.support.damage import change_json, change_weights, refusal, save_adapter, sentence_encoder
from tests.support.tiny_models import save_tiny

SENTENCE = "The man is playing a guitar."


def vectors(located: Located) -> np.ndarray:
    encoder = load(located, "cpu")
    with torch.inference_mode():
        out = encoder.model(**encoder.tokenizer(SENTENCE, return_tensors="pt")).last_hidden_state
    return np.asarray(out[0])


def adapted_by_peft(base: Path, adapter: Path) -> np.ndarray:
    model = PeftModel.from_pretrained(transformers.AutoModel.from_pretrained(base), adapter).eval()
    with torch.inference_mode():
        return np.asarray(
            model(**transformers.AutoTokenizer.from_pretrained(base)(SENTENCE, return_tensors="pt"))[0][0]
        )


# --- adapters ---------------------------------------------------------------------------------------------------


def test_an_adapter_beside_the_weights_is_read_and_counts(tiny: Path, copy: Path, tmp_path: Path) -> None:
    plain = locate(str(copy))
    save_adapter(tiny, copy)
    first = locate(str(copy))
    other = Path(shutil.copytree(tiny, tmp_path / "other"))
    save_adapter(tiny, other, scale=0.5)
    second = locate(str(other))
    assert len({plain.fingerprint, first.fingerprint, second.fingerprint}) == 3
    assert len({plain.weight_hash, first.weight_hash, second.weight_hash}) == 3
    np.testing.assert_allclose(vectors(first), adapted_by_peft(tiny, copy), atol=2e-5)
    np.testing.assert_allclose(vectors(second), adapted_by_peft(tiny, other), atol=2e-5)
    assert np.abs(vectors(first) - vectors(plain)).max() > 0.1


def test_an_adapter_alone_is_read_on_its_base(tiny: Path, tmp_path: Path) -> None:
    located = locate(str(save_adapter(tiny, tmp_path / "adapter")))
    assert located.card.title == "adapter on tiny-bert"
    assert (located.adapter_base, located.card.fine_tuned_from) == ("tiny-bert", str(tiny))
    np.testing.assert_allclose(vectors(located), adapted_by_peft(tiny, tmp_path / "adapter"), atol=2e-5)


def test_what_changes_in_an_adapter_s_base_changes_the_fingerprint(copy: Path, tmp_path: Path) -> None:
    adapter = save_adapter(copy, tmp_path / "adapter")
    before = locate(str(adapter))
    change_weights(copy, lambda tensors: tensors["encoder.layer.0.output.dense.bias"].add_(1))
    after = locate(str(adapter))
    assert (after.fingerprint, after.weight_hash) != (before.fingerprint, before.weight_hash)


def test_a_relative_base_is_looked_for_beside_the_adapter(copy: Path, tmp_path: Path) -> None:
    assert locate(str(save_adapter(copy, tmp_path / "adapter", "model"))).adapter_base == "model"


def test_an_adapter_without_its_base_is_refused(tiny: Path, tmp_path: Path) -> None:
    adapter = save_adapter(tiny, tmp_path / "adapter", "/no/such/base")
    refusal(adapter, "is an adapter", "'/no/such/base'", "Fetch that first")
    (tmp_path / "adapter" / "config.json").write_text((tiny / "config.json").read_text())
    refusal(adapter, "is an adapter", "'/no/such/base'")


@pytest.mark.parametrize("base", ["absolute", "../../secret"])
def test_an_adapter_of_the_hub_leads_to_no_folder_of_this_machine(base: str, tiny: Path, tmp_path: Path) -> None:
    adapter = save_adapter(tiny, tmp_path / "adapter", str(tiny) if base == "absolute" else base)
    card = replace(locate(str(tiny)).card, key="owner/adapter", title="owner/adapter", source="hub")
    with pytest.raises(CheckpointError, match="owner/adapter is an adapter whose base is a folder of the machine"):
        _on_adapted(card, adapter, adapter, "main")


def test_an_adapter_of_another_architecture_is_refused(tiny: Path, tmp_path: Path) -> None:
    other = save_tiny(tmp_path / "more-layers", layers=4)
    adapter = save_adapter(other, tmp_path / "adapter", str(tiny))
    refusal(adapter, "The adapter of adapter on tiny-bert has updates of weights that its base lacks", "layer.2")


def test_an_adapter_trained_with_a_head_finds_its_weights(tiny: Path, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    adapter = save_adapter(tiny, tmp_path / "adapter")
    plain = vectors(locate(str(adapter)))
    path = adapter / "adapter_model.safetensors"
    updates = load_file(path)
    save_file({name.replace("base_model.model.", "base_model.model.bert."): t for name, t in updates.items()}, path)
    np.testing.assert_allclose(vectors(locate(str(adapter))), plain, atol=2e-5)


# --- files ------------------------------------------------------------------------------------------------------


def test_weights_that_the_configuration_names_are_hashed_and_read(copy: Path) -> None:
    shutil.copy(copy / "model.safetensors", copy / "other.safetensors")
    change_json(copy / "config.json", transformers_weights="other.safetensors")
    before = locate(str(copy))
    change_weights(copy, lambda tensors: tensors["embeddings.word_embeddings.weight"].zero_())
    assert locate(str(copy)).fingerprint == before.fingerprint  # it is not read
    assert float(load(before, "cpu").model.embeddings.word_embeddings.weight.detach().abs().sum()) > 0
    shutil.copy(copy / "model.safetensors", copy / "other.safetensors")
    assert locate(str(copy)).weight_hash != before.weight_hash


@pytest.mark.parametrize("name", ["weights.bin", "../model.safetensors", "absent.safetensors", 3])
def test_other_weights_that_the_configuration_names_are_refused(name: object, copy: Path) -> None:
    change_json(copy / "config.json", transformers_weights=name)
    refusal(copy, "names", "as its weights")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("vocab.txt", "[PAD]\n[UNK]"),
        ("tokenizer.4.0.json", "{}"),
        ("special_tokens_map.json", "{}"),
        ("sentence_roberta_config.json", "{}"),
        ("modules.json", '[{"path": "", "type": "sentence_transformers.models.Transformer"}]'),
        ("config_sentence_transformers.json", '{"default_prompt_name": null}'),
    ],
)
def test_every_file_that_a_library_may_read_counts(name: str, content: str, copy: Path) -> None:
    before = locate(str(copy))
    (copy / name).write_text(content)
    after = locate(str(copy))
    assert after.fingerprint != before.fingerprint
    assert after.weight_hash == before.weight_hash


def test_pooling_and_dense_count(tiny: Path, tmp_path: Path) -> None:
    folder = sentence_encoder(tiny, tmp_path / "encoder", {"pooling_mode": "mean"})
    before = locate(str(folder)).fingerprint
    change_json(folder / "1_Pooling" / "config.json", pooling_mode="cls")
    assert locate(str(folder)).fingerprint != before


def test_a_library_sees_what_was_hashed_and_nothing_else(tiny: Path, tmp_path: Path) -> None:
    folder = sentence_encoder(tiny, tmp_path / "encoder", {"pooling_mode": "mean"}, "0_Transformer")
    (folder / "0_Transformer" / "pytorch_model.bin").write_bytes(b"not even a pickle")
    (folder / "0_Transformer" / "modeling_x.py").write_text("raise SystemExit")
    located = locate(str(folder))
    with staged(located.parts) as view:
        seen = {path.relative_to(view).as_posix() for path in view.rglob("*") if path.is_file()}
    assert seen == {found.name for found in located.parts}
    assert {"0_Transformer/model.safetensors", "modules.json", "1_Pooling/config.json"} <= seen
    assert not {name for name in seen if name.endswith((".bin", ".py"))}


def test_a_file_that_changes_between_hashing_and_reading_is_noticed(copy: Path) -> None:
    located = locate(str(copy))
    config = json.loads((copy / "config.json").read_text()) | {"layer_norm_eps": 0.5}
    (copy / "config.json").write_text(json.dumps(config))
    with pytest.raises(CheckpointError, match=r"config\.json was changed"):
        load(located, "cpu")
