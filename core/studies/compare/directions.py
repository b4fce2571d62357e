"""Which of the second space's directions lie in the first's dominant subspace, and the angles between the two."""

from dataclasses import dataclass

import numpy as np

from ...codec import Floats, Ints
from ...geometry.common_frame import common_frame
from ...geometry.moments import moments
from ...geometry.permuted_rows import permuted_rows
from ...geometry.principal import principal_directions, rank
from ...geometry.principal_angles import principal_angles, shares_inside, subspace_overlap
from ...geometry.windows import window_edges
from ...progress import Progress
from ..comparison import PairContext, of_two
from .aligned import SETTINGS, AlignedSpaces, OnWords, aligned_spaces, on_words

SHOWN = 50  # leading directions of the second space
SUBSPACES = (1, 2, 5, 12, 25, 50)  # dominant directions whose subspaces the angles are between
SHUFFLED = 3  # times that the words of one space are shuffled: means over all words, which hardly differ
FRAMES = {
    "own": "in the coordinates that both have, which a checkpoint shares with what was fine-tuned from it",
    "rotated": "after rotating one space onto the other (orthogonal Procrustes)",
}


@dataclass(frozen=True)
class FrameDirections:
    """Principal directions of both spaces in one frame.

    Attributes
    ----------
    rotated : {'', 'first', 'second'}
        Which space was rotated onto the other.
    residual : float
        Share of variance that the frame does not bring together.
    angles : dict of int to ndarray of shape (k,)
        k -> degrees between the subspaces of the k dominant directions, increasing.
    k : ndarray of shape (g,)
        A grid of numbers of directions.
    share : ndarray of shape (g, j)
        |A_k^T v_j|^2: how much of the second's direction j lies inside the k dominant ones of the first.
    overlap : ndarray of shape (g,)
        Mean squared cosine of the k angles.
    chance : ndarray of shape (g,)
        `overlap` of spaces that have nothing to do with each other: k / dim as they are; after a rotation more, as much as
        where the rotation is fitted to shuffled words.
    """

    rotated: str
    residual: float
    angles: dict[int, Floats]
    k: Ints
    share: Floats
    overlap: Floats
    chance: Floats


@dataclass(frozen=True)
class ComparedDirections(OnWords):
    """Principal directions of aligned words of both spaces.

    Attributes
    ----------
    dim : int
        Of the frames: that of the wider space.
    frames : dict of str to FrameDirections
        By key of `FRAMES`; no 'own' for spaces of different widths.
    chance : ndarray of shape (g,)
        Overlap of subspaces in random positions over k: k / dim. Of rotated spaces, see `FrameDirections.chance`.
    """

    dim: int
    frames: dict[str, FrameDirections]
    chance: Floats


def compared_directions(context: PairContext, progress: Progress) -> ComparedDirections:
    """Principal directions of aligned words of both spaces, in every frame that there is."""
    spaces = aligned_spaces(context, progress)
    same = spaces.first.shape[1] == spaces.second.shape[1]
    dim, seed = max(spaces.first.shape[1], spaces.second.shape[1]), context.first.selection.seed
    frames = {"own": _in_frame(spaces, rotate=False, chance=np.arange(1, dim + 1) / dim)} if same else {}
    by_chance = permuted_rows(spaces.first, spaces.second, draws=SHUFFLED, seed=seed, progress=progress)
    frames["rotated"] = _in_frame(spaces, rotate=True, chance=by_chance.overlap.mean(axis=0))
    notes = () if same else ("The spaces have different widths, so that their directions meet only after a rotation.",)
    return ComparedDirections(
        *on_words(context, spaces.words, spaces.total, *notes), dim, frames, frames["rotated"].k / dim
    )


def _in_frame(spaces: AlignedSpaces, rotate: bool, chance: np.ndarray) -> FrameDirections:
    frame = common_frame(spaces.first, spaces.second, rotate)
    n = len(spaces.words)
    first, second = (principal_directions(moments(rows).scatter) for rows in frame.both(spaces.first, spaces.second))
    most = min(rank(first.values, n), rank(second.values, n))
    share = shares_inside(first, second)
    k = window_edges(most)[1:]
    return FrameDirections(
        frame.rotated,
        frame.residual,
        {size: np.degrees(principal_angles(first, second, size)) for size in SUBSPACES if size <= most},
        k,
        share[k - 1, : min(SHOWN, most)],
        subspace_overlap(share)[k - 1],
        chance[k - 1],
    )


# Version 2: what a rotation brings together by chance.
COMPARED_DIRECTIONS = of_two(
    "directions", "Angles between dominant subspaces", SETTINGS, compared_directions, ComparedDirections, version=2
)
