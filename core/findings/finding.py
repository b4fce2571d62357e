"""What a finding is: a claim, what is measured for it, and the smallest effect that matters; and what it comes to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..codec import Floats
from ..progress import Progress
from .evidence import Evidence
from .specification import Estimate, Specification

Role = Literal["untrained", "pre-trained", "fine-tuned"]


@dataclass(frozen=True)
class SideLevel:
    """What is measured for a finding, in one space: its weighted mean over all ways to measure it."""

    role: Role
    checkpoint: str
    texts: str
    value: float


@dataclass(frozen=True)
class Curve:
    """A line of a finding's figure.

    Attributes
    ----------
    name : str
    role : {'untrained', 'pre-trained', 'fine-tuned', 'difference'}
    texts : str
    x, y : ndarray of shape (m,)
    low, high : ndarray of shape (m,) or None
        Point by point 95 %.
    labels : tuple of str
        Of the places on x, where these are no numbers.
    dash : bool
    """

    name: str
    role: str
    texts: str
    x: Floats
    y: Floats
    low: Floats | None = None
    high: Floats | None = None
    labels: tuple[str, ...] = ()
    dash: bool = False


@dataclass(frozen=True)
class Measured:
    """What a finding's measurement gives.

    Attributes
    ----------
    estimates : list of Estimate
        Above zero the claim holds.
    levels : list of SideLevel
    companions : dict of str to list of Estimate
        What stands beside it and does not decide, by name.
    curves : list of Curve
    notes : list of str
    units : int
        Of resampling, where they are few.
    """

    estimates: list[Estimate]
    levels: list[SideLevel] = field(default_factory=list)
    companions: dict[str, list[Estimate]] = field(default_factory=dict)
    curves: list[Curve] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    units: int = 0


@dataclass(frozen=True)
class Finding:
    """One of the paper's findings.

    Attributes
    ----------
    key, claim : str
        `claim` in the paper's words.
    test : str
        What is subtracted from what; above zero the claim holds.
    level : str
        What is measured in each space.
    unit : str
    scale : {'points', 'log10', 'share', 'percent'}
        Whose smallest effect that matters applies, see `core.effect.SmallestEffect`.
    axes : mapping of str to str
        What users call the fields of `Specification` here.
    x, y : str
        Of the figure.
    measure : callable
        (Evidence, progress) -> Measured.
    order : int
    """

    key: str
    claim: str
    test: str
    level: str
    unit: str
    scale: Literal["points", "log10", "share", "percent"]
    axes: Mapping[str, str]
    x: str
    y: str
    measure: Callable[[Evidence, Progress], Measured]
    order: int = 0


@dataclass(frozen=True)
class EstimateRow:
    """A line of the specification table."""

    specification: Specification
    value: float
    ci95: tuple[float, float] | None


@dataclass(frozen=True)
class AxisRow:
    """What the specifications with one value of one choice say together."""

    axis: str
    level: str
    value: float
    ci95: tuple[float, float] | None
    positive: int
    n: int


@dataclass(frozen=True)
class Companion:
    """Something that stands beside a finding and does not decide."""

    name: str
    value: float
    ci95: tuple[float, float] | None
    positive: int
    n: int
