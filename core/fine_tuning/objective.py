"""What an objective is: a loss, and the rows of pairs that it learns from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..parameters import Parameter, Values
from ..registry import declared
from .examples import Examples


@dataclass(frozen=True)
class Objective:
    """A declared objective.

    Attributes
    ----------
    key, label, meaning, reference : str
    columns : callable
        (examples, values of the objective's parameters) -> columns of the training set by name, in the order that the
        loss takes them.
    loss : callable
        (SentenceTransformer) -> torch module of (features, labels).
    distinct : bool
        Whether no sentence may occur twice in a batch.
    least_batch : int
        Pairs that a batch needs for a loss that is not constant.
    parameters : tuple of Parameter
        What it can be told.
    """

    key: str
    label: str
    meaning: str
    reference: str
    columns: Callable[[Examples, Values], dict[str, list[Any]]]
    loss: Callable[[Any], Any]
    distinct: bool = False
    least_batch: int = 1
    parameters: tuple[Parameter[Any], ...] = ()
    order: int = 0


def objectives() -> dict[str, Objective]:
    """Every declared objective, by key."""
    return declared(f"{__package__}.objectives", Objective)
