"""Which words moved most and least from one space to the other, and who their neighbours were before and after."""

from typing import Any

import numpy as np

from ...geometry.common_frame import common_frame, distances
from ...geometry.neighbours import nearest_neighbours, neighbour_overlap, overlap_by_chance
from ...progress import Progress
from ...spaces.alignment import Alignment
from ...tokens.word_kinds import mean_by_band, word_bands
from ..comparison import PairContext
from ..shim import PairStudy
from .aligned import aligned_spaces, described, word_notes
from .drift import neighbours_sought

MOST = 50_000  # occurrences
OCCURRENCES = (5, 3, 2, 1)  # that a word needs; fewer where too few words have so many
ENOUGH = 50  # words


def compared_words(context: PairContext, progress: Progress) -> dict[str, Any]:
    """Every word that is frequent enough, upper and lower case as one.

    Returns
    -------
    dict
        `first`, `second`; `n_words` of `total` occurrences; `least` occurrences of each word; `residual` and
        `rotated` of the common frame; `k`; `chance` of the overlap; and over words, the most moved first: `words`, `n`,
        `zipf`, `moved` (mean distance of its occurrences in the common frame: 0 = where it was, 1.41 = as far as two
        unrelated spaces are), `kept` (share of its k nearest words that it kept), `near_first`, `near_second` (these, as
        indices into `words`); `bands` (band, mean, n) of `moved` over all occurrences; `mean`; `notes`.
    """
    spaces = aligned_spaces(context, progress, MOST)
    progress(0, 3, "steps")
    frame = common_frame(spaces.first, spaces.second)
    moved = distances(*frame.both(spaces.first, spaces.second))
    progress(1, 3, "steps")
    names, owner, least = word_types(spaces.words)
    counted = owner >= 0
    n = np.bincount(owner[counted], minlength=len(names))
    far = np.bincount(owner[counted], moved[counted], minlength=len(names)) / n
    order = np.argsort(-far, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    owner = np.where(counted, rank[owner], -1)
    names, n, far = names[order], n[order], far[order]
    zipf = np.zeros(len(names))
    np.maximum.at(zipf, owner[counted], spaces.words.zipf[counted])
    k = neighbours_sought(len(names))
    near = [nearest_neighbours(_means(one, owner, n), k) for one in (spaces.first, spaces.second)]
    progress(3, 3, "steps")
    return {
        "first": described(context.first),
        "second": described(context.second),
        "n_words": len(spaces.words),
        "total": spaces.total,
        "least": least,
        "residual": frame.residual,
        "rotated": frame.rotated,
        "mean": float(moved.mean()),
        "bands": mean_by_band(moved, word_bands(spaces.words)),
        "k": k,
        "chance": overlap_by_chance(len(names), k),
        "words": names,
        "n": n,
        "zipf": zipf.round(2),
        "moved": far.round(5),
        "kept": neighbour_overlap(*near),
        "near_first": near[0],
        "near_second": near[1],
        "notes": word_notes(context, spaces.words, spaces.total),
    }


def word_types(words: Alignment, enough: int = ENOUGH) -> tuple[np.ndarray, np.ndarray, int]:
    """(distinct words, the index of each occurrence's, fewest occurrences): -1 for a word that occurs less often."""
    folded = np.array([str(word).casefold() for word in words.words])
    names, owner = np.unique(folded[words.word], return_inverse=True)
    counts = np.bincount(owner)
    least = next((least for least in OCCURRENCES if (counts >= least).sum() >= enough), 1)
    kept = counts >= least
    index = np.where(kept, np.cumsum(kept) - 1, -1)
    return names[kept], index[owner], least


def _means(vectors: np.ndarray, owner: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Mean vector of each word, shape (w, d)."""
    there = np.flatnonzero(owner >= 0)
    order = there[np.argsort(owner[there], kind="stable")]
    firsts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    return np.add.reduceat(vectors[order].astype(np.float64), firsts, axis=0) / counts[:, None]


COMPARED_WORDS = PairStudy(
    "compare-words",
    "Words that moved",
    ("layer", "method", "directions", "end", "clusters", "seed", "kmeans", "starts"),
    compared_words,
)
