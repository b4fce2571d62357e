"""What a measure of a space is: a number computed from its moments."""

from collections.abc import Callable
from dataclasses import dataclass

from ..registry import declared
from .moments import Moments


@dataclass(frozen=True)
class Measure:
    """A declared measure.

    Attributes
    ----------
    key, label : str
    meaning : str
        One sentence: what it says, and at which value a space is isotropic.
    formula : str
        LaTeX.
    reference : str
    compute : callable
        Moments -> float; NaN where the measure is not defined.
    """

    key: str
    label: str
    meaning: str
    formula: str
    reference: str
    compute: Callable[[Moments], float]
    order: int = 0


def measures() -> dict[str, Measure]:
    """Every declared measure, by key."""
    return declared(f"{__package__}.measures", Measure)


def measure_all(known: Moments) -> dict[str, float]:
    """Every declared measure of a space."""
    return {key: float(measure.compute(known)) for key, measure in measures().items()}
