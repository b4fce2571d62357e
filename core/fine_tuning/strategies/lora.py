"""Low-rank updates of the weight matrices are trained, then added to them."""

from typing import Any

from ..recipe import Recipe
from ..strategy import Strategy


def add_adapters(transformer: Any, recipe: Recipe) -> Any:
    """Freeze the model and put a low-rank update beside every linear layer."""
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=recipe.rank, lora_alpha=2 * recipe.rank, lora_dropout=0.0, target_modules="all-linear")
    return get_peft_model(transformer, config)


def merge_adapters(transformer: Any) -> Any:
    """Add the updates to the weights, so that the result is an ordinary model."""
    return transformer.merge_and_unload()


LORA = Strategy(
    "lora",
    "LoRA",
    "a low-rank update of every weight matrix is trained and added to it in the end",
    "Hu et al. 2022",
    prepare=add_adapters,
    finish=merge_adapters,
    learning_rate=1e-3,
    order=3,
)
