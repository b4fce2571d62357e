"""Frequency bias of two spaces, or of one before and after a method: the difference on the same words."""

from dataclasses import asdict
from typing import Any

import numpy as np

from ...errors import UsageError
from ...geometry.frequency_bias import Statistic, difference, mean_difference, r2_columns, r2_of, ratio_of
from ...uncertainty import verdict
from ..shim import plain
from .bias import estimate

LEAST = 10  # words in common


def bias_difference(
    first: dict[str, Any], before: dict[str, Any], second: dict[str, Any], after: dict[str, Any], seed: int = 0
) -> dict[str, Any]:
    """What changes from one entry to another.

    Parameters
    ----------
    first, second : dict
        As `core.studies.frequency.bias.run_bias` answers, for two checkpoints or one.
    before, after : dict
        Of their `entries`, each.
    seed : int
        Of the bootstrap over words, the same for both.

    Returns
    -------
    dict
        `n_words`; `r2` and `neighbours`, each with `first`, `second` and `difference` (second - first), these as {value,
        low, high}, on the words that both have, `verdict` ('lower', 'higher', 'not distinguishable') and `gone`: whether the
        second is no different from chance.

    Raises
    ------
    UsageError
        The two were asked different things, or have hardly a word in common.

    Notes
    -----
    The probe's errors and the neighbours' differences are those of each word in its space; words are resampled, and
    each draw gives both spaces' numbers and their difference.
    """
    asked = ("texts", "language", "folds", "equal_words", "whole_words")
    if any(first[name] != second[name] for name in asked):
        raise UsageError("Frequency bias is compared on the same texts, measured in the same way.")
    words, one, other = np.intersect1d(first["words"], second["words"], return_indices=True)
    if len(words) < LEAST:
        raise UsageError(f"The two spaces have {len(words)} words in common; {LEAST} are the least to compare.")
    zipf = np.array(first["zipf"], dtype=float)[one]
    weights = [np.ones(len(words))] * 2
    if not first["equal_words"]:
        weights = [np.array(side["tokens"], dtype=float)[index] for side, index in ((first, one), (second, other))]
    errors = [_array(entry["error"])[index] for entry, index in ((before, one), (after, other))]
    columns = [r2_columns(error, zipf, weight) for error, weight in zip(errors, weights, strict=True)]
    gaps = [_array(entry["gap"])[index] for entry, index in ((before, one), (after, other))]
    both = np.isfinite(gaps[0]) & np.isfinite(gaps[1])
    expected = mean_difference(zipf[both])
    ratios = [np.stack([gap[both], expected], axis=1) for gap in gaps]
    found: dict[str, Any] = plain(
        {
            "n_words": len(words),
            "r2": _compared(columns, r2_of, seed, estimate(after["r2"]).low <= (after["chance_high"] or 0.0)),
            "neighbours": _compared(ratios, ratio_of, seed, estimate(after["neighbours"]).high >= 1.0),
        }
    )
    return found


def _compared(columns: list[np.ndarray], statistic: Statistic, seed: int, gone: bool) -> dict[str, Any]:
    one, other, change = difference(columns[0], columns[1], statistic, seed)
    said = verdict(change.value, (change.low, change.high))
    return {
        "first": asdict(one),
        "second": asdict(other),
        "difference": asdict(change),
        "verdict": said,
        "gone": bool(gone),
    }


def _array(values: list[float | None]) -> np.ndarray:
    return np.array(values, dtype=float)
