"""The paper's five findings, each put to this pair: over how many ways to measure it, and what that comes to."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..findings.finding import AxisRow, Companion, Curve, EstimateRow, Finding, SideLevel
from ..findings.questions import FINDINGS
from ..findings.result import FindingMeasured, defined
from ..findings.verdict import DEPENDS, Dependence, verdicts
from ..numbers_in_words import signed
from .published import table_1_cell


@dataclass(frozen=True)
class Twin:
    """What is measured for a finding in spaces that were never trained: mean and standard deviation over their seeds."""

    value: float
    sd: float | None
    seeds: int


@dataclass(frozen=True)
class FindingResult:
    """A finding, put to a pair.

    Attributes
    ----------
    key, claim, test, unit : str
    published : dict of str to float
        What the paper's own tables give for it, by model; empty where they have nothing of the kind.
    value : float
        Pooled over specifications, in `unit`; the finding holds where it is above zero. NaN where it cannot be tested.
    ci95 : (float, float) or None
        Over sentences and seeds.
    p, p_holm : float or None
        Of the verdict's test, two-sided; the second after Holm's correction over the findings. None where it cannot be
        tested.
    verdict : str
        One of `core.findings.verdict.VERDICTS`; *depends* with the name of what it depends on.
    smallest : float
        Effect that matters, in `unit`.
    positive, specifications : int
        In how many of how many ways to measure it the value is above zero.
    depends : str
        Where it holds and where it does not, for *depends*; '' otherwise.
    level : str
        What is measured in each space.
    pre_trained, fine_tuned : float
        That, mean over texts and seeds.
    untrained : Twin or None
    axes : dict of str to str
        What the fields of a specification are called here.
    rows : tuple of EstimateRow
        The specification table.
    by_axis : tuple of AxisRow
    levels : tuple of SideLevel
    companions : tuple of Companion
    curves : tuple of Curve
    x, y : str
        Of the figure.
    notes : tuple of str
    """

    key: str
    claim: str
    test: str
    unit: str
    published: Mapping[str, float]
    value: float
    ci95: tuple[float, float] | None
    p: float | None
    p_holm: float | None
    verdict: str
    smallest: float
    positive: int
    specifications: int
    depends: str
    level: str
    pre_trained: float
    fine_tuned: float
    untrained: Twin | None
    axes: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[EstimateRow, ...] = ()
    by_axis: tuple[AxisRow, ...] = ()
    levels: tuple[SideLevel, ...] = ()
    companions: tuple[Companion, ...] = ()
    curves: tuple[Curve, ...] = ()
    x: str = ""
    y: str = ""
    notes: tuple[str, ...] = ()


def judged(measured: Sequence[FindingMeasured]) -> tuple[FindingResult, ...]:
    """Every finding with its verdict, Holm's correction counted over those that can be tested."""
    said = verdicts({one.key: one.judgement for one in measured})
    of_key = {finding.key: finding for finding in FINDINGS}
    return tuple(_result(of_key[one.key], one, *said[one.key]) for one in measured)


def _result(finding: Finding, found: FindingMeasured, verdict: str, p: float, p_holm: float) -> FindingResult:
    together, depends = found.judgement.pooled, found.judgement.depends
    named = depends if verdict == DEPENDS else None
    return FindingResult(
        finding.key,
        finding.claim,
        finding.test,
        finding.unit,
        _published(finding.key),
        together.value if together else float("nan"),
        defined(together) if together else None,
        None if math.isnan(p) else p,
        None if math.isnan(p_holm) else p_holm,
        f"{DEPENDS} on {_axis(finding, named.axis)}" if named else verdict,
        found.smallest,
        together.positive if together else 0,
        together.n if together else 0,
        _where(finding, named) if named else "",
        finding.level,
        _mean(found.levels, "pre-trained"),
        _mean(found.levels, "fine-tuned"),
        _twin(found.levels),
        finding.axes,
        found.rows,
        found.axes,
        found.levels,
        found.companions,
        found.curves,
        finding.x,
        finding.y,
        found.notes,
    )


def _axis(finding: Finding, axis: str) -> str:
    return finding.axes.get(axis, axis)


def _where(finding: Finding, found: Dependence) -> str:
    """'holds for D = 1 to 12 (+0.80), does not hold for D = 13 to 50 (−1.20)'."""
    parts = []
    for word, part in (("holds", found.holds), ("does not hold", found.fails)):
        ordered = found.where is not None and len(part.levels) > 2
        levels = f"{part.levels[0]} to {part.levels[-1]}" if ordered else ", ".join(part.levels)
        parts.append(f"{word} for {_axis(finding, found.axis)} {levels} ({signed(part.pooled.value)})")
    return "; ".join(parts)


def _mean(levels: Sequence[SideLevel], role: str) -> float:
    some = [one.value for one in levels if one.role == role]
    return float(np.mean(some)) if some else float("nan")


def _twin(levels: Sequence[SideLevel]) -> Twin | None:
    names = list(dict.fromkeys(one.checkpoint for one in levels if one.role == "untrained"))
    if not names:
        return None
    means = [float(np.mean([one.value for one in levels if one.checkpoint == name])) for name in names]
    return Twin(float(np.mean(means)), float(np.std(means, ddof=1)) if len(means) > 1 else None, len(means))


def _published(key: str) -> dict[str, float]:
    """What table 1 gives for the loss by removal: the only finding whose numbers the paper prints."""
    if key != "hurts":
        return {}
    out = {}
    for model in ("BERT", "RoBERTa"):
        cells = [
            table_1_cell(model, "fine-tuned", name)
            for name in ("zero-mean", "global", "clustering-zero-mean", "cluster-based")
        ]
        scores = [cell.performance for cell in cells if cell is not None]
        if len(scores) == 4:
            out[model] = (scores[0] - scores[1] + scores[2] - scores[3]) / 2
    return out
