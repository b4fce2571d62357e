"""One layer in its principal basis, in memory: every slider position is read off it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...errors import UsageError
from ...geometry.cosine import cosine_from
from ...geometry.leave_one_out import without_each
from ...geometry.pooling import mean_pool
from ...geometry.principal import rank
from ...geometry.projection import or_zero
from ...geometry.rank_correlation import spearman_rows
from ...geometry.removal_curve import ENDS, CentredSpectrum, centred_spectrum, cosine_curve_in_basis, isotropy_curve
from ...geometry.windows import window_cosines, window_isotropy
from ...scoring import difference_of_texts
from ...spaces import Space
from ...texts import Texts
from ..question import Context
from .curve import Curve

SHOWN = 5000  # points of a projection
_EVERY = slice(None)


@dataclass(frozen=True)
class ScoreAfter:
    """Score with directions removed, and its change from the centred space with all of them, in points.

    Attributes
    ----------
    spearman, difference : float
        NaN where the score is not defined.
    ci95, difference_ci95 : (float, float) or None
        95 % intervals over pairs, those that share a sentence together; None where they were not asked for.
    """

    spearman: float
    difference: float
    ci95: tuple[float, float] | None = None
    difference_ci95: tuple[float, float] | None = None


@dataclass(frozen=True)
class WindowRemoved:
    """A space without a window of directions.

    Attributes
    ----------
    log10 : float
        log10 I(W), sign-free.
    score : ScoreAfter or None
        None for texts without gold scores.
    """

    log10: float
    score: ScoreAfter | None


@dataclass(frozen=True)
class Plane:
    """The two most dominant directions of those that are left.

    Attributes
    ----------
    points : ndarray of shape (m, 2), float32
        The shown tokens' coordinates on them; the second is 0 where one direction is left.
    directions : (int, int)
        Their numbers, from 1.
    shares : (float, float)
        Percent of the variance that is left.
    """

    points: np.ndarray
    directions: tuple[int, int]
    shares: tuple[float, float]


@dataclass
class Removal:
    """Closed-form answers for the global method on one layer and token set.

    Attributes
    ----------
    spectrum : CentredSpectrum
    first, second : ndarray of shape (n_pairs, d)
        The pairs' sentence vectors in the principal basis, centred.
    texts : Texts
    shown : ndarray of shape (m,)
        Row numbers (in the token table) of the seeded sample that projections draw.
    coordinates : ndarray of shape (m, d), float32
        Their centred vectors in the principal basis.
    """

    spectrum: CentredSpectrum
    first: np.ndarray
    second: np.ndarray
    texts: Texts
    shown: np.ndarray
    coordinates: np.ndarray

    @property
    def dim(self) -> int:
        """Number of dimensions."""
        return len(self.spectrum.mean)

    @property
    def rank(self) -> int:
        """Number of directions that hold any variance; at least one of them must stay."""
        return max(1, rank(self.spectrum.principal.values, self.spectrum.n))

    def most(self, end: str) -> int:
        """Most directions of an end that can be removed so that something is left."""
        return self.rank - 1 if end == "dominant" else self.dim - 1

    def cosines(self, left: slice) -> np.ndarray:
        """Cosine of every pair with only the principal directions `left`, shape (n_pairs,)."""

        def dots(a: np.ndarray, b: np.ndarray, which: slice = left) -> np.ndarray:
            return np.einsum("ij,ij->i", a[:, which], b[:, which])

        squares = [or_zero(dots(a, a), dots(a, a, _EVERY)) for a in (self.first, self.second)]
        return cosine_from(dots(self.first, self.second), *squares)

    def plane(self, k: int, end: str) -> Plane:
        """The plane that a projection shows after k directions of an end were removed."""
        values = self.spectrum.principal.values
        left = range(self.dim)[_left(k, end, self.dim)]
        total = max(float(values[left.start : left.stop].sum()), np.finfo(float).tiny)
        first, second = left[0], left[min(1, len(left) - 1)]
        points = self.coordinates[:, [first, second]]
        if first == second:
            points = points * np.array([1, 0], dtype=np.float32)
        shares = 100 * float(values[first]) / total, 100 * float(values[second]) / total
        return Plane(points, (first + 1, second + 1), shares)

    @cached_property
    def curves(self) -> dict[str, Curve]:
        """Isotropy and score over k = 0 .. `most(end)`, by end."""
        return {end: self._curve(end) for end in ENDS}

    def _curve(self, end: str) -> Curve:
        isotropy = {name: values[: self.most(end) + 1] for name, values in isotropy_curve(self.spectrum, end).items()}
        return Curve(isotropy, None if self.texts.scores is None else self.score_curve(end, self.texts.scores))

    def score_curve(self, end: str, gold: np.ndarray) -> np.ndarray:
        """Spearman, in points, with a gold score of shape (n_pairs,) over k = 0 .. `most(end)`."""
        cosines = cosine_curve_in_basis(self.first, self.second, end)[: self.most(end) + 1]
        return spearman_rows(cosines, gold)

    def at(self, k: int, end: str, seed: int = 0) -> ScoreAfter | None:
        """Score after removing k directions of an end, with intervals; None for texts without gold scores."""
        return self._score(self.cosines(_left(k, end, self.dim)), seed)

    def without_each(self) -> np.ndarray | None:
        """Change of the score, in points, with each direction of any variance alone removed; None without a gold score."""
        gold = self.texts.scores
        if gold is None:
            return None
        some = slice(0, self.rank)
        before = spearman_rows(self.cosines(_EVERY)[None], gold)[0]
        return np.asarray(spearman_rows(without_each(self.first[:, some], self.second[:, some]), gold) - before)

    def window(self, begin: int, end: int, intervals: bool, seed: int = 0) -> WindowRemoved:
        """Isotropy and score without directions begin .. end - 1; without `intervals` in a tenth of the time."""
        log10 = float(window_isotropy(self.spectrum, [(begin, end)])[0])
        gold = self.texts.scores
        if gold is None:
            return WindowRemoved(log10, None)
        now = window_cosines(self.first, self.second, [(begin, end)])[0]
        if intervals:
            return WindowRemoved(log10, self._score(now, seed))
        after, before = spearman_rows(np.stack([now, self.cosines(_EVERY)]), gold)
        return WindowRemoved(log10, ScoreAfter(float(after), float(after - before)))

    def _score(self, now: np.ndarray, seed: int) -> ScoreAfter | None:
        if self.texts.scores is None:
            return None
        score, change = difference_of_texts(now, self.cosines(_EVERY), self.texts, seed)
        return ScoreAfter(score.spearman, change.value, score.ci95, change.ci95)


def _left(k: int, end: str, dim: int) -> slice:
    """Principal directions that stay when k of an end are removed."""
    return slice(k, dim) if end == "dominant" else slice(0, dim - k)


def removal(space: Space, texts: Texts, layer: int, tokens: str, seed: int = 0) -> Removal:
    """A layer in its principal basis (about a second for 43,000 x 384 on two cores)."""
    rows, sentence = space.select(layer, tokens)
    spectrum = centred_spectrum(rows)
    basis, mean = spectrum.principal.vectors, spectrum.mean
    n = texts.n_pairs
    pooled = (mean_pool(rows, sentence, len(texts.sentences)) - mean) @ basis if n else np.zeros((0, len(mean)))
    chosen = np.arange(len(rows))
    if len(rows) > SHOWN:
        chosen = np.sort(np.random.default_rng(seed).choice(len(rows), SHOWN, replace=False))
    index = space.table.rows(tokens)[chosen]
    coordinates = ((space.vectors(layer)[index].astype(np.float64) - mean) @ basis).astype(np.float32)
    return Removal(spectrum, pooled[:n], pooled[n : 2 * n], texts, index, coordinates)


def scored_removal(context: Context) -> tuple[Removal, np.ndarray]:
    """A context's layer in its principal basis, and the gold scores, shape (n_pairs,).

    Raises
    ------
    UsageError
        Texts without scores: there is nothing to ask of the score.
    """
    chosen, gold = context.selection, context.texts.scores
    if gold is None:
        raise UsageError(f"{context.texts.title} has no gold scores. Choose texts with pairs and scores.")
    return removal(context.space, context.texts, chosen.layer, chosen.tokens), gold
