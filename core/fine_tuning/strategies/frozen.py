"""The lower layers stay as they were pre-trained."""

from typing import Any

from ...errors import UsageError
from ...parameters import Parameter, Values
from ..strategy import Strategy

FROZEN_LAYERS = Parameter(
    "frozen_layers",
    "Frozen layers, from below",
    "These layers and the embeddings stay as they are.",
    3,
    low=0,
    high=1000,
    step=1,
)


def freeze_lower_layers(transformer: Any, values: Values) -> Any:
    """The model, its embeddings and its first `frozen_layers` layers frozen.

    Raises
    ------
    UsageError
        That leaves no layer to train, or the model's layers cannot be told apart.
    """
    layers, count = _layers(transformer), FROZEN_LAYERS.of(values)
    if count >= len(layers):
        raise UsageError(
            f"{count} frozen layers leave none of this checkpoint's {len(layers)} to train; freeze at most {len(layers) - 1}."
        )
    trained = {id(parameter) for layer in layers[count:] for module in layer for parameter in module.parameters()}
    for parameter in transformer.parameters():
        parameter.requires_grad_(id(parameter) in trained)
    return transformer


def _layers(transformer: Any) -> list[tuple[Any, ...]]:
    """The model's layers, each as its modules: the first module list as long as its configuration says, and its siblings.

    Some architectures (XLM, FlauBERT) keep a list of attentions, one of norms, one of feed-forward networks.
    """
    from torch import nn

    count = transformer.config.num_hidden_layers
    siblings = (
        [child for child in module.children() if isinstance(child, nn.ModuleList) and len(child) == count]
        for module in transformer.modules()
    )
    lists = next(filter(None, siblings), [])
    if not lists:
        raise UsageError(
            f"The layers of this architecture ({transformer.config.model_type}) share their weights or cannot be told apart, so none can be frozen. Choose another strategy."
        )
    return list(zip(*lists, strict=True))


FROZEN = Strategy(
    "frozen",
    "Lower layers frozen",
    "the embeddings and the first layers stay as they are; the others are trained",
    "Lee, Tang & Lin 2019",
    prepare=freeze_lower_layers,
    parameters=(FROZEN_LAYERS,),
    order=1,
)
