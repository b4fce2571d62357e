"""How far two checkpoints have drifted apart, layer by layer: CKA, Procrustes, and whose neighbours are whose."""

from typing import Any

import numpy as np

from ...geometry.cka import cka_map
from ...geometry.neighbours import K, nearest_neighbours, neighbour_overlap, overlap_by_chance
from ...geometry.procrustes import procrustes
from ...geometry.rows import sample_index
from ...progress import Progress
from ...spaces.alignment import word_vectors
from ...tokens.word_kinds import mean_by_band, word_bands
from ..comparison import PairContext
from ..shim import PairStudy
from .aligned import aligned_words, described, word_notes

SIZE = 10_000  # words; every layer meets every layer
NEIGHBOURHOOD = 4_000  # words among which neighbours are sought


def compared_layers(context: PairContext, progress: Progress) -> dict[str, Any]:
    """Every layer as the checkpoints give it, on aligned words.

    Returns
    -------
    dict
        `first`, `second`; `n_words` of `total`; `cka` (layers of the first x layers of the second); `layers`: for each
        pair of matched layers `first`, `second` (numbers), `cka`, `residual` (share of variance that no rotation, shift
        and scale explains), `overlap` (of the k nearest neighbours) and `bands` (band, mean, n); `k`,
        `n_neighbours`, `chance` (of the overlap); `notes`.
    """
    words, total = aligned_words(context, SIZE)
    first, second = (
        [word_vectors(side.space.vectors(layer), pieces) for layer in range(side.space.n_layers)]
        for side, pieces in ((context.first, words.first), (context.second, words.second))
    )
    cka = cka_map(first, second, progress)
    few = sample_index(len(words), NEIGHBOURHOOD, context.first.selection.seed)
    near, bands = words.take(few), word_bands(words)[few]
    k = neighbours_sought(len(near))
    rows = []
    pairs = matched_layers(len(first), len(second))
    for done, (one, other) in enumerate(pairs):
        progress(done, len(pairs), "layers")
        kept = neighbour_overlap(
            nearest_neighbours(word_vectors(context.first.space.vectors(one), near.first), k),
            nearest_neighbours(word_vectors(context.second.space.vectors(other), near.second), k),
        )
        rows.append(
            {
                "first": one,
                "second": other,
                "cka": cka[one, other],
                "residual": procrustes(second[other], first[one]).residual,
                "overlap": float(np.nanmean(kept)),
                "bands": mean_by_band(kept, bands),
            }
        )
    progress(len(pairs), len(pairs), "layers")
    return {
        "first": described(context.first),
        "second": described(context.second),
        "n_words": len(words),
        "total": total,
        "cka": cka,
        "layers": rows,
        "k": k,
        "n_neighbours": len(near),
        "chance": overlap_by_chance(len(near), k),
        "notes": word_notes(context, words, total),
    }


def matched_layers(first: int, second: int) -> list[tuple[int, int]]:
    """Layers that belong together, given how many there are: the same number, or the same share of the depth."""
    last = max(first - 1, 1)
    return [(layer, round(layer * (second - 1) / last)) for layer in range(first)]


def matched_layer(layer: int, first: int, second: int) -> int:
    """The layer of the second that belongs to one of the first, given how many there are; from the end counts from the end."""
    return layer if layer < 0 else dict(matched_layers(first, second)).get(layer, layer)


def neighbours_sought(n: int) -> int:
    """`K` neighbours, fewer where there are few words."""
    return max(1, min(K, (n - 1) // 2))


COMPARED_LAYERS = PairStudy("compare-layers", "Drift of every layer", ("seed",), compared_layers)
