"""The verdict on a finding over all its specifications: the same rules for every finding, and fixed before any number."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ..effect import NO_DIFFERENCE
from ..uncertainty import NOT_DISTINGUISHABLE, holm
from .pooled import Pooled, pooled
from .specification import RANDOM, Estimate, Specification

Verdict = Literal[
    "holds", "does not hold", "depends", "no difference that matters", "not distinguishable", "cannot be tested"
]
HOLDS: Verdict = "holds"
FAILS: Verdict = "does not hold"
DEPENDS: Verdict = "depends"
EQUIVALENT: Verdict = NO_DIFFERENCE
UNCLEAR: Verdict = NOT_DISTINGUISHABLE
UNTESTED: Verdict = "cannot be tested"
VERDICTS = (HOLDS, FAILS, DEPENDS, EQUIVALENT, UNCLEAR, UNTESTED)
ALPHA = 0.05
AGREE = 0.9  # of the specifications, by number and by weight
_ORDERED = ("amount", "layer")


@dataclass(frozen=True)
class Part:
    """Some values of an axis, and what the estimates there say together."""

    levels: tuple[str, ...]
    pooled: Pooled


@dataclass(frozen=True)
class Dependence:
    """An axis along which the sign changes.

    Attributes
    ----------
    axis : str
        Name of a field of `Specification`.
    where : str or None
        For an ordered axis: 'up to 12' - the last value before the sign changes.
    holds, fails : Part
    p : float
        Of the two parts' being beyond the smallest effect that matters, each in its direction; times the axes looked at.
    """

    axis: str
    where: str | None
    holds: Part
    fails: Part
    p: float


@dataclass(frozen=True)
class Judgement:
    """What the estimates of a finding say, before those of other findings are counted.

    Attributes
    ----------
    pooled : Pooled or None
        None where nothing could be measured.
    depends : Dependence or None
        The clearest axis along which the sign changes.
    """

    pooled: Pooled | None
    depends: Dependence | None

    def said(self) -> tuple[Verdict, float]:
        """The strongest verdict that the signs allow, and its p-value, uncorrected."""
        if self.pooled is None or math.isnan(self.pooled.p_above):
            return (UNTESTED, float("nan")) if self.pooled is None else (UNCLEAR, float("nan"))
        allowed = _allowed(self.pooled)
        if self.depends is not None:
            allowed.append((DEPENDS, self.depends.p))
        # Where nothing is allowed, p is that of the effect itself: it is shown, and decides nothing.
        return min(allowed, key=lambda one: one[1], default=(UNCLEAR, min(self.pooled.p_above, self.pooled.p_below)))


def judgement(estimates: Sequence[Estimate], smallest: float, units: int = 0) -> Judgement:
    """Take a finding's estimates together and look for an axis along which they differ; undefined ones do not count."""
    there = [one for one in estimates if math.isfinite(one.value)]
    if not there:
        return Judgement(None, None)
    axes = [name for name in Specification.__dataclass_fields__ if name not in RANDOM]
    varied = [name for name in axes if len({getattr(one.specification, name) for one in there}) > 1]
    found = [split for name in varied if (split := _split(there, name, smallest, units, len(varied))) is not None]
    return Judgement(pooled(there, smallest, units), min(found, key=lambda one: one.p, default=None))


def verdicts(judged: Mapping[str, Judgement]) -> dict[str, tuple[Verdict, float, float]]:
    """(verdict, p, p after Holm) of each of the findings that are put to a pair together.

    Notes
    -----
    A verdict stands where its corrected p is at most 0.05; otherwise the finding is not distinguishable. *holds* and *does
    not hold* need 90 % of the specifications on one side of zero and the pooled interval beyond the smallest effect that
    matters; *no difference that matters* the pooled interval inside it and 90 % of the specifications with it; *depends*
    two parts of one axis that by themselves hold and do not hold.
    """
    said = {key: one.said() for key, one in judged.items()}
    raised = dict(zip(said, holm([p for _, p in said.values()]), strict=True))
    return {
        key: (word if word == UNTESTED or raised[key] <= ALPHA else UNCLEAR, p, raised[key])
        for key, (word, p) in said.items()
    }


def _allowed(found: Pooled) -> list[tuple[Verdict, float]]:
    """Verdicts that the estimates' signs and sizes allow, with their p-values."""
    out: list[tuple[Verdict, float]] = []
    if min(found.share, found.positive / found.n) >= AGREE:
        out.append((HOLDS, found.p_above))
    if max(found.share, found.positive / found.n) <= 1 - AGREE + 1e-12:
        out.append((FAILS, found.p_below))
    if found.within >= AGREE:
        out.append((EQUIVALENT, found.p_within))
    return out


def _split(estimates: Sequence[Estimate], axis: str, smallest: float, units: int, axes: int) -> Dependence | None:
    """The two parts of an axis where its values have different signs, each value's specifications agreeing."""
    of_level: dict[object, list[Estimate]] = {}
    for one in estimates:
        level = getattr(one.specification, axis)
        if level is not None:
            of_level.setdefault(level, []).append(one)
    levels = sorted(of_level, key=_order) if axis in _ORDERED else list(of_level)
    signs = [_sign(of_level[level]) for level in levels]
    if len(set(signs)) != 2 or 0 in signs:
        return None
    changes = sum(one != other for one, other in pairwise(signs))
    if axis in _ORDERED and changes > 1:
        return None
    parts = []
    for sign in (1, -1):
        some = [level for level, own in zip(levels, signs, strict=True) if own == sign]
        together = pooled([one for level in some for one in of_level[level]], smallest, units)
        parts.append(Part(tuple(f"{level:g}" if isinstance(level, float) else str(level) for level in some), together))
    holds, fails = parts
    first = holds if signs[0] > 0 else fails
    where = f"up to {first.levels[-1]}" if axis in _ORDERED else None
    p = min(1.0, axes * max(holds.pooled.p_above, fails.pooled.p_below))
    return None if math.isnan(p) else Dependence(axis, where, holds, fails, p)


def _order(level: object) -> float:
    return float(level) if isinstance(level, int | float) else 0.0


def _sign(estimates: Sequence[Estimate]) -> int:
    """1 or -1 where 90 % of the estimates lie on that side of zero, else 0."""
    positive = sum(one.value > 0 for one in estimates) / len(estimates)
    return 1 if positive >= AGREE else -1 if positive <= 1 - AGREE + 1e-12 else 0
