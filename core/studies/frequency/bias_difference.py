"""Frequency bias of two spaces, or of a space before and after a method: the difference on the same words."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ...errors import UsageError
from ...geometry.frequency_bias import Estimate, Statistic, difference, mean_difference, r2_columns, r2_of, ratio_of
from ...uncertainty import HIGHER, LOWER, Verdict, verdict
from .bias import FrequencyBias
from .bias_entry import BiasEntry

LEAST = 10  # words in common
ALPHA = 0.05
Outcome = Literal["removed", "reduced", "increased", "not distinguishable", "mixed"]
Amount = Literal["less", "more", "the same"]


@dataclass(frozen=True)
class Compared:
    """A number in two spaces.

    Attributes
    ----------
    first, second, difference : Estimate
        On the words that both have; the difference is the second minus the first, without the same groups of words.
    verdict : Verdict
        Of the difference.
    gone : bool
        Whether the second is no different from chance, by its p-value.
    """

    first: Estimate
    second: Estimate
    difference: Estimate
    verdict: Verdict
    gone: bool


@dataclass(frozen=True)
class BiasDifference:
    """What changes between two spaces.

    Attributes
    ----------
    n_words : int
        That both have.
    r2, neighbours : Compared
    outcome : Outcome
        What both numbers together say of frequency bias; 'mixed' where they disagree.
    """

    n_words: int
    r2: Compared
    neighbours: Compared
    outcome: Outcome

    @property
    def defined(self) -> bool:
        """Whether words differ in frequency, so that there is something to compare."""
        return not math.isnan(self.r2.difference.value)


def bias_difference(first: FrequencyBias, before: BiasEntry, second: FrequencyBias, after: BiasEntry) -> BiasDifference:
    """What changes between two entries.

    Parameters
    ----------
    first, second : FrequencyBias
        Of two checkpoints, or twice of the same.
    before, after : BiasEntry
        Of their `entries`, each.

    Raises
    ------
    UsageError
        The two were asked different things, or have hardly a word in common.

    Notes
    -----
    The numbers are of the words that both have, by the probe's errors and the neighbours' differences of each word in its
    space. Intervals are a jackknife's: the same groups of words are left out of both spaces, and of what the probes learn
    from and neighbours are sought among.
    """
    must_agree = ("texts", "language", "folds", "equal_words", "whole_words")
    if any(getattr(first, name) != getattr(second, name) for name in must_agree):
        raise UsageError("Frequency bias is compared on the same texts, measured in the same way.")
    words, *rows = np.intersect1d(first.words, second.words, return_indices=True)
    if len(words) < LEAST:
        raise UsageError(f"The two spaces have {len(words)} words in common; {LEAST} are the least to compare.")
    sides = [(first, before, rows[0]), (second, after, rows[1])]
    zipf = first.zipf[rows[0]]
    weights = [np.ones(len(words)) if first.equal_words else side.tokens[at].astype(float) for side, _, at in sides]
    columns = [r2_columns(entry.error[at], zipf, weight) for (_, entry, at), weight in zip(sides, weights, strict=True)]
    gaps = [entry.gap[at] for _, entry, at in sides]
    both = np.isfinite(gaps[0]) & np.isfinite(gaps[1])
    expected = mean_difference(zipf[both])
    ratios = [np.stack([gap[both], expected], axis=1) for gap in gaps]
    without = (before.without, after.without), (before.neighbours.without, after.neighbours.without)
    r2 = _compared(columns, r2_of, without[0], after.p > ALPHA)
    neighbours = _compared(ratios, ratio_of, without[1], after.neighbours.p > ALPHA)
    return BiasDifference(len(words), r2, neighbours, _outcome(r2, neighbours))


def amounts(r2: Compared, neighbours: Compared) -> tuple[Amount, Amount]:
    """How much of frequency the second knows beside the first: by the probe, by the neighbours (lower is more)."""
    by_probe: dict[Verdict, Amount] = {LOWER: "less", HIGHER: "more"}
    by_neighbours: dict[Verdict, Amount] = {HIGHER: "less", LOWER: "more"}
    return by_probe.get(r2.verdict, "the same"), by_neighbours.get(neighbours.verdict, "the same")


def _outcome(r2: Compared, neighbours: Compared) -> Outcome:
    ways = set(amounts(r2, neighbours))
    if r2.gone and neighbours.gone and "less" in ways:
        return "removed"
    if ways == {"less"}:
        return "reduced"
    if ways == {"more"}:
        return "increased"
    return "not distinguishable" if ways == {"the same"} else "mixed"


def _compared(
    columns: list[np.ndarray], statistic: Statistic, without: tuple[np.ndarray, np.ndarray], gone: bool
) -> Compared:
    first, second, change = difference(columns[0], columns[1], statistic, without)
    return Compared(first, second, change, verdict(change.value, (change.low, change.high)), bool(gone))
