"""A space on its leading principal directions, in memory: every pair and triple of them is read off at once."""

from dataclasses import dataclass

import numpy as np

from ...geometry.projections.pca import principal_basis
from ...progress import Progress, no_progress
from ..question import Named
from ..side import Side, side_of
from .map import Map, MapRequest, MapSide, map_reads, map_side
from .shown_units import matched, shown_units, variance_shares


@dataclass(frozen=True)
class PrincipalMap:
    """Units on principal directions.

    Attributes
    ----------
    unit : str
    number : ndarray of int of shape (m,)
        The units shown, as in `core.tokens.units.Units`.
    n_units : int
        Units in all.
    coordinates : ndarray of shape (m, c), float32
    share : tuple of float, c of them
        Of the shown units' variance that each direction holds, in percent.
    side : MapSide
    fit_on : Side or None
        What the directions are of, if that is another space.
    """

    unit: str
    number: np.ndarray
    n_units: int
    coordinates: np.ndarray
    share: tuple[float, ...]
    side: MapSide
    fit_on: Side | None

    def points(self, components: tuple[int, ...]) -> np.ndarray:
        """Coordinates on some directions (from 1), shape (m, len(components)), float32."""
        return self.coordinates[:, [component - 1 for component in components]]

    def on(self, components: tuple[int, ...]) -> Map:
        """The map on some directions (from 1), whose trust is not measured."""
        return Map(
            "pca",
            self.unit,
            self.number,
            self.n_units,
            self.points(components),
            tuple(f"Direction {component}" for component in components),
            tuple(self.share[component - 1] for component in components),
            None,
            self.side,
            self.fit_on,
            {"components": components},
        )


def principal_map(request: MapRequest, progress: Progress = no_progress, device: str = "") -> PrincipalMap:
    """A space on its leading principal directions (a second or so once the space is on disk).

    Raises
    ------
    UsageError
        Spaces of different widths.
    """
    contexts = matched([Named.of(reads).context(progress, device) for reads in map_reads(request)])
    shown = shown_units(contexts[0], request.unit, request.size, progress)
    fitted = shown if len(contexts) == 1 else shown_units(contexts[1], request.unit, request.size, progress)
    coordinates = principal_basis(fitted.vectors).coordinates(shown.vectors)
    return PrincipalMap(
        request.unit,
        shown.number,
        shown.n_units,
        coordinates,
        variance_shares(coordinates, shown.vectors),
        map_side(contexts[0]),
        side_of(contexts[1]) if len(contexts) > 1 else None,
    )
