"""All that is in a weights' file is read, or the checkpoint is refused with what is not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from core.checkpoints import locate
from core.checkpoints.load import load
from core.studies.question import answer
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT
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


def renamed(folder: Path, name_of: Callable[[str], str]) -> None:
    """Give every stored weight another name."""

    def change(tensors: dict[str, Any]) -> None:
        for name in list(tensors):
            tensors[name_of(name)] = tensors.pop(name)

    change_weights(folder, change)


@pytest.mark.parametrize("prefix", ["module.", "0.auto_model.", "_orig_mod.", "mine.inside.", "module.bert."])
def test_a_prefix_of_all_names_is_taken_away(prefix: str, tiny: Path, copy: Path) -> None:
    renamed(copy, lambda name: prefix + name)
    encoder, plain = load(locate(str(copy)), "cpu"), load(locate(str(tiny)), "cpu")
    assert encoder.prefix == prefix.removesuffix("bert.")  # which transformers itself takes away
    assert (plain.prefix, encoder.unread) == ("", ())
    same = plain.model.state_dict()
    assert all(torch.equal(tensor, same[name]) for name, tensor in encoder.model.state_dict().items())


def test_a_wrapped_model_with_a_head_is_read(copy: Path) -> None:
    renamed(copy, lambda name: f"module.bert.{name}")
    change_weights(copy, lambda tensors: tensors.update({"module.cls.predictions.bias": torch.ones(3)}))
    assert load(locate(str(copy)), "cpu").prefix == "module."


def test_what_lies_on_the_path_is_refused_under_a_prefix_too(copy: Path) -> None:
    change_weights(copy, lambda tensors: tensors.update({f"{QUERY}.lora_A.weight": torch.ones(3)}))
    renamed(copy, lambda name: f"module.{name}")
    refusal(copy, "has 1 weight(s) on the tokens' path", "lora_A", "would not be read")


def test_a_prefix_of_most_names_is_named(copy: Path) -> None:
    renamed(copy, lambda name: f"module.{name}")
    change_weights(copy, lambda tensors: tensors.update({"n_averaged": torch.ones(1)}))
    assert "lacks" not in refusal(copy, "All weights of model are there", "'module.'")


def test_no_prefix_makes_up_for_weights_that_are_missing(copy: Path) -> None:
    change_weights(copy, lambda tensors: tensors.pop(f"{QUERY}.weight"))
    renamed(copy, lambda name: f"module.{name}")
    refusal(copy, "model lacks", "random numbers")


def test_a_measurement_says_that_a_prefix_was_taken_away(copy: Path, pairs_file: Path) -> None:
    renamed(copy, lambda name: f"_orig_mod.{name}")
    found = answer(MEASUREMENT, Selection(checkpoint=str(copy), texts=str(pairs_file)), device="cpu")
    assert found.provenance.weights_prefix == "_orig_mod."
    assert any("begin with '_orig_mod.'" in note for note in found.notes)


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
