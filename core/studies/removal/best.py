"""The best number of dominant directions to remove, what that gains, and what it gains on pairs that it was not chosen on."""

from dataclasses import dataclass

import numpy as np

from .basis import Removal, ScoreAfter


@dataclass(frozen=True)
class BestRemoval:
    """What the best number of directions gains.

    Attributes
    ----------
    k : int
        With the highest score of all; 0: none.
    here : ScoreAfter
        On the pairs that k was chosen on, so that it flatters: of d numbers the best gains something by chance too.
    elsewhere : str
        Title of other texts; '' where none are at hand.
    there : ScoreAfter or None
        With the same k on these, in their own directions; None where it is not known.
    """

    k: int
    here: ScoreAfter
    elsewhere: str = ""
    there: ScoreAfter | None = None


def best_removal(layer: Removal, other: Removal | None = None, seed: int = 0) -> BestRemoval | None:
    """The best number of directions of a layer; `other`: the same layer reading other texts. None without a score."""
    spearman = layer.curves["dominant"].spearman
    if spearman is None or not np.isfinite(spearman).any():
        return None
    k = int(np.nanargmax(spearman))
    here = layer.at(k, "dominant", seed)
    if here is None:
        return None
    if other is None or k > other.most("dominant"):
        return BestRemoval(k, here)
    return BestRemoval(k, here, other.texts.title, other.at(k, "dominant", seed))
