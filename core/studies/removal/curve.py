"""Isotropy and score over the number of removed directions: what every removal curve holds."""

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
