"""The smallest effect that matters, and what a difference is worth beside it: effect before significance."""

import math
import os
from dataclasses import dataclass
from typing import Final, Literal

from .errors import UsageError
from .parameters import Parameter
from .uncertainty import HIGHER, LOWER, UNCLEAR, UNDEFINED

Effect = Literal[
    "higher",
    "lower",
    "higher, perhaps by less than matters",
    "lower, perhaps by less than matters",
    "higher, but by less than matters",
    "lower, but by less than matters",
    "no difference that matters",
    "not distinguishable",
    "not defined",
]
NO_DIFFERENCE: Final = "no difference that matters"
PERHAPS = ", perhaps by less than matters"
BUT = ", but by less than matters"
SCALES = POINTS, LOG10, SHARE = (
    "points",
    "log10",
    "share",
)  # on which differences are measured; findings have percent, too
_VARIABLE = "ISOSCOPE_SMALLEST_EFFECT"
_WORDS: dict[tuple[str, str], Effect] = {
    (HIGHER, ""): "higher",
    (LOWER, ""): "lower",
    (HIGHER, PERHAPS): "higher, perhaps by less than matters",
    (LOWER, PERHAPS): "lower, perhaps by less than matters",
    (HIGHER, BUT): "higher, but by less than matters",
    (LOWER, BUT): "lower, but by less than matters",
}
PARAMETERS = tuple(
    Parameter(
        f"matters_{scale}",
        f"Smallest effect that matters, {unit}",
        f"{why} 0: every difference matters.",
        usual,
        low=0.0,
        step=step,
    )
    for scale, unit, usual, step, why in (
        (POINTS, "points of the score", 0.5, 0.1, "Fine-tuning again with another seed moves the score by as much."),
        (LOG10, "log10 of I(W)", 0.1, 0.05, "0.1 is 1.26-fold; I(W) spans many powers of ten."),
        (SHARE, "of 1", 0.02, 0.01, "Of R², silhouette, mutual information, correlations and other numbers up to 1."),
    )
)


@dataclass(frozen=True)
class SmallestEffect:
    """The smallest difference that a reader cares for, on each scale; editable, as it is a judgement and no finding.

    Attributes
    ----------
    points : float
        Of the STS score: 0.5, about what another seed of the same training moves it by, and less than papers argue over.
    log10 : float
        Of log10 I(W): 0.1, a factor of 1.26. I(W) spans many powers of ten, and another sample of the same text moves
        it by a few hundredths.
    share : float
        Of what goes up to 1 (R^2, silhouette, normalised mutual information, CKA, correlations, shares): 0.02, which
        no figure on these pages lets anybody see; another seed of k-means can do as much.
    percent : float
        Of a space's directions: 2.0, which is 5 of 256 and 15 of 768.
    """

    points: float = 0.5
    log10: float = 0.1
    share: float = 0.02
    percent: float = 2.0

    def __post_init__(self) -> None:
        """Refuse what no difference could be held against.

        Raises
        ------
        UsageError
            A negative or infinite effect.
        """
        if not all(math.isfinite(value) and value >= 0 for value in vars(self).values()):
            raise UsageError("The smallest effect that matters is a number, 0 or more, on every scale.")

    def of(self, scale: str) -> float:
        """That of a scale; 0 of any other, on which nothing is too small to matter."""
        return float(vars(self).get(scale, 0.0))

    def options(self) -> list[str]:
        """Options of the command line that say the same; none where all is as usual."""
        usual, words = (SmallestEffect(), usual_effect()), []
        for parameter, scale in zip(PARAMETERS, SCALES, strict=True):
            value = self.of(scale)
            if any(value != other.of(scale) for other in usual):
                words += [parameter.flag, f"{value:g}"]
        return words


def usual_effect() -> SmallestEffect:
    """What matters where nobody says otherwise: the defaults, or ISOSCOPE_SMALLEST_EFFECT='points log10 share'
    (and percent, if there is a fourth).

    Raises
    ------
    UsageError
        The variable does not hold three or four numbers.
    """
    given = os.environ.get(_VARIABLE, "").replace(",", " ").split()
    if not given:
        return SmallestEffect()
    try:
        points, log10, share, *percent = map(float, given)
        return SmallestEffect(points, log10, share, *percent)
    except (ValueError, TypeError):
        raise UsageError(
            f"{_VARIABLE} is three numbers (points, log10, share), or four (percent), not {' '.join(given)!r}."
        ) from None


def effect(difference: float, ci95: tuple[float, float] | None, smallest: float, said: str | None = None) -> Effect:
    """What a difference is worth beside the smallest effect that matters.

    Parameters
    ----------
    difference : float
    ci95 : (float, float) or None
        Its 95 % interval.
    smallest : float
        0 or more, on the difference's scale.
    said : str, optional
        The answer's verdict: what that calls not distinguishable, as many tests were made at once, is not called
        higher or lower here.

    Returns
    -------
    str
        'higher', 'lower'
            The interval lies beyond the smallest effect.
        '..., perhaps by less than matters'
            It excludes 0, but reaches below the smallest effect.
        '..., but by less than matters'
            It excludes 0, and all of it is smaller than matters.
        'no difference that matters'
            It holds 0, and all of it is smaller than matters: equivalence.
        'not distinguishable', 'not defined'

    Notes
    -----
    A 95 % interval inside +-smallest is an equivalence test at 2.5 %, stricter than the usual 5 % of a 90 % interval.
    """
    low, high = ci95 or (math.nan, math.nan)
    if said == UNDEFINED or not all(map(math.isfinite, (difference, low, high))):
        return UNDEFINED
    inside = -smallest <= low and high <= smallest and smallest > 0
    apart = min(low, difference) > 0 or max(high, difference) < 0
    if not apart or said == UNCLEAR:
        return NO_DIFFERENCE if inside else UNCLEAR
    how = BUT if inside else "" if min(abs(low), abs(high)) >= smallest else PERHAPS
    return _WORDS[HIGHER if difference > 0 else LOWER, how]


def way(word: str) -> str:
    """'higher', 'lower', or '' where an effect's word names neither."""
    return next((end for end in (HIGHER, LOWER) if word.startswith(end)), "")


def matters(word: str) -> bool:
    """Whether the word leaves open that the difference matters: higher or lower, and not by less than matters."""
    return bool(way(word)) and not word.endswith(BUT)
