"""Frequency bias of one layer after one method: the linear probe, the neighbours, norms and distances."""

import math
from dataclasses import asdict, dataclass

import numpy as np

from ...codec import Floats
from ...geometry.frequency_bias import Band, Estimate, neighbour_gap, places, predictability
from ...geometry.jackknife import GROUPS, groups_by_name
from ...geometry.neighbours import K
from ...progress import Progress
from ...texts.frequency import BANDS, frequency_band
from ..question import Context
from ..space.processed import processed_space
from .known_words import KnownWords


@dataclass(frozen=True)
class Neighbours(Estimate):
    """How different in frequency words are from their nearest neighbours.

    Attributes
    ----------
    value, low, high : float
        Ratio to chance with its 95 % interval: 1 where neighbours know nothing of frequency, lower where they share it.
    gap, expected : float
        Mean difference in Zipf frequency of neighbours, and by chance.
    p : float
        Share of permutations with a gap as small.
    n : int
        Words among which neighbours were sought.
    without : ndarray of shape (groups,)
        `value` with each group of words left out of everything, see `BiasEntry`.
    """

    gap: float
    expected: float
    p: float
    n: int
    without: Floats


@dataclass(frozen=True)
class FrequencyBand(Band):
    """Words of one band of frequency; `band` is its name in `core.texts.frequency.BANDS`."""

    band: str


@dataclass(frozen=True)
class BiasEntry:
    """Frequency bias of one layer after one method.

    Attributes
    ----------
    layer : int
        From 0.
    method : str
        Key of a post-processing method.
    r2 : Estimate
        Of a word's Zipf frequency, read off its vectors by a linear probe; NaN where all words are equally frequent.
    fold_sd : float
        Standard deviation of R^2 over folds.
    chance, chance_high : float
        R^2 with frequencies dealt out at random: mean and largest.
    neighbours : Neighbours
    norm_trend, distance_trend : Estimate
        Spearman correlation of frequency with norm, and with distance from the centre.
    spread : float
        Root-mean-square distance of all tokens from the centre.
    bands : tuple of FrequencyBand
        Those that have words, rare to frequent.
    error : ndarray of shape (w,)
        Mean squared error of the probe on each word.
    gap : ndarray of shape (w,)
        Each word's difference in frequency from its neighbours; NaN for words that were not drawn.
    p : float
        Share of shuffled frequencies of which the probe reaches as high an R^2, the words' own counted as one.
    without : ndarray of shape (groups,)
        R^2 with each group of words left out, of what the probe learns from as well. A word's group hangs on its name alone,
        so that what two spaces do without the same words can be subtracted.
    """

    layer: int
    method: str
    r2: Estimate
    fold_sd: float
    chance: float
    chance_high: float
    neighbours: Neighbours
    norm_trend: Estimate
    distance_trend: Estimate
    spread: float
    bands: tuple[FrequencyBand, ...]
    error: Floats
    gap: Floats
    p: float
    without: Floats

    @property
    def defined(self) -> bool:
        """Whether words differ in frequency, so that there is something to be known."""
        return not math.isnan(self.r2.value)


def bias_entry(context: Context, words: KnownWords, equal_words: bool, progress: Progress) -> BiasEntry:
    """Frequency bias of the context's layer after its method.

    Parameters
    ----------
    context : Context
        Its token set is 'words', whose rows `words` names.
    words : KnownWords
    equal_words : bool
        Whether a word counts once in R^2, or each of its tokens does.

    Raises
    ------
    GeometryError
        The method leaves nothing to measure.
    """
    chosen, seed = context.selection, context.selection.seed
    rows, group, sought = processed_space(context, progress).rows, groups_by_name(words.names), words.word[words.near]
    read = predictability(rows, words.word, words.zipf, words.fold, seed, equal_words, group)
    near = neighbour_gap(rows, words.near, sought, words.zipf, neighbours_sought(words), seed, group=group)
    without = _of_every_group(near.without, group[sought], near.ratio.value)
    stand = places(rows, words.word, words.zipf, frequency_band(words.zipf), seed)
    return BiasEntry(
        context.space.layer_index(chosen.layer),
        chosen.method,
        read.r2,
        read.fold_sd,
        read.chance,
        read.chance_high,
        Neighbours(**asdict(near.ratio), gap=near.gap, expected=near.expected, p=near.p, n=near.n, without=without),
        stand.norm_trend,
        stand.distance_trend,
        stand.spread,
        tuple(
            FrequencyBand(band.number, band.n_words, band.n_tokens, band.norm, band.distance, BANDS[band.number])
            for band in stand.bands
        ),
        read.error.round(5),
        near.of_word.round(5),
        read.p,
        _of_every_group(read.without, group, read.r2.value),
    )


def _of_every_group(without: np.ndarray, group: np.ndarray, value: float) -> np.ndarray:
    """The value without each group, also without those that no word is of: the groups of two spaces are the same."""
    names = np.unique(group)
    if len(names) != len(without):  # words in several folds have fewer groups, all of which have words
        return without
    every = np.full(GROUPS, value)
    every[names] = without
    return every


def neighbours_sought(words: KnownWords) -> int:
    """`K` neighbours, fewer where there are few words."""
    return max(1, min(K, (len(words.near) - 1) // 2))
