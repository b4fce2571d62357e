"""Training pairs: sentences and a score between 0 and 1."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..errors import TextError
from ..parameters import Values
from ..texts import Texts
from ..texts.scale import SCALES, scale_of


@dataclass(frozen=True)
class Examples:
    """Pairs to learn from.

    Attributes
    ----------
    first, second : list of str
    labels : list of float
        Gold score over `scale`.
    scale : float
        The highest score that the source's scale has: the first of 1, 5, 10, 100 that no score exceeds.
    scored : bool
        Whether the labels are gold scores; pairs without scores are all alike (1), good for contrast alone.
    third : list of str
        Of triplets: what is not like the first; else empty.
    """

    first: list[str]
    second: list[str]
    labels: list[float]
    scale: float
    scored: bool = True
    third: list[str] = field(default_factory=list)


def examples_of(texts: Texts) -> Examples:
    """Scored pairs, their scores brought to 0..1 (-1..1 where there are negative ones).

    Raises
    ------
    TextError
        No pairs, all scores alike, or scores beyond every known scale.
    """
    if texts.n_unscored:
        return _unscored(texts)
    if texts.scores is None or not texts.n_pairs:
        raise TextError(f"{texts.title} has no scored pairs to learn from. Choose texts with a score for each pair.")
    if texts.n_pairs < 2:
        raise TextError(f"{texts.title} has one pair; training needs two or more.")
    lowest, highest = float(texts.scores.min()), float(texts.scores.max())
    if lowest == highest:
        raise TextError(
            f"All {texts.n_pairs:,} pairs of {texts.title} have the score {lowest:g}: there is nothing to tell apart. "
            "Give pairs with low and with high scores, or check which column holds the score."
        )
    scale = scale_of(texts.scores)
    if scale not in SCALES:
        raise TextError(f"{texts.title} has scores up to {scale:g}; scales up to 100 are known. Divide them first.")
    n = texts.n_pairs
    labels = np.clip(texts.scores / scale, -1, 1).tolist()
    return Examples(list(texts.sentences[:n]), list(texts.sentences[n:]), labels, scale)


def _unscored(texts: Texts) -> Examples:
    """Pairs that belong together, or triplets."""
    n = texts.n_unscored
    if n < 2:
        raise TextError(f"{texts.title} has one pair; training needs two or more.")
    first, second, third = (list(texts.sentences[start : start + n]) for start in (0, n, 2 * n))
    return Examples(first, second, [1.0] * n, 1.0, scored=False, third=third)


def scored_columns(examples: Examples, values: Values) -> dict[str, list[Any]]:
    """Both sentences and the label, for losses that learn from every pair's score.

    Raises
    ------
    TextError
        The pairs have no scores.
    """
    if not examples.scored:
        raise TextError(
            "These pairs have no scores: only the objective multiple-negatives learns from such. Choose it, or other pairs."
        )
    return {"sentence1": examples.first, "sentence2": examples.second, "label": examples.labels}
