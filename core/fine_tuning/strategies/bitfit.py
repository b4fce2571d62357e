"""Only biases are trained."""

from typing import Any

from ...errors import UsageError
from ...parameters import Values
from ..strategy import Strategy


def train_biases(transformer: Any, values: Values) -> Any:
    """Freeze every parameter whose name does not end in 'bias'.

    Raises
    ------
    UsageError
        The architecture has no biases.
    """
    for name, parameter in transformer.named_parameters():
        parameter.requires_grad_(name.endswith("bias"))
    if not any(parameter.requires_grad for parameter in transformer.parameters()):
        raise UsageError(
            f"This architecture ({transformer.config.model_type}) has no biases to train. Choose another strategy."
        )
    return transformer


BITFIT = Strategy(
    "bitfit",
    "Biases only (BitFit)",
    "only bias terms are trained, about 0.1 % of the parameters",
    "Ben Zaken, Goldberg & Ravfogel 2022",
    prepare=train_biases,
    learning_rate=1e-3,
    order=2,
)
