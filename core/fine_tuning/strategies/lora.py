"""Low-rank updates of the weight matrices are trained, then added to them."""

from typing import Any

from ...errors import UsageError
from ...parameters import Parameter, Values
from ..strategy import Strategy

RANK = Parameter(
    "rank",
    "Rank of the updates",
    "Each weight matrix changes by a product of two thin matrices with so many columns.",
    8,
    low=1,
    high=10_000,
    step=1,
)


def add_adapters(transformer: Any, values: Values) -> Any:
    """Freeze the model and put a low-rank update beside every linear layer.

    Raises
    ------
    UsageError
        There is no linear layer that token vectors pass through.
    """
    from peft import LoraConfig, get_peft_model
    from torch.nn import Linear
    from transformers.pytorch_utils import Conv1D

    rank = RANK.of(values)
    config = LoraConfig(r=rank, lora_alpha=2 * rank, lora_dropout=0.0, target_modules="all-linear")
    kind = transformer.config.model_type
    if not any(
        isinstance(module, Linear | Conv1D) and "pooler" not in name for name, module in transformer.named_modules()
    ):
        raise UsageError(f"This architecture ({kind}) has no linear layers to update (LoRA). Choose another strategy.")
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
    parameters=(RANK,),
    order=3,
)
