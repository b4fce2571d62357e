"""STS scores: the rank correlation of sentence pairs' cosines with the gold score, and what a change of it is worth."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .geometry.rank_correlation import DRAWS, Resamples, change_interval, pearson_rows, spearman_rows
from .p_value import PValue
from .seeds import over_seeds
from .texts import Texts
from .texts.units import connected_pairs, source_of_pairs
from .uncertainty import few_units, interval95, two_sided_p

ROUNDING = 0.005  # points: half of the last digit that is shown


@dataclass(frozen=True)
class StsScore:
    """Correlation of cosine similarity with the gold score, in points (0-100).

    Attributes
    ----------
    spearman, pearson : float
    ci95 : (float, float)
        95 % bootstrap interval of `spearman` over pairs, or over units of them.
    n_pairs : int
    """

    spearman: float
    pearson: float
    ci95: tuple[float, float]
    n_pairs: int


@dataclass(frozen=True)
class Difference:
    """A change of the Spearman score, in points, with its 95 % paired-bootstrap interval and two-sided p of some draws."""

    value: float
    ci95: tuple[float, float]
    p: float
    draws: int = DRAWS

    @property
    def p_value(self) -> PValue:
        """The p-value as it is printed."""
        return PValue(self.p, self.draws)


def score(
    similarity: np.ndarray, gold: np.ndarray, seed: int = 0, draws: int = DRAWS, unit: np.ndarray | None = None
) -> StsScore:
    """Spearman and Pearson of a similarity with the gold score, each of shape (n_pairs,), with an interval.

    `unit` says which pairs hang together, see `Resamples`.
    """
    resamples = Resamples(gold, seed, draws, unit)
    return _score(similarity, gold, resamples.spearman(similarity), resamples.units)


def difference(
    after: np.ndarray,
    before: np.ndarray,
    gold: np.ndarray,
    seed: int = 0,
    draws: int = DRAWS,
    unit: np.ndarray | None = None,
) -> tuple[StsScore, Difference]:
    """Score of `after`, and that minus the score of `before`: similarities of the same pairs, each (n_pairs,).

    The same pairs are drawn for both, so that what they share does not widen the interval; `unit` says which of them
    hang together, see `Resamples`.
    """
    resamples = Resamples(gold, seed, draws, unit)
    drawn_after, drawn_before = resamples.spearman(after), resamples.spearman(before)
    scores = spearman_rows(np.stack([after, before]), gold)
    value = float(scores[0] - scores[1])
    drawn = drawn_after - drawn_before
    if np.array_equal(after, before):  # then nothing is uncertain, however few pairs there are
        change = Difference(value, interval95(drawn), two_sided_p(drawn), draws)
    else:
        change = Difference(value, *change_interval(drawn, value, len(gold), resamples.units), draws)
    return _score(after, gold, drawn_after, resamples.units), change


def score_of_texts(similarity: np.ndarray, texts: Texts, seed: int = 0) -> StsScore:
    """`score` of scored texts' pairs, cosines of shape (n_pairs,), its interval over pairs that share no sentence."""
    return score(similarity, _gold(texts), seed, unit=connected_pairs(texts))


def difference_of_texts(
    after: np.ndarray, before: np.ndarray, texts: Texts, seed: int = 0
) -> tuple[StsScore, Difference]:
    """`difference` of scored texts' pairs, cosines of shape (n_pairs,) each; pairs that share a sentence are drawn together."""
    return difference(after, before, _gold(texts), seed, unit=connected_pairs(texts))


def mean_over_seeds(
    afters: Sequence[np.ndarray], before: np.ndarray, texts: Texts, seed: int = 0
) -> tuple[StsScore, Difference]:
    """Mean score over seeds of a method (k-means), and that minus the score of `before`, each with its interval.

    Parameters
    ----------
    afters : sequence of ndarray of shape (n_pairs,)
        Cosines, one array a seed.
    before : ndarray of shape (n_pairs,)
    texts : Texts
        Scored pairs; those that share a sentence are drawn together.
    seed : int
        Of the bootstrap.

    Notes
    -----
    Seeds are random effects, see `core.seeds.over_seeds`.
    """
    gold, every = _gold(texts), np.stack(afters)
    resamples = Resamples(gold, seed, DRAWS, connected_pairs(texts))
    drawn = np.stack([resamples.spearman(after) for after in every])
    scores, own = spearman_rows(every, gold), float(spearman_rows(before[None], gold)[0])
    score = over_seeds(scores.tolist(), drawn, seed)
    changed = over_seeds((scores - own).tolist(), drawn - resamples.spearman(before), seed)
    low, high = np.clip(few_units(score.drawn, score.value, resamples.units)[0], -100, 100)
    ci95, p = change_interval(changed.drawn, changed.value, len(gold), resamples.units)
    pearson = 100 * float(pearson_rows(every, gold).mean())
    return StsScore(score.value, pearson, (float(low), float(high)), len(gold)), Difference(changed.value, ci95, p)


def interval_by_source(
    after: np.ndarray, before: np.ndarray, texts: Texts, seed: int = 0
) -> tuple[float, float] | None:
    """95 % interval of the same difference over sources of pairs: for pairs of other kinds. None for fewer than two."""
    source = source_of_pairs(texts)
    if source is None or len(np.unique(source)) < 2:
        return None
    return difference(after, before, _gold(texts), seed, unit=source)[1].ci95


def _gold(texts: Texts) -> np.ndarray:
    assert texts.scores is not None
    return texts.scores


def _score(similarity: np.ndarray, gold: np.ndarray, drawn: np.ndarray, units: int) -> StsScore:
    spearman = float(spearman_rows(similarity[None], gold)[0])
    low, high = np.clip(few_units(drawn, spearman, units)[0], -100, 100)
    pearson = 100 * float(pearson_rows(similarity[None], gold)[0])
    return StsScore(spearman, pearson, (float(low), float(high)), len(gold))
