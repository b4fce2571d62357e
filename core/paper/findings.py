"""The paper's five findings, each put to this pair: what it predicts, what was measured, how sure that is."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..geometry.rank_correlation import Resamples, spearman_rows
from ..uncertainty import holm, interval95, two_sided_p
from .published import LEAST, table_1_cell, table_2_cell

ALPHA = 0.05
DRAWS = 10_000  # so that p, 2 / (draws + 1) at least, is still below ALPHA after Holm, with room to be cited
BLOCK = 1000  # draws at a time
MANY = 1000  # draws that can be counted beyond zero
HIGH = 0.1  # I(W) below which a space is called highly anisotropic here; the paper names no threshold
VERDICTS = ("holds", "does not hold", "not distinguishable", "cannot be tested")


@dataclass(frozen=True)
class Evidence:
    """Draws of what a finding is about, for both halves of the pair.

    Attributes
    ----------
    score : callable
        (role, method, least) -> (value, draws of shape (DRAWS,)) of the STS score, mean over checkpoints and seeds;
        None for texts without gold scores. The same pairs of sentences in the same draw for every cell.
    isotropy : callable
        (role, setting) -> (value, draws) of log10 I(W), sign-free; setting 'baseline' or 'global'. The same
        sentences in the same draw for both roles.
    """

    score: Callable[[str, str, int], tuple[float, np.ndarray] | None]
    isotropy: Callable[[str, str], tuple[float, np.ndarray]]
    least: int


@dataclass(frozen=True)
class Finding:
    """One of the paper's findings as a number whose sign decides.

    Attributes
    ----------
    key, claim : str
        `claim` in the paper's words.
    test : str
        What is subtracted from what ({least} stands for the larger of table 2's numbers of directions); the finding
        holds where the result is above zero. Every test is one that the paper's own numbers pass, for both its models.
    unit : str
    value : callable
        Evidence -> (value, draws), or None where the texts do not bear it.
    """

    key: str
    claim: str
    test: str
    unit: str
    value: Callable[[Evidence], tuple[float, np.ndarray] | None]


@dataclass(frozen=True)
class FindingResult:
    """A finding, put to a pair.

    Attributes
    ----------
    key, claim, test, unit : str
    published : dict of str to float
        What the test gives on the paper's own tables, by model.
    value : float
        In `unit`; the finding holds where it is above zero. NaN where it cannot be tested.
    ci95 : (float, float) or None
    p, p_holm : float or None
        Two-sided; the second after Holm's correction. None where it cannot be tested.
    verdict : str
        One of `VERDICTS`.
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


def _minus(a: tuple[float, np.ndarray] | None, b: tuple[float, np.ndarray] | None) -> tuple[float, np.ndarray] | None:
    return None if a is None or b is None else (a[0] - b[0], a[1] - b[1])


def _still_anisotropic(found: Evidence) -> tuple[float, np.ndarray]:
    value, draws = found.isotropy("fine-tuned", "baseline")
    return np.log10(HIGH) - value, np.log10(HIGH) - draws


def _hurts(found: Evidence) -> tuple[float, np.ndarray] | None:
    return _minus(found.score("fine-tuned", "baseline", 0), found.score("fine-tuned", "global", 0))


def _few_directions(found: Evidence) -> tuple[float, np.ndarray] | None:
    gaps = [
        _minus(found.score("fine-tuned", method, found.least), found.score("fine-tuned", method, 0))
        for method in ("global", "cluster-based")
    ]
    there = [gap for gap in gaps if gap is not None]
    if len(there) < len(gaps):
        return None
    return sum(value for value, _ in there) / len(there), np.mean([draws for _, draws in there], axis=0)


def _clusters_fade(found: Evidence) -> tuple[float, np.ndarray] | None:
    gains = [
        _minus(found.score(role, "clustering-zero-mean", 0), found.score(role, "zero-mean", 0))
        for role in ("pre-trained", "fine-tuned")
    ]
    return _minus(*gains)


def _more_elongated(found: Evidence) -> tuple[float, np.ndarray] | None:
    return _minus(found.isotropy("pre-trained", "global"), found.isotropy("fine-tuned", "global"))


FINDINGS = (
    Finding(
        "anisotropic",
        "The embedding space of fine-tuned models is still highly anisotropic.",
        f"log10 of {HIGH:g} (our threshold: the paper names none) minus log10 I(W) of the fine-tuned last layer, untouched",
        "log10 I(W)",
        _still_anisotropic,
    ),
    Finding(
        "hurts",
        "Adjusting the fine-tuned embedding space for isotropy hurts its performance.",
        "score of the untouched fine-tuned space minus its score without the D dominant directions (global)",
        "points",
        _hurts,
    ),
    Finding(
        "few-directions",
        "The fine-tuned models heavily rely on a few top directions to solve the target task.",
        "fine-tuned score without the {least} (of 768) least dominant directions minus its score without the D dominant ones, "
        "mean of the global and the cluster-based approach",
        "points",
        _few_directions,
    ),
    Finding(
        "clusters",
        "The clustered structure of the embedding space changes during fine-tuning.",
        "gain of clustering + ZM over zero-mean, pre-trained minus fine-tuned",
        "points",
        _clusters_fade,
    ),
    Finding(
        "elongated",
        "The number of elongated dominant directions significantly increases after fine-tuning.",
        "log10 I(W) after removing the D dominant directions (global), pre-trained minus fine-tuned",
        "log10 I(W)",
        _more_elongated,
    ),
)


def judged(found: Evidence) -> tuple[FindingResult, ...]:
    """Every finding with its value, 95 % interval, p-value (raw and after Holm) and verdict.

    Notes
    -----
    p is two-sided: of `MANY` draws or more, 2 (1 + the smaller number of draws on one side of zero) / (draws + 1), at
    most 1; of fewer, that of a normal distribution with their standard deviation. Holm's correction over the findings
    that can be tested; a finding holds, or does not, where the corrected p is below 0.05.
    """
    results = [_tested(finding, found) for finding in FINDINGS]
    corrected = holm([float("nan") if result.p is None else result.p for result in results])
    return tuple(
        result if result.p is None else replace(result, p_holm=p, verdict=_verdict(result.value, p))
        for result, p in zip(results, corrected, strict=True)
    )


def _tested(finding: Finding, found: Evidence) -> FindingResult:
    """A finding before Holm's correction."""
    measured = finding.value(found)
    value, ci95, p = float("nan"), None, None
    if measured is not None and np.isfinite(measured[1]).any():
        value, draws = measured
        draws = draws[np.isfinite(draws)]
        ci95, p = interval95(draws), _p(value, draws)
    return FindingResult(
        finding.key,
        finding.claim,
        finding.test.format(least=found.least),
        finding.unit,
        {model: published_value(finding, model) for model in ("BERT", "RoBERTa")},
        value,
        ci95,
        p,
        None,
        VERDICTS[3],
    )


def _verdict(value: float, p: float) -> str:
    if p >= ALPHA:
        return VERDICTS[2]
    return VERDICTS[0] if value > 0 else VERDICTS[1]


def _p(value: float, draws: np.ndarray) -> float:
    """Two-sided; with too few draws to count beyond zero, that of a normal distribution as wide as they are."""
    if len(draws) >= MANY:
        return two_sided_p(draws)
    spread = float(np.std(draws, ddof=1))
    return math.erfc(abs(value) / (spread * math.sqrt(2))) if spread > 0 else float(value == 0)


def published_value(finding: Finding, model: str) -> float:
    """What the paper's own tables give for a finding's test; I(W) by the paper's convention, rounded as printed."""

    def single(value: float) -> tuple[float, np.ndarray]:
        return value, np.array([value])

    def score(role: str, method: str, least: int) -> tuple[float, np.ndarray] | None:
        cell = table_2_cell(model, method, least) if least else table_1_cell(model, role, method)
        return None if cell is None else single(cell.performance)

    def isotropy(role: str, setting: str) -> tuple[float, np.ndarray]:
        cell = table_1_cell(model, role, setting)
        return single(float("nan") if cell is None else float(np.log10(cell.isotropy)))

    found = finding.value(Evidence(score, isotropy, max(LEAST)))
    return float("nan") if found is None else found[0]


def score_draws(
    similarities: dict[Any, list[np.ndarray]], gold: np.ndarray, draws: int = DRAWS
) -> dict[Any, tuple[float, np.ndarray]]:
    """STS score of each cell, mean over its measurements, and of its bootstrap draws.

    Parameters
    ----------
    similarities : dict of list of ndarray of shape (n_pairs,)
        Of each cell, one a measurement.
    gold : ndarray of shape (n_pairs,)
    draws : int
        In blocks of `BLOCK`; the same pairs for all cells.
    """
    drawn: dict[Any, list[np.ndarray]] = {cell: [] for cell in similarities}
    for seed, size in blocks(draws):
        resamples = Resamples(gold, seed, size)
        for cell, found in similarities.items():
            drawn[cell].append(np.mean([resamples.spearman(one) for one in found], axis=0))
    return {
        cell: (float(spearman_rows(np.stack(found), gold).mean()), np.concatenate(drawn[cell]))
        for cell, found in similarities.items()
    }


def blocks(draws: int) -> list[tuple[int, int]]:
    """(seed, draws) of each block."""
    return [(start // BLOCK, min(BLOCK, draws - start)) for start in range(0, draws, BLOCK)]
