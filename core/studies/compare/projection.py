"""Both spaces in two dimensions, in a frame that makes the pictures comparable, word by word."""

from dataclasses import dataclass

import numpy as np

from ...codec import Floats, Ints, Names
from ...geometry.common_frame import CommonFrame, common_frame, distances
from ...geometry.moments import Moments, moments
from ...geometry.neighbours import nearest_neighbours, neighbour_overlap, overlap_by_chance
from ...geometry.principal import principal_directions
from ...geometry.procrustes import procrustes
from ...geometry.rows import Rows, sample_index
from ...progress import Progress
from ...tokens.word_kinds import word_kinds
from ..comparison import PairContext, of_two
from ..removal.basis import SHOWN
from .aligned import SETTINGS, AlignedSpaces, OnWords, aligned_spaces, on_words
from .drift import neighbours_sought

PLANES = {
    "shared": "both on the two dominant directions of the two spaces together",
    "own": "each on its own two dominant directions, the second turned onto the first (orthogonal Procrustes)",
}


@dataclass(frozen=True)
class Plane:
    """Shown words on two axes of each space.

    Attributes
    ----------
    first, second : ndarray of shape (m, 2)
        Points, around the spaces' means and at one scale.
    share : ndarray of shape (2, 2)
        Percent of the variance of either space (rows) on the two axes.
    rotated : {'', 'first', 'second'} or None
        What was stacked: the coordinates as they are, or a space that was rotated onto the other; None where each has
        axes of its own.
    """

    first: Floats
    second: Floats
    share: Floats
    rotated: str | None = None


@dataclass(frozen=True)
class ComparedProjection(OnWords):
    """The same words in both spaces, around their means and at one scale.

    Attributes
    ----------
    rms : (float, float)
        What lengths were divided by in the common frame, in which words' moves are measured.
    residual : float
        Share of variance that this frame does not bring together.
    rotated : {'', 'first', 'second'}
        Which space it rotated onto the other.
    views : dict of str to Plane
        By key of `PLANES`.
    word : ndarray of str of shape (m,)
        The shown words, in the order of the sentences.
    sentence, start, end : ndarray of shape (m,)
        Where each stands: sentence, characters.
    number : ndarray of shape (m,)
        Which word of its sentence it is, from 1.
    zipf : ndarray of shape (m,)
        0 = unknown.
    kind : ndarray of str of shape (m,)
        Of `core.tokens.word_kinds.KINDS`.
    moved : ndarray of shape (m,)
        Distance in the common frame: 0 = where it was, up to 1.41 = as far as two unrelated spaces are.
    kept : ndarray of shape (m,)
        Share of its k nearest shown words in the first that are so in the second; NaN for a word without a direction.
    near_first, near_second : ndarray of shape (m, k)
        These, as indices into the shown words; -1 for none.
    k : int
    chance : float
        Share of the k that a word keeps by chance.
    """

    rms: tuple[float, float]
    residual: float
    rotated: str
    views: dict[str, Plane]
    word: Names
    sentence: Ints
    start: Ints
    end: Ints
    number: Ints
    zipf: Floats
    kind: Names
    moved: Floats
    kept: Floats
    near_first: Ints
    near_second: Ints
    k: int
    chance: float


def compared_projection(context: PairContext, progress: Progress) -> ComparedProjection:
    """A seeded sample of words in both planes; the frame is fitted on more words than are shown."""
    spaces = aligned_spaces(context, progress)
    progress(0, 3, "steps")
    chosen = sample_index(len(spaces.words), SHOWN, context.first.selection.seed)
    words, shown = spaces.words.take(chosen), (spaces.first[chosen], spaces.second[chosen])
    frame = common_frame(spaces.first, spaces.second)
    same = spaces.first.shape[1] == spaces.second.shape[1]
    stacked = common_frame(spaces.first, spaces.second, rotate=False) if same else frame
    planes = {"shared": _shared(spaces, stacked, shown), "own": _own(spaces, stacked, shown)}
    progress(1, 3, "steps")
    k = neighbours_sought(len(words))
    before, after = (nearest_neighbours(vectors, k) for vectors in shown)
    progress(3, 3, "steps")
    return ComparedProjection(
        *on_words(context, spaces.words, spaces.total),
        rms=frame.rms,
        residual=frame.residual,
        rotated=frame.rotated,
        views=planes,
        word=words.words[words.word],
        sentence=words.sentence,
        start=words.start,
        end=words.end,
        number=words.number,
        zipf=words.zipf.astype(np.float64).round(2),
        kind=word_kinds(words, context.texts.language),
        moved=distances(*frame.both(*shown)).round(5),
        kept=neighbour_overlap(before, after),
        near_first=before,
        near_second=after,
        k=k,
        chance=overlap_by_chance(len(words), k),
    )


def _shared(spaces: AlignedSpaces, frame: CommonFrame, shown: tuple[np.ndarray, np.ndarray]) -> Plane:
    """Principal components of both, stacked."""
    known = [moments(rows) for rows in frame.both(spaces.first, spaces.second)]
    axes = principal_directions(known[0].scatter + known[1].scatter).vectors[:, :2]
    first, second = (rows.to_array() @ axes for rows in frame.both(*shown))
    share = np.stack([_share(of_space, axes) for of_space in known])
    return Plane(first.round(5), second.round(5), share, frame.rotated)


def _own(spaces: AlignedSpaces, frame: CommonFrame, shown: tuple[np.ndarray, np.ndarray]) -> Plane:
    """Principal components of each, those of the second turned in their plane."""
    known = [moments(rows) for rows in frame.both(spaces.first, spaces.second)]
    axes = [principal_directions(of_space.scatter).vectors[:, :2] for of_space in known]
    planes = [_on(rows, basis) for rows, basis in zip(frame.both(spaces.first, spaces.second), axes, strict=True)]
    turn = procrustes(planes[1], planes[0]).rotation
    first, second = (rows.to_array() @ basis for rows, basis in zip(frame.both(*shown), axes, strict=True))
    share = np.stack([_share(known[0], axes[0]), _share(known[1], axes[1] @ turn)])
    return Plane(first.round(5), (second @ turn).round(5), share)


def _on(rows: Rows, basis: np.ndarray) -> Rows:
    return Rows((len(rows), basis.shape[1]), lambda start, stop: rows.read(start, stop) @ basis)


def _share(known: Moments, axes: np.ndarray) -> np.ndarray:
    """Percent of the variance on each axis."""
    total = max(float(np.trace(known.scatter)), np.finfo(float).tiny)
    share: np.ndarray = 100 * np.einsum("ij,ij->j", axes, known.scatter @ axes) / total
    return share


COMPARED_PROJECTION = of_two(
    "projection", "Both spaces in one frame", SETTINGS, compared_projection, ComparedProjection
)
