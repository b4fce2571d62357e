"""What a training strategy is: which parameters change, prepared before and undone after."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..parameters import Parameter, Values
from ..registry import declared


def as_it_is(transformer: Any) -> Any:
    """Nothing to undo."""
    return transformer


@dataclass(frozen=True)
class Strategy:
    """A declared strategy.

    Attributes
    ----------
    key, label, meaning : str
    reference : str
    prepare : callable
        (transformers model, values of the strategy's parameters) -> the model to train, its weights frozen or not.
    finish : callable
        (trained model) -> an ordinary transformers model.
    learning_rate : float
        What usually works.
    parameters : tuple of Parameter
        What it can be told.
    """

    key: str
    label: str
    meaning: str
    reference: str
    prepare: Callable[[Any, Values], Any]
    finish: Callable[[Any], Any] = as_it_is
    learning_rate: float = 7e-5
    parameters: tuple[Parameter[Any], ...] = ()
    order: int = 0


def strategies() -> dict[str, Strategy]:
    """Every declared strategy, by key."""
    return declared(f"{__package__}.strategies", Strategy)
