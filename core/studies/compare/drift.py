"""How far two checkpoints have drifted apart, layer by layer: CKA, Procrustes residual, and shared neighbours."""

from dataclasses import dataclass

import numpy as np

from ...codec import Floats
from ...geometry.cka import cka_map
from ...geometry.neighbours import K, nearest_neighbours, neighbour_overlap, overlap_by_chance
from ...geometry.procrustes import procrustes
from ...geometry.rows import sample_index
from ...progress import Progress
from ...spaces.alignment import Alignment, word_vectors
from ...tokens.word_kinds import BandMean, mean_by_band, word_bands
from ..comparison import PairContext, of_two
from .aligned import OnWords, aligned_words, on_words

SIZE = 10_000  # words; every layer meets every layer
NEIGHBOURHOOD = 4_000  # words among which neighbours are sought


@dataclass(frozen=True)
class LayerDrift:
    """A layer of the first checkpoint and the layer of the second that is matched with it.

    Attributes
    ----------
    first, second : int
        Their numbers, from 0.
    cka : float
        NaN where all words have the same vector in a layer.
    residual : float
        Share of variance that no rotation, shift and scale explains.
    overlap : float
        Mean share of a word's nearest neighbours in the first that are nearest neighbours in the second.
    bands : tuple of BandMean
        The same in each frequency band.
    """

    first: int
    second: int
    cka: float
    residual: float
    overlap: float
    bands: tuple[BandMean, ...]


@dataclass(frozen=True)
class ComparedDrift(OnWords):
    """Every layer as the checkpoints give it, on aligned words.

    Attributes
    ----------
    cka : ndarray of shape (layers of the first, layers of the second)
    layers : tuple of LayerDrift
        Pairs of matched layers.
    k : int
        Neighbours of a word.
    n_neighbours : int
        Words among which they are sought.
    chance : float
        Overlap of unrelated spaces.
    """

    cka: Floats
    layers: tuple[LayerDrift, ...]
    k: int
    n_neighbours: int
    chance: float


def compared_drift(context: PairContext, progress: Progress) -> ComparedDrift:
    """How far every layer of the second checkpoint is from those of the first."""
    words, total = aligned_words(context, SIZE)
    first, second = (
        [word_vectors(side.space.vectors(layer), pieces) for layer in range(side.space.n_layers)]
        for side, pieces in ((context.first, words.first), (context.second, words.second))
    )
    cka = cka_map(first, second, progress)
    few = sample_index(len(words), NEIGHBOURHOOD, context.first.selection.seed)
    near, bands = words.take(few), word_bands(words)[few]
    k = neighbours_sought(len(near))
    layers = []
    pairs = matched_layers(len(first), len(second))
    for done, (i, j) in enumerate(pairs):
        progress(done, len(pairs), "layers")
        shared = _shared_neighbours(context, near, (i, j), k)
        residual = procrustes(second[j], first[i]).residual
        layers.append(LayerDrift(i, j, cka[i, j], residual, float(np.nanmean(shared)), mean_by_band(shared, bands)))
    progress(len(pairs), len(pairs), "layers")
    return ComparedDrift(
        *on_words(context, words, total),
        cka,
        tuple(layers),
        k,
        len(near),
        overlap_by_chance(len(near), k),
    )


def _shared_neighbours(context: PairContext, words: Alignment, layers: tuple[int, int], k: int) -> np.ndarray:
    """Share of each word's k neighbours in a layer of the first that it has in one of the second, shape (m,)."""
    first = word_vectors(context.first.space.vectors(layers[0]), words.first)
    second = word_vectors(context.second.space.vectors(layers[1]), words.second)
    return neighbour_overlap(nearest_neighbours(first, k), nearest_neighbours(second, k))


def matched_layers(first: int, second: int) -> list[tuple[int, int]]:
    """Pairs of matched layers, given how many layers each has: of the same number, or at the same share of the depth."""
    last = max(first - 1, 1)
    return [(layer, round(layer * (second - 1) / last)) for layer in range(first)]


def matched_layer(layer: int, first: int, second: int) -> int:
    """The layer of the second that is matched with a layer of the first; a negative layer counts from the end in both."""
    return layer if layer < 0 else dict(matched_layers(first, second)).get(layer, layer)


def neighbours_sought(n: int) -> int:
    """`K` neighbours, fewer where there are few words."""
    return max(1, min(K, (n - 1) // 2))


COMPARED_DRIFT = of_two("drift", "Drift of every layer", ("seed",), compared_drift, ComparedDrift)
