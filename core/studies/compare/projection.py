"""Both spaces in two dimensions, in a frame that makes the pictures comparable, word by word."""

from typing import Any

import numpy as np

from ...geometry.common_frame import CommonFrame, common_frame, distances
from ...geometry.moments import Moments, moments
from ...geometry.neighbours import nearest_neighbours, neighbour_overlap, overlap_by_chance
from ...geometry.principal import principal_directions
from ...geometry.procrustes import procrustes
from ...geometry.rows import Rows, sample_index
from ...progress import Progress
from ...tokens.word_kinds import word_kinds
from ..comparison import PairContext
from ..removal.basis import SHOWN
from ..shim import PairStudy
from .aligned import AlignedSpaces, aligned_spaces, described, word_notes
from .drift import neighbours_sought

VIEWS = {
    "shared": "both on the two dominant directions of the two spaces together",
    "own": "each on its own two dominant directions, the second turned onto the first (orthogonal Procrustes)",
}


def compared_projection(context: PairContext, progress: Progress) -> dict[str, Any]:
    """The same words in both spaces, around their means and at one scale.

    Returns
    -------
    dict
        `first`, `second`; `n_words` of `total` (what the frame is fitted on); `rms` (what lengths were divided by), `residual`, `rotated`
        of the common frame in which words' moves are measured; `views`: for each of `VIEWS` `first`, `second` (points,
        (m, 2)), `share` (% of the variance of each space on the two axes, (2, 2)), `rotated` (what 'shared' stacks: '' the coordinates as
        they are, or the space that was rotated onto the other); and over the m shown words, in the order of the
        sentences: `word`, `sentence`, `start`, `end` (characters), `number` (in the sentence, from 1), `zipf`, `kind`,
        `moved` (see `compare-words`), `kept` (share of its k nearest words, among those shown, that it kept),
        `near_first`, `near_second` (these, as indices into the shown words); `k`, `chance`; `notes`.
    """
    spaces = aligned_spaces(context, progress)
    progress(0, 3, "steps")
    chosen = sample_index(len(spaces.words), SHOWN, context.first.selection.seed)
    words, shown = spaces.words.take(chosen), (spaces.first[chosen], spaces.second[chosen])
    frame = common_frame(spaces.first, spaces.second)
    same = spaces.first.shape[1] == spaces.second.shape[1]
    stacked = common_frame(spaces.first, spaces.second, rotate=False) if same else frame
    views = {"shared": _shared(spaces, stacked, shown), "own": _own(spaces, stacked, shown)}
    progress(1, 3, "steps")
    k = neighbours_sought(len(words))
    near = [nearest_neighbours(vectors, k) for vectors in shown]
    progress(3, 3, "steps")
    return {
        "first": described(context.first),
        "second": described(context.second),
        "n_words": len(spaces.words),
        "total": spaces.total,
        "rms": frame.rms,
        "residual": frame.residual,
        "rotated": frame.rotated,
        "views": views,
        "word": words.words[words.word],
        "sentence": words.sentence,
        "start": words.start,
        "end": words.end,
        "number": words.number,
        "zipf": words.zipf.astype(np.float64).round(2),
        "kind": word_kinds(words, context.texts.language),
        "moved": distances(*frame.both(*shown)).round(5),
        "kept": neighbour_overlap(*near),
        "near_first": near[0],
        "near_second": near[1],
        "k": k,
        "chance": overlap_by_chance(len(words), k),
        "notes": word_notes(context, words, spaces.total),
    }


def _shared(spaces: AlignedSpaces, frame: CommonFrame, shown: tuple[np.ndarray, np.ndarray]) -> dict[str, Any]:
    """Principal components of both, stacked."""
    known = [moments(rows) for rows in frame.both(spaces.first, spaces.second)]
    axes = principal_directions(known[0].scatter + known[1].scatter).vectors[:, :2]
    first, second = (rows.to_array() @ axes for rows in frame.both(*shown))
    return _view(first, second, [_share(one, axes) for one in known]) | {"rotated": frame.rotated}


def _own(spaces: AlignedSpaces, frame: CommonFrame, shown: tuple[np.ndarray, np.ndarray]) -> dict[str, Any]:
    """Principal components of each, those of the second turned in their plane."""
    known = [moments(rows) for rows in frame.both(spaces.first, spaces.second)]
    axes = [principal_directions(one.scatter).vectors[:, :2] for one in known]
    planes = [_on(rows, basis) for rows, basis in zip(frame.both(spaces.first, spaces.second), axes, strict=True)]
    turn = procrustes(planes[1], planes[0]).rotation
    points = [rows.to_array() @ basis for rows, basis in zip(frame.both(*shown), axes, strict=True)]
    return _view(points[0], points[1] @ turn, [_share(known[0], axes[0]), _share(known[1], axes[1] @ turn)])


def _on(rows: Rows, basis: np.ndarray) -> Rows:
    return Rows((len(rows), basis.shape[1]), lambda start, stop: rows.read(start, stop) @ basis)


def _view(first: np.ndarray, second: np.ndarray, share: list[np.ndarray]) -> dict[str, Any]:
    return {"first": first.round(5), "second": second.round(5), "share": share}


def _share(known: Moments, axes: np.ndarray) -> np.ndarray:
    """Percent of the variance on each axis."""
    total = max(float(np.trace(known.scatter)), np.finfo(float).tiny)
    found: np.ndarray = 100 * np.einsum("ij,ij->j", axes, known.scatter @ axes) / total
    return found


COMPARED_PROJECTION = PairStudy(
    "compare-projection",
    "Both spaces in one frame",
    ("layer", "method", "directions", "end", "clusters", "seed", "kmeans", "starts"),
    compared_projection,
)
