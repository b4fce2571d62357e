"""Maps as the page shows them: principal directions from memory, others from disk, what each point is, how far to trust it."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from core.errors import UsageError
from core.geometry.projections.pca import COMPONENTS
from core.parameters import USUAL
from core.spaces import Space
from core.studies.frequency.map import MAP, Map, MapRequest
from core.studies.frequency.principal_map import PrincipalMap, principal_map
from core.studies.question import answer, find
from core.studies.space.clusters import CLUSTERS, cluster_of_units
from core.texts import Texts
from core.tokens.points import PointDetails, hover_texts, point_details
from pages.ui.ask import ask

IN_CONTEXT = 6000  # points whose sentences are sent along, to be read when they are pointed at


@dataclass(frozen=True)
class Picture:
    """A checkpoint's map.

    Attributes
    ----------
    request : MapRequest
        What is drawn (principal directions, while a map of another kind is being made).
    map : Map
        Its points in single precision; its trust is None until it is measured.
    details : PointDetails
        Of its points.
    text : list of str
        What each says when pointed at; none where there are many.
    space : Space
    measured : bool
        Whether its trust is known (it may be that there are too few points).
    """

    request: MapRequest
    map: Map
    details: PointDetails
    text: list[str]
    space: Space
    measured: bool


class _NotYet(Exception):
    """Not on disk; caches keep no exceptions."""


def principal_picture(request: MapRequest, spaces: Sequence[Space], texts: Texts) -> Picture:
    """Any pair or triple of principal directions, at once; its trust where it was measured before."""
    components = COMPONENTS.of(request.options)
    if len(set(components)) < len(components):
        raise UsageError("Choose different principal directions for the axes.")
    known = _principal(_name(replace(request, options=USUAL), spaces), request)
    try:
        drawn, measured = _saved(_name(request, spaces), request), True
    except _NotYet:
        drawn, measured = known.on(components), False
    return _picture(request, replace(drawn, points=known.points(components)), spaces[0], texts, measured)


def saved_picture(request: MapRequest, spaces: Sequence[Space], texts: Texts) -> Picture | None:
    """A map that is on disk, else None."""
    try:
        return _picture(request, _saved(_name(request, spaces), request), spaces[0], texts, measured=True)
    except _NotYet:
        return None


def clusters_of(picture: Picture) -> np.ndarray | None:
    """Each point's cluster, shape (m,); None with a progress bar in its place while there are none."""
    clusters = ask(CLUSTERS, picture.request.selection)
    if clusters is None:
        return None
    return _clusters(_name(picture.request, (picture.space,)), picture, clusters.centres)


def measure_trust(pictures: list[Picture]) -> bool:
    """Whether some trust is still being measured; what has not begun is started beside the page.

    In a thread, as it takes seconds and the page must answer to the next change; what is no longer shown and has not begun
    is dropped.
    """
    waiting: dict[MapRequest, Future[Map]] = st.session_state.setdefault("trust_waiting", {})
    wanted = [picture.request for picture in pictures if not picture.measured]
    for request in [earlier for earlier in waiting if earlier not in wanted]:
        waiting.pop(request).cancel()
    for request in wanted:
        if request not in waiting:
            waiting[request] = _worker().submit(answer, MAP, request)
    for request in [begun for begun, future in waiting.items() if future.done()]:
        waiting.pop(request).result()  # says what went wrong, if it did
    return bool(waiting)


@st.cache_resource
def _worker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "trust")


def _name(request: MapRequest, spaces: Sequence[Space]) -> tuple[str, ...]:
    """What a map is remembered under: the request, and the spaces as they are on disk."""
    return (repr(request), *(space.key for space in spaces))


@st.cache_resource(max_entries=16, show_spinner="Finding principal directions …")
def _principal(name: tuple[str, ...], _request: MapRequest) -> PrincipalMap:
    return principal_map(_request)


@st.cache_resource(max_entries=16, show_spinner=False)
def _saved(name: tuple[str, ...], _request: MapRequest) -> Map:
    saved = find(MAP, _request)
    if saved is None:
        raise _NotYet
    return replace(saved, points=saved.points.astype(np.float32))


@st.cache_resource(max_entries=8, show_spinner=False)
def _details(
    name: tuple[str, ...], _number: np.ndarray, _space: Space, _texts: Texts
) -> tuple[PointDetails, list[str]]:
    unit, tokens = name[0], name[1]
    details = point_details(_space.table, _texts, unit, _number, tokens)
    few = len(_number) <= IN_CONTEXT
    return details, hover_texts(details, _space.table, _texts, unit) if few else []


@st.cache_resource(max_entries=8, show_spinner=False)
def _clusters(name: tuple[str, ...], _picture: Picture, _centres: np.ndarray) -> np.ndarray:
    chosen, space = _picture.request.selection, _picture.space
    layer = space.layer_index(chosen.layer)
    return cluster_of_units(space, layer, chosen.tokens, _picture.request.unit, _picture.map.number, _centres)


def _picture(request: MapRequest, drawn: Map, space: Space, texts: Texts, measured: bool) -> Picture:
    chosen = request.selection
    # Which units are shown depends on neither layer nor method.
    name = (request.unit, chosen.tokens, space.key, str(request.size), str(chosen.seed))
    details, text = _details(name, drawn.number, space, texts)
    return Picture(request, drawn, details, text, space, measured)
