"""A picture of a map, as `map_figure` draws it."""

from dataclasses import dataclass, field

import numpy as np

from ...studies.frequency.map import Map
from ...tokens.points import PointDetails
from ..style import plain


@dataclass(frozen=True)
class Panel:
    """A picture.

    Attributes
    ----------
    title : str
    points : ndarray of shape (m, 2) or (m, 3)
    values : ndarray of shape (m,)
        What colours them: floats (NaN: grey), or strings for categories; as `PointDetails.values`, or clusters.
    text : list of str
        What each says when pointed at, with plotly's mark-up.
    axes : tuple of str
        Titles.
    name : ndarray of str of shape (m,)
        What labels say.
    labels, lit : ndarray of int
        Rows with a label; rows to light up.
    scaled_alike : bool
        Whether both axes have the same scale, and no ticks: those of UMAP and t-SNE mean nothing.
    """

    title: str
    points: np.ndarray
    values: np.ndarray
    text: list[str]
    axes: tuple[str, ...]
    name: np.ndarray
    labels: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    lit: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    scaled_alike: bool = False

    @property
    def dimensions(self) -> int:
        """2 or 3."""
        return self.points.shape[1]


def panel_of(
    answer: Map,
    details: PointDetails,
    colour: str,
    clusters: np.ndarray | None = None,
    text: list[str] | None = None,
    labels: np.ndarray | None = None,
    lit: np.ndarray | None = None,
) -> Panel:
    """The picture of a map.

    Parameters
    ----------
    answer : Map
    details : PointDetails
        Of its points.
    colour : str
        Key of `core.tokens.points.COLOURS`.
    clusters : ndarray of shape (m,), optional
        For the colour 'cluster'.
    text : list of str, optional
        For pointing at; names by default (tens of thousands of sentences are slow to send).
    labels, lit : ndarray of int, optional
    """
    if colour == "cluster" and clusters is not None:
        values = np.array([f"cluster {number + 1}" for number in clusters])
    else:
        values = details.values(colour)
    nothing = np.zeros(0, dtype=np.int64)
    return Panel(
        answer.side.title,
        np.asarray(answer.points, dtype=np.float32),
        values,
        [plain(str(name)) for name in details.name] if text is None else text,
        axis_titles(answer.axes, answer.share),
        details.name,
        nothing if labels is None else labels,
        nothing if lit is None else lit,
        scaled_alike=answer.share is None,
    )


def axis_titles(axes: tuple[str, ...], share: tuple[float, ...] | None) -> tuple[str, ...]:
    """Names of the axes, with the percentage of the variance along each where that means something (else None)."""
    if share is None:
        return axes
    return tuple(f"{name} ({part:.1f} % of the variance)" for name, part in zip(axes, share, strict=True))
