"""Maps: tokens, words or sentences of a space in two or three dimensions, with how far to trust them."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from ...codec import Floats, Ints
from ...errors import GeometryError, UsageError
from ...geometry.low_dimensional import METRIC, Projection, fit_projection, projections
from ...geometry.neighbours import K
from ...geometry.trust import Trust, trust
from ...parameters import USUAL, Value, complete, flags
from ...program import PROGRAM
from ...progress import Progress
from ...registry import pick
from ...tokens.units import UNITS
from ..question import Context, Question, Reads
from ..selection import Selection
from ..side import Side, side_of
from ..space.processed import TRANSDUCTIVE
from .shown_units import matched, shown_units, variance_shares

MOST = 50_000  # points


@dataclass(frozen=True)
class MapRequest:
    """What is drawn, and how.

    Attributes
    ----------
    selection : Selection
        Its layer, token set and method; its seed is that of the sample and of the projection.
    projection : str
        Key of a `Projection`.
    unit : {'tokens', 'words', 'sentences'}
        What a point is.
    points : int
        Most points, a seeded sample; 0 = as many as the projection shows in reasonable time.
    options : mapping of str to value
        Of the projection's parameters; completed with what is usual, others are left out.
    fit_on : str
        Checkpoint on whose space the projection is fitted, to be applied to the selection's; '' = each its own.
    """

    selection: Selection
    projection: str = "pca"
    unit: str = "tokens"
    points: int = 0
    options: Mapping[str, Value] = USUAL
    fit_on: str = ""

    def __post_init__(self) -> None:
        """Complete the options.

        Raises
        ------
        UsageError
            No such projection, or values that it does not take.
        """
        object.__setattr__(self, "options", complete(self.declared, self.options))

    def command(self) -> str:
        """The shell command that recomputes this map."""
        words = [PROGRAM, "frequency", *self.selection.options("columns", "language", *TRANSDUCTIVE)]
        words += ["--part", "map", "--projection", self.projection]
        words += ["--unit", self.unit] if self.unit != "tokens" else []
        words += ["--points", str(self.points)] if self.points else []
        words += flags(self.declared.parameters, self.options)
        return " ".join(words + (["--fit-on", shlex.quote(self.fit_on)] if self.fit_on else []))

    @property
    def declared(self) -> Projection:
        """The projection."""
        return pick(projections(), self.projection, "projection")

    @property
    def size(self) -> int:
        """Most points."""
        return self.points or self.declared.points


@dataclass(frozen=True)
class MapSide(Side):
    """The side that is shown, with its token set and texts."""

    tokens: str
    texts: str


@dataclass(frozen=True)
class MapTrust(Trust):
    """How far to trust a map; `metric` is the distance by which neighbours are near in the space."""

    metric: str


@dataclass(frozen=True)
class Map:
    """A map.

    Attributes
    ----------
    projection, unit : str
    number : ndarray of int of shape (m,)
        The units shown, as in `core.tokens.units.Units`.
    n_units : int
        Units in all.
    points : ndarray of shape (m, dimensions)
    axes : tuple of str
        What the coordinates are.
    share : tuple of float or None
        Percent of the shown units' variance along each axis; None unless the projection is linear.
    trust : MapTrust or None
        None for too few points (and where it has not been measured).
    side : MapSide
        What is shown.
    fit_on : Side or None
        What the projection was fitted on, if that is another space.
    options : dict of str to value
        Parameters of the projection, by name.
    """

    projection: str
    unit: str
    number: Ints
    n_units: int
    points: Floats
    axes: tuple[str, ...]
    share: tuple[float, ...] | None
    trust: MapTrust | None
    side: MapSide
    fit_on: Side | None
    options: dict[str, Value]


def drawn_map(request: MapRequest, contexts: Sequence[Context], progress: Progress) -> Map:
    """The map of what the first context shows; the projection is fitted on the last.

    Raises
    ------
    UsageError
        Options that the projection does not take, a token set without such units, or spaces of different widths.
    """
    contexts = matched(contexts)
    declared, seed = request.declared, contexts[0].selection.seed
    shown = shown_units(contexts[0], request.unit, request.size, progress)
    fitted = shown if len(contexts) == 1 else shown_units(contexts[1], request.unit, request.size, progress)
    fit = fit_projection(request.projection, fitted.vectors, request.options, progress, seed)
    points = fit.points
    if fitted is not shown:
        if fit.apply is None:
            raise GeometryError(f"{declared.label} can place no new points.")
        points = fit.apply(shown.vectors, progress)
    progress(0, 0, "measuring how far to trust it")
    return Map(
        request.projection,
        request.unit,
        shown.number,
        shown.n_units,
        _rounded(points),
        fit.axes,
        variance_shares(points, shown.vectors) if declared.linear else None,
        _trust(shown.vectors, points, _metric(request), seed),
        map_side(contexts[0]),
        side_of(contexts[1]) if len(contexts) > 1 else None,
        dict(request.options) | ({} if declared.linear else {"seed": seed}),
    )


def map_side(context: Context) -> MapSide:
    """The side that a map shows."""
    return MapSide(**asdict(side_of(context)), tokens=context.selection.tokens, texts=context.texts.key)


def map_reads(request: MapRequest) -> tuple[Reads, ...]:
    """What is shown and, if that is another space, what the projection is fitted on.

    Raises
    ------
    UsageError
        What cannot be drawn, whatever the spaces are.
    """
    _check(request)
    shown, other = request.selection, request.fit_on
    if other in ("", shown.checkpoint):
        return (Reads(shown, TRANSDUCTIVE),)
    return Reads(shown, TRANSDUCTIVE), Reads(shown.but(checkpoint=other), TRANSDUCTIVE)


def _check(request: MapRequest) -> None:
    if not 0 <= request.points <= MOST:
        raise UsageError(f"A map has up to {MOST:,} points, not {request.points:,}.")
    pick(UNITS, request.unit, "unit")
    declared = request.declared
    if request.fit_on not in ("", request.selection.checkpoint) and not declared.places_others:
        others = ", ".join(known.label for known in projections().values() if known.places_others)
        raise UsageError(
            f"{declared.label} can place no new points, so it cannot be fitted on one space and applied to another. "
            f"Choose {others}, or let each have its own."
        )


def _own(request: MapRequest) -> MapRequest:
    """What the map depends on beside the spaces; the sides say what it is fitted on."""
    return replace(request, selection=Selection().declaring(()), points=request.size, fit_on="")


def _metric(request: MapRequest) -> str:
    """The distance by which neighbours are near in the space."""
    if request.declared.linear:
        return "euclidean"
    return str(request.options.get(METRIC.name, METRIC.default))


def _trust(vectors: np.ndarray, points: np.ndarray, metric: str, seed: int) -> MapTrust | None:
    k = min(K, (len(points) - 1) // 2)
    return MapTrust(**asdict(trust(vectors, points, k, metric, seed=seed)), metric=metric) if k else None


def _rounded(points: np.ndarray) -> np.ndarray:
    """Points to a ten-thousandth of the picture's width: what is stored and sent is then short."""
    width = float(np.ptp(points, axis=0).max(initial=0.0)) or 1.0
    digits = max(0, int(np.ceil(4 - np.log10(width))))
    return np.array([[round(value, digits) for value in row] for row in points.astype(np.float64).tolist()])


MAP = Question(
    "map",
    title=lambda request: f"{request.declared.label} of {request.unit}",
    request=MapRequest,
    answer=Map,
    sides=map_reads,
    compute=lambda contexts, own, progress: drawn_map(own, contexts, progress),
    own=_own,
    command=lambda request: request.command(),
)
