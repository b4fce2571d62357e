"""Only biases are trained."""

from typing import Any

from core.fine_tuning.recipe import Recipe
from core.fine_tuning.strategy import Strategy


def train_biases(transformer: Any, recipe: Recipe) -> Any:
    """Freeze every parameter whose name does not end in 'bias'."""
    for name, parameter in transformer.named_parameters():
        parameter.requires_grad_(name.endswith("bias"))
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
