"""Maps: tokens, words or sentences of a space in two or three dimensions, kept on disk, with how far to trust them."""

import shlex
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from ...codec import to_json
from ...errors import GeometryError, UsageError
from ...geometry.low_dimensional import METRIC, Fit, Projection, fit_projection, projections
from ...geometry.neighbours import K
from ...geometry.projections.pca import Basis, principal_basis
from ...geometry.rows import as_rows
from ...geometry.trust import trust
from ...parameters import USUAL, Value, complete, flags
from ...progress import Progress, no_progress
from ...registry import pick
from ...tokens.units import UNITS, unit_vectors, units
from ..compare.aligned import described
from ..compare.drift import matched_layer
from ..question import Context, Named, Question, Reads, answer, find
from ..selection import Selection
from ..space.processed import processed_space

VERSION = 1
MOST = 50_000  # points
FIELDS = ("layer", "tokens", "method", "directions", "end", "clusters", "seed", "kmeans", "starts")


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
        words = ["python", "-m", "core", "frequency", *self.selection.options("columns", "language", *FIELDS)]
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
class PrincipalMap:
    """A space on its leading principal directions, in memory: every pair and triple of them is read off it.

    Attributes
    ----------
    number : ndarray of int of shape (m,)
        The units shown, as in `core.tokens.units.Units`.
    coordinates : ndarray of shape (m, c), float32
    share : ndarray of shape (c,)
        Of the shown points' variance that each direction holds, in percent.
    n_units : int
        Units in all.
    """

    number: np.ndarray
    coordinates: np.ndarray
    share: np.ndarray
    n_units: int

    def points(self, components: tuple[int, ...]) -> np.ndarray:
        """Coordinates on some directions (from 1), shape (m, len(components))."""
        return self.coordinates[:, [one - 1 for one in components]]


def principal_map(request: MapRequest, progress: Progress = no_progress, device: str = "") -> PrincipalMap:
    """A space's leading principal directions at once (a second or so once the space is on disk).

    Raises
    ------
    UsageError
        Spaces of different widths.
    """
    contexts = _matched([Named.of(side).context(progress, device) for side in _sides(request)])
    number, vectors, n_units = _vectors(contexts[0], request, progress)
    basis = _basis(request, contexts, vectors, progress)
    coordinates = basis.coordinates(vectors)
    return PrincipalMap(number, coordinates, _shares(coordinates, vectors), n_units)


def _check(request: MapRequest) -> None:
    """Refuse what cannot be drawn before anything is encoded."""
    if not 0 <= request.points <= MOST:
        raise UsageError(f"A map has up to {MOST:,} points, not {request.points:,}.")
    pick(UNITS, request.unit, "unit")
    declared = request.declared
    if request.fit_on not in ("", request.selection.checkpoint) and not declared.places_others:
        others = ", ".join(one.label for one in projections().values() if one.places_others)
        raise UsageError(
            f"{declared.label} can place no new points, so it cannot be fitted on one space and applied to another. "
            f"Choose {others}, or let each have its own."
        )


def _sides(request: MapRequest) -> tuple[Reads, ...]:
    """What is shown and, if that is another, what the projection is fitted on."""
    _check(request)
    own, other = request.selection, request.fit_on
    if other in ("", own.checkpoint):
        return (Reads(own, FIELDS),)
    return Reads(own, FIELDS), Reads(own.but(checkpoint=other), FIELDS)


def _matched(contexts: list[Context]) -> list[Context]:
    """With the layer of the other space that belongs to the shown one's."""
    if len(contexts) == 1:
        return contexts
    own, other = contexts
    layer = matched_layer(own.selection.layer, own.space.n_layers, other.space.n_layers)
    return [own, replace(other, selection=other.selection.but(layer=layer))]


def _own(request: MapRequest) -> MapRequest:
    """What the map depends on beside the spaces."""
    return replace(request, selection=Selection().declaring(()), points=request.size)


def _drawn(request: MapRequest, contexts: list[Context], progress: Progress) -> dict[str, Any]:
    declared, own, seed = request.declared, contexts[0], contexts[0].selection.seed
    number, vectors, n_units = _vectors(own, request, progress)
    if len(contexts) > 1:
        points, axes = _applied(request, contexts, vectors, progress)
    else:
        fit = fit_projection(request.projection, vectors, request.options, progress, seed)
        points, axes = fit.points, fit.axes
    progress(0, 0, "measuring how far to trust it")
    metric = "euclidean" if declared.linear else str(request.options.get(METRIC.name, METRIC.default))
    return {
        "projection": request.projection,
        "unit": request.unit,
        "number": number,
        "n_units": n_units,
        "points": _rounded(points),
        "axes": axes,
        "share": _shares(points, vectors) if declared.linear else None,
        "trust": _trust(vectors, points, metric, seed),
        "side": described(own) | {"tokens": own.selection.tokens, "texts": own.texts.key},
        "fit_on": described(contexts[1]) if len(contexts) > 1 else None,
        "options": dict(request.options) | ({} if declared.linear else {"seed": seed}),
        "notes": _notes(request, number, n_units),
    }


def _vectors(context: Context, request: MapRequest, progress: Progress) -> tuple[np.ndarray, np.ndarray, int]:
    """(numbers, vectors (m, d) float32) of the sampled units, and how many units there are."""
    chosen = context.selection
    rows = processed_space(context, progress).rows
    found = units(context.space.table, chosen.tokens, request.unit, chosen.seed)
    if not len(found.number):
        raise UsageError(f"The token set {chosen.tokens!r} has no {request.unit}. Choose another unit or token set.")
    picked = found.sample(request.size)
    return found.number[picked], unit_vectors(rows, found, picked), len(found.number)


def _fitted(request: MapRequest, contexts: list[Context], progress: Progress) -> Fit:
    _same_width(contexts)
    vectors, seed = _vectors(contexts[1], request, progress)[1], contexts[0].selection.seed
    return fit_projection(request.projection, vectors, request.options, progress, seed)


def _applied(
    request: MapRequest, contexts: list[Context], vectors: np.ndarray, progress: Progress
) -> tuple[np.ndarray, tuple[str, ...]]:
    fit = _fitted(request, contexts, progress)
    if fit.apply is None:
        raise GeometryError(f"{request.declared.label} can place no new points.")
    return fit.apply(vectors, progress), fit.axes


def _basis(request: MapRequest, contexts: list[Context], vectors: np.ndarray, progress: Progress) -> Basis:
    if len(contexts) == 1:
        return principal_basis(vectors)
    _same_width(contexts)
    return principal_basis(_vectors(contexts[1], request, progress)[1])


def _same_width(contexts: list[Context]) -> None:
    own, other = contexts
    if own.space.dim != other.space.dim:
        raise UsageError(
            f"{other.located.card.title} has {other.space.dim} dimensions and {own.located.card.title} {own.space.dim}: "
            "a projection of one cannot be applied to the other. Let each have its own."
        )


def _shares(points: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Percent of the vectors' variance along each axis of the points, shape (dimensions,)."""
    mean, square = vectors.mean(axis=0, dtype=np.float64), 0.0
    for _, block in as_rows(vectors).blocks():
        block -= mean
        square += float(np.einsum("ij,ij->", block, block))
    return np.asarray(100 * points.var(axis=0, dtype=np.float64) * len(vectors) / (square or 1.0))


def _trust(vectors: np.ndarray, points: np.ndarray, metric: str, seed: int) -> dict[str, Any] | None:
    k = min(K, (len(points) - 1) // 2)
    return asdict(trust(vectors, points, k, metric, seed=seed)) | {"metric": metric} if k else None


def _rounded(points: np.ndarray) -> list[list[float]]:
    """To a ten-thousandth of the picture's width: what is kept on disk, and sent, is then short."""
    width = float(np.ptp(points, axis=0).max(initial=0.0)) or 1.0
    digits = max(0, int(np.ceil(4 - np.log10(width))))
    return [[round(value, digits) for value in row] for row in points.astype(np.float64).tolist()]


def _notes(request: MapRequest, number: np.ndarray, n_units: int) -> list[str]:
    notes = []
    if len(number) < n_units:
        notes.append(f"{len(number):,} of {n_units:,} {request.unit} are shown, a seeded sample.")
    if request.fit_on and not request.declared.linear:
        notes.append("Points are laid out around those of the other checkpoint, which stay where they are.")
    return notes


MAP: Question[MapRequest, Any] = Question(
    "map",
    title=lambda request: f"{request.declared.label} of {request.unit}",
    request=MapRequest,
    answer=dict,
    sides=_sides,
    compute=lambda contexts, own, progress: to_json(_drawn(own, _matched(list(contexts)), progress)),
    own=_own,
    command=lambda request: request.command(),
    version=VERSION,
)


def lookup_map(request: MapRequest) -> dict[str, Any] | None:
    """The map if it is on disk, else None; nothing is computed or fetched."""
    return find(MAP, request)


def run_map(request: MapRequest, progress: Progress = no_progress, device: str = "") -> dict[str, Any]:
    """The map: from disk, or drawn now.

    Returns
    -------
    dict
        `projection`, `unit`; `number` (m): the units shown, as in `core.tokens.units.Units`, of `n_units`; `points`
        (m, dimensions); `axes` (names); `share` (percent of the variance along each axis, None unless the projection is
        linear); `trust` ({trustworthiness, continuity, kept, kept_by_chance, k, n, metric}, None for too few points);
        `side`: what is shown; `fit_on`: the same of what it was fitted on, or None; `options`; `notes`.

    Raises
    ------
    UsageError
        No such projection or unit, options that it does not take, or spaces of different widths.
    """
    return dict(answer(MAP, request, progress, device))
