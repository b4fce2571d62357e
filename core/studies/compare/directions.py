"""Which of the second space's directions lie in the first's dominant subspace, and the angles between the two."""

from typing import Any

import numpy as np

from ...geometry.common_frame import common_frame
from ...geometry.moments import moments
from ...geometry.principal import principal_directions, rank
from ...geometry.principal_angles import principal_angles, shares_inside, subspace_overlap
from ...geometry.windows import window_edges
from ...progress import Progress
from ..comparison import PairContext
from ..shim import PairStudy
from .aligned import AlignedSpaces, aligned_spaces, described, word_notes

SHOWN = 50  # leading directions of the second space
SUBSPACES = (1, 2, 5, 12, 25, 50)  # dominant directions whose subspaces the angles are between
FRAMES = {
    "own": "in the coordinates that both have, which a checkpoint shares with what was fine-tuned from it",
    "rotated": "after rotating one space onto the other (orthogonal Procrustes)",
}


def compared_directions(context: PairContext, progress: Progress) -> dict[str, Any]:
    """Principal directions of aligned words of both spaces.

    Returns
    -------
    dict
        `first`, `second`; `n_words`, `total`, `dim` (of the frame); `frames`: for each of `FRAMES` (no 'own' for
        different widths) `rotated` ('', 'first' or 'second'), `residual`, `angles` (k -> degrees, increasing), `k`
        (a grid), `share` (over k, then over directions j of the second: |A_k^T v_j|^2), `overlap` (over k: mean squared
        cosine of the k angles); `chance` over k is k / dim; `notes`.
    """
    spaces = aligned_spaces(context, progress)
    same = spaces.first.shape[1] == spaces.second.shape[1]
    frames = {}
    for done, name in enumerate(["own", "rotated"] if same else ["rotated"]):
        progress(done, 2, "frames")
        frames[name] = _in_frame(spaces, name == "rotated")
    progress(2, 2, "frames")
    k = frames["rotated"]["k"]
    dim = max(spaces.first.shape[1], spaces.second.shape[1])
    notes = word_notes(context, spaces.words, spaces.total)
    if not same:
        notes.append("The spaces have different widths, so that their directions meet only after a rotation.")
    return {
        "first": described(context.first),
        "second": described(context.second),
        "n_words": len(spaces.words),
        "total": spaces.total,
        "dim": dim,
        "frames": frames,
        "chance": k / dim,
        "notes": notes,
    }


def _in_frame(spaces: AlignedSpaces, rotate: bool) -> dict[str, Any]:
    frame = common_frame(spaces.first, spaces.second, rotate)
    n = len(spaces.words)
    first, second = (principal_directions(moments(rows).scatter) for rows in frame.both(spaces.first, spaces.second))
    most = min(rank(one.values, n) for one in (first, second))
    share = shares_inside(first, second)
    k = window_edges(most)[1:]
    return {
        "rotated": frame.rotated,
        "residual": frame.residual,
        "angles": {size: np.degrees(principal_angles(first, second, size)) for size in SUBSPACES if size <= most},
        "k": k,
        "share": share[k - 1, : min(SHOWN, most)],
        "overlap": subspace_overlap(share)[k - 1],
    }


COMPARED_DIRECTIONS = PairStudy(
    "compare-directions",
    "Angles between dominant subspaces",
    ("layer", "method", "directions", "end", "clusters", "seed", "kmeans", "starts"),
    compared_directions,
)
