"""One layer in its principal basis, in memory: every slider position is read off it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...geometry.cosine import cosine_from
from ...geometry.leave_one_out import without_each
from ...geometry.pooling import mean_pool
from ...geometry.principal import rank
from ...geometry.projection import or_zero
from ...geometry.rank_correlation import spearman_rows
from ...geometry.removal_curve import ENDS, CentredSpectrum, centred_spectrum, cosine_curve_in_basis, isotropy_curve
from ...geometry.windows import window_cosines, window_isotropy
from ...scoring import difference
from ...spaces import Space
from ...texts import Texts

SHOWN = 5000  # points of a projection


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
        """Number of directions that hold any variance: no more can be removed than one less."""
        return max(1, rank(self.spectrum.principal.values, self.spectrum.n))

    def most(self, end: str) -> int:
        """Most directions of an end that can be removed so that something is left."""
        return self.rank - 1 if end == "dominant" else self.dim - 1

    def cosines(self, kept: slice) -> np.ndarray:
        """Cosine of every pair with only the principal directions `kept`, shape (n_pairs,)."""

        def dots(a: np.ndarray, b: np.ndarray, which: slice = kept) -> np.ndarray:
            return np.einsum("ij,ij->i", a[:, which], b[:, which])

        everything = slice(None)
        squares = [or_zero(dots(a, a), dots(a, a, everything)) for a in (self.first, self.second)]
        return cosine_from(dots(self.first, self.second), *squares)

    def plane(self, k: int, end: str) -> tuple[np.ndarray, tuple[int, int], tuple[float, float]]:
        """The two most dominant directions that are left after removing k.

        Returns
        -------
        points : ndarray of shape (m, 2), float32
            The shown tokens' coordinates on them; the second is 0 where one direction is left.
        directions : (int, int)
            Their numbers, from 1.
        shares : (float, float)
            Percent of the variance that is left.
        """
        values = self.spectrum.principal.values
        kept = range(self.dim)[kept_slice(k, end, self.dim)]
        total = max(float(values[kept.start : kept.stop].sum()), np.finfo(float).tiny)
        first, second = kept[0], kept[min(1, len(kept) - 1)]
        points = self.coordinates[:, [first, second]]
        if first == second:
            points = points * np.array([1, 0], dtype=np.float32)
        return (
            points,
            (first + 1, second + 1),
            (100 * float(values[first]) / total, 100 * float(values[second]) / total),
        )

    def curves(self) -> dict[str, Any]:
        """log10 I(W) (every convention) and Spearman over k = 0 .. `most(end)`, for both ends."""
        out: dict[str, Any] = {}
        for end in ENDS:
            steps = self.most(end) + 1
            isotropy = {name: curve[:steps] for name, curve in isotropy_curve(self.spectrum, end).items()}
            out[end] = {"isotropy": isotropy, "spearman": None}
            if self.texts.scores is not None:
                cosines = cosine_curve_in_basis(self.first, self.second, end)[:steps]
                out[end]["spearman"] = spearman_rows(cosines, self.texts.scores)
        return out

    def at(self, k: int, end: str, seed: int = 0) -> dict[str, Any] | None:
        """Score after removing k directions and its change from zero-mean alone, with 95 % intervals.

        Returns
        -------
        dict or None
            `spearman`, `ci95`, `difference`, `difference_ci95` in points; None without a gold score.
        """
        return self._change(self.cosines(kept_slice(k, end, self.dim)), seed)

    def without_each(self) -> np.ndarray | None:
        """Change of the score, in points, with each direction of any variance alone removed; None without a gold score."""
        gold = self.texts.scores
        if gold is None:
            return None
        kept = slice(0, self.rank)
        before = spearman_rows(self.cosines(slice(None))[None], gold)[0]
        return np.asarray(spearman_rows(without_each(self.first[:, kept], self.second[:, kept]), gold) - before)

    def window(self, begin: int, end: int, intervals: bool, seed: int = 0) -> dict[str, Any]:
        """`at` for a removed window of directions, begin .. end - 1, with `isotropy` (log10 I(W)).

        Without `intervals` (a tenth of the time) only `spearman` and `difference`.
        """
        log10 = float(window_isotropy(self.spectrum, [(begin, end)])[0])
        gold = self.texts.scores
        if gold is None:
            return {"isotropy": log10}
        now = window_cosines(self.first, self.second, [(begin, end)])[0]
        if intervals:
            return {"isotropy": log10} | (self._change(now, seed) or {})
        after, before = spearman_rows(np.stack([now, self.cosines(slice(None))]), gold)
        return {"isotropy": log10, "spearman": float(after), "difference": float(after - before)}

    def _change(self, now: np.ndarray, seed: int) -> dict[str, Any] | None:
        gold = self.texts.scores
        if gold is None:
            return None
        found, change = difference(now, self.cosines(slice(None)), gold, seed)
        return {
            "spearman": found.spearman,
            "ci95": found.ci95,
            "difference": change.value,
            "difference_ci95": change.ci95,
        }


def kept_slice(k: int, end: str, dim: int) -> slice:
    """Principal directions that stay when k of one end are removed."""
    return slice(k, dim) if end == "dominant" else slice(0, dim - k)


def removal(space: Space, texts: Texts, layer: int, tokens: str, seed: int = 0) -> Removal:
    """Decompose one layer (about a second for 43,000 x 384 on two cores)."""
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
