"""Removal curves of one checkpoint, for a figure and a sentence of several."""

from collections.abc import Mapping
from dataclasses import dataclass

from .best import BestRemoval
from .curve import Curve


@dataclass(frozen=True)
class SpaceCurves:
    """Removal curves of one checkpoint, for a figure of several.

    Attributes
    ----------
    title, role : str
        Of the checkpoint.
    curves : dict of str to Curve
        Of the global method, by end.
    clusters : Curve or None
        Of the cluster-based method, dominant end, where it was asked for.
    best : BestRemoval or None
        What the best number of dominant directions gains, where that is known.
    """

    title: str
    role: str
    curves: Mapping[str, Curve]
    clusters: Curve | None = None
    best: BestRemoval | None = None
