"""Training pairs: sentences and a score between 0 and 1."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import TextError
from ..parameters import Values
from ..texts import Texts

SCALES = (1.0, 5.0, 10.0, 100.0)
_ROUNDING = 1e-6  # 1.0000001 is a cosine of 1 in float32


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
    """

    first: list[str]
    second: list[str]
    labels: list[float]
    scale: float


def examples_of(texts: Texts) -> Examples:
    """Scored pairs, their scores brought to 0..1 (-1..1 where there are negative ones).

    Raises
    ------
    TextError
        No pairs, all scores alike, or scores beyond every known scale.
    """
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


def scale_of(scores: np.ndarray) -> float:
    """The first of `SCALES` that no score exceeds by more than rounding, else the largest score, signs aside."""
    reach = float(np.abs(scores).max())
    return next((scale for scale in SCALES if reach <= scale * (1 + _ROUNDING)), reach)


def scored_columns(examples: Examples, values: Values) -> dict[str, list[Any]]:
    """Both sentences and the label, for losses that learn from every pair's score."""
    return {"sentence1": examples.first, "sentence2": examples.second, "label": examples.labels}
