"""All that is in a weights' file is read, or the checkpoint is refused with what is not."""

from pathlib import Path
from typing import Any

import pytest
import torch

from core.checkpoints import locate
from core.checkpoints.load import load
from tests.support.damage import change_json, change_weights, refusal
from tests.support.tiny_models import save_tiny

QUERY = "encoder.layer.0.attention.self.query"


@pytest.mark.parametrize(
    "name",
    [
        f"{QUERY}.lora_A.weight",
        f"{QUERY}.weight_scale",
        f"bert.{QUERY}.lora_B.default.weight",
        "encoder.layer.0.attention.self.distance_embedding.weight",
        "encoder.layer.2.output.dense.weight",
        "embeddings.LayerNorm.gain",
    ],
)
def test_weights_on_the_tokens_path_that_are_not_read_are_refused_by_name(name: str, copy: Path) -> None:
    change_weights(copy, lambda tensors: tensors.update({name: torch.ones(3)}))
    refusal(copy, "has 1 weight(s) on the tokens' path", name.removeprefix("bert."), "would not be read")


def test_layers_beyond_the_configuration_s_are_refused(tmp_path: Path) -> None:
    folder = save_tiny(tmp_path / "four", layers=4)
    change_json(folder / "config.json", num_hidden_layers=2)
    refusal(folder, "has 32 weight(s) on the tokens' path", "encoder.layer.2.")


@pytest.mark.parametrize(
    "name", ["cls.predictions.bias", "qa_outputs.weight", "lm_head.bias", "embeddings.position_ids", "score.weight"]
)
def test_heads_and_computed_numbers_are_passed_over(name: str, copy: Path) -> None:
    change_weights(copy, lambda tensors: tensors.update({name: torch.arange(3)}))
    assert load(locate(str(copy)), "cpu").unread == ()


def test_other_weights_beside_the_model_are_named(copy: Path) -> None:
    change_weights(copy, lambda tensors: tensors.update({"temperature_of_mine": torch.ones(1)}))
    assert load(locate(str(copy)), "cpu").unread == ("temperature_of_mine",)


@pytest.mark.parametrize("prefix", ["module.", "0.auto_model.", "_orig_mod.", "mine.inside."])
def test_a_prefix_of_all_names_is_named(prefix: str, copy: Path) -> None:
    def put_before(tensors: dict[str, Any]) -> None:
        for name in list(tensors):
            tensors[prefix + name] = tensors.pop(name)

    change_weights(copy, put_before)
    message = refusal(copy, "All weights of model are there", repr(prefix))
    assert "lacks" not in message


@pytest.mark.parametrize("kind", [torch.int8, torch.uint8, torch.float8_e4m3fn, torch.int32])
def test_codes_instead_of_numbers_are_refused(kind: torch.dtype, copy: Path) -> None:
    name = f"{QUERY}.weight"
    change_weights(copy, lambda tensors: tensors.update({name: tensors[name].mul(10).to(kind)}))
    refusal(copy, "are quantised", name)


def test_a_configuration_that_says_quantised_is_refused(copy: Path) -> None:
    change_json(copy / "config.json", quantization_config={"quant_method": "gptq", "bits": 4})
    refusal(copy, "are quantised (gptq)")


def test_halves_and_bfloat16_are_numbers(copy: Path) -> None:
    change_weights(copy, lambda tensors: tensors.update({name: t.bfloat16() for name, t in tensors.items()}))
    assert load(locate(str(copy)), "cpu").model.dtype == torch.float32


def test_positions_that_transformers_does_not_add_any_more_are_refused(copy: Path) -> None:
    change_json(copy / "config.json", position_embedding_type="relative_key_query")
    refusal(copy, "positions of the type 'relative_key_query'", "wrong")


def test_a_class_that_transformers_lacks_is_refused_though_all_weights_fit(copy: Path) -> None:
    change_json(copy / "config.json", auto_map={"AutoModel": "someone/impl--modeling_bert.TheirBertModel"})
    refusal(copy, "needs code of its own (auto_map): TheirBertModel")
