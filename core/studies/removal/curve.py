"""Isotropy and score over the number of removed directions: what every removal curve holds."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...codec import Floats


@dataclass(frozen=True)
class Curve:
    """Isotropy and score with k = 0 .. K directions removed.

    Attributes
    ----------
    isotropy : dict of str to ndarray of shape (K + 1,)
        log10 I(W), by convention of `core.geometry.isotropy.CONVENTIONS`.
    spearman : ndarray of shape (K + 1,) or None
        Points, NaN where the score is not defined; None for texts without gold scores.
    """

    isotropy: dict[str, Floats]
    spearman: Floats | None

    @property
    def log10(self) -> Floats:
        """Sign-free log10 I(W), shape (K + 1,)."""
        return self.isotropy["symmetric"]


@dataclass(frozen=True)
class SpaceCurves:
    """Removal curves of a checkpoint, for a figure of several.

    Attributes
    ----------
    title, role : str
        Of the checkpoint.
    curves : dict of str to Curve
        Of the global method, by end.
    clusters : Curve or None
        Of the cluster-based method, dominant end, where it was asked for.
    """

    title: str
    role: str
    curves: Mapping[str, Curve]
    clusters: Curve | None = None
