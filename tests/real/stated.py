"""Numbers of the README against what is measured here.

What is deterministic stands there as every processor prints it. Seeded k-means follows the last bit of the matrix
products: on another processor the same seeds end in other local optima, as likely as these. Of what hangs on it the
README states mean ± sd of the score and the range of I(W) over seeds, and seeds measured elsewhere are new draws.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import f, t

from core.numbers_in_words import isotropy_text, points
from tests.support.readme_pair import SEEDS

TESTED = SEEDS[:5]  # measured by the tests: all ten would take them minutes longer
ALPHA = 5e-4  # of a comparison refused by chance: of the twelve scores and findings, less than one in a hundred
CELL = re.compile(
    r"(?P<score>[\d.]+)(?: ± (?P<sd>[\d.]+))?, (?P<isotropy>[\de.-]+)(?: \((?P<least>[\de.-]+) to (?P<most>[\de.-]+)\))?"
)


@dataclass(frozen=True)
class Spread:
    """Mean and sd over `n` seeds.

    Attributes
    ----------
    mean, sd : float
    half : float
        Of a unit of the last printed digit, of both.
    """

    mean: float
    sd: float
    half: float
    n: int = len(SEEDS)


def spread(mean: str, sd: str) -> Spread:
    """From '62.25' and '0.35' as printed."""
    return Spread(number(mean), number(sd), half_unit(mean))


def number(text: str) -> float:
    """With a true minus or none."""
    return float(text.replace("−", "-"))


def half_unit(text: str) -> float:
    """Half a unit of the last printed digit."""
    mantissa, _, exponent = text.partition("e")
    return 0.5 * 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))


def within(told: Spread, found: Sequence[float] | np.ndarray) -> bool:
    """Whether seeds measured here are draws of what is stated, as far as Student's and Fisher's tests can tell.

    The two means differ by sd · sqrt(1 / n stated + 1 / n found), and no sd is known better than its n allows: hence t, of
    both sds pooled. So that no change widens what it is judged by, the sd found is bounded too (F).
    """
    sd, known, here = told.sd + told.half, told.n - 1, len(found) - 1
    variance = float(np.var(found, ddof=1))
    pooled = math.sqrt((known * sd**2 + here * variance) / (known + here))
    allowed = float(t.ppf(1 - ALPHA / 2, known + here)) * pooled * math.sqrt(1 / told.n + 1 / len(found))
    steady = variance <= float(f.ppf(1 - ALPHA, here, known)) * sd**2
    return steady and abs(float(np.mean(found)) - told.mean) <= allowed + told.half


def reaches(least: str, most: str, log10: Sequence[float]) -> bool:
    """Whether I(W) of some seed measured here is in the stated range, or on either side of it.

    I(W) over seeds is far from normal. Whatever it follows, that the five here all lie beyond the same end of the
    ten stated has a probability of 2 · 5! 10! / 15! = 0.0007.
    """
    found = [10**one for one in log10]
    return min(found) <= number(most) + half_unit(most) and max(found) >= number(least) - half_unit(least)


def cell_stands(text: str, scores: Sequence[float], log10: Sequence[float]) -> bool:
    """Whether 'score, I(W)' or 'score ± sd, I(W) (least to most)' is what these measurements say."""
    told = CELL.fullmatch(text)
    if told is None or (told["sd"] is None) != (told["least"] is None):
        return False
    if told["sd"] is None:
        return len(scores) == 1 and f"{points(scores[0])}, {isotropy_text(log10[0])}" == text
    ordered = number(told["least"]) <= number(told["isotropy"]) <= number(told["most"])
    return ordered and within(spread(told["score"], told["sd"]), scores) and reaches(told["least"], told["most"], log10)


def as_printed(text: str, value: float) -> bool:
    """Whether a difference is what is printed, be it that its last bits round it to the other side of an edge."""
    return abs(value - number(text)) <= 1.1 * half_unit(text)
