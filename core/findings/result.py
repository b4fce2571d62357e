"""What a finding comes to for a pair: kept without the draws, which are many."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..uncertainty import interval95
from .finding import AxisRow, Companion, Curve, EstimateRow, Finding, Measured, SideLevel
from .pooled import Pooled, pooled
from .specification import NAMES, Estimate
from .verdict import Judgement, judgement


@dataclass(frozen=True)
class FindingMeasured:
    """A finding, measured on a pair, before the other findings are counted.

    Attributes
    ----------
    key : str
    smallest : float
        Effect that matters, in the finding's unit.
    judgement : Judgement
    rows : tuple of EstimateRow
        Every specification.
    axes : tuple of AxisRow
        What those with each value of each choice say together.
    levels : tuple of SideLevel
        What was measured in each space, untrained twins included.
    companions : tuple of Companion
    curves : tuple of Curve
    notes : tuple of str
    """

    key: str
    smallest: float
    judgement: Judgement
    rows: tuple[EstimateRow, ...]
    axes: tuple[AxisRow, ...]
    levels: tuple[SideLevel, ...]
    companions: tuple[Companion, ...]
    curves: tuple[Curve, ...]
    notes: tuple[str, ...]


def summed_up(finding: Finding, found: Measured, smallest: float) -> FindingMeasured:
    """Judge a measurement and keep what people look at."""
    there = [one for one in found.estimates if np.isfinite(one.value)]
    return FindingMeasured(
        finding.key,
        smallest,
        judgement(there, smallest, found.units),
        tuple(EstimateRow(one.specification, one.value, _interval(one)) for one in there),
        tuple(_axis_rows(there, finding, smallest, found.units)),
        tuple(found.levels),
        tuple(_companion(name, some, smallest, found.units) for name, some in found.companions.items() if some),
        tuple(found.curves),
        tuple(found.notes),
    )


def _interval(one: Estimate) -> tuple[float, float] | None:
    if one.deviations is None or not len(one.deviations):
        return None
    low, high = interval95(np.concatenate([one.value + one.deviations, one.value - one.deviations]))
    return None if np.isnan(low) else (low, high)


def _axis_rows(estimates: Sequence[Estimate], finding: Finding, smallest: float, units: int) -> list[AxisRow]:
    rows = []
    for axis in NAMES:
        levels = list(dict.fromkeys(getattr(one.specification, axis) for one in estimates))
        if (axis not in finding.axes and axis != "training") or len(levels) < 2:
            continue
        for level in sorted((one for one in levels if one is not None), key=lambda one: (isinstance(one, str), one)):
            some = [one for one in estimates if getattr(one.specification, axis) == level]
            together = pooled(some, smallest, units)
            shown = f"{level:g}" if isinstance(level, float) else str(level)
            rows.append(AxisRow(axis, shown, together.value, defined(together), together.positive, together.n))
    return rows


def _companion(name: str, some: Sequence[Estimate], smallest: float, units: int) -> Companion:
    together = pooled(some, smallest, units)
    return Companion(name, together.value, defined(together), together.positive, together.n)


def defined(together: Pooled) -> tuple[float, float] | None:
    """The pooled interval, None where there are no draws."""
    return None if np.isnan(together.ci95).any() else together.ci95
