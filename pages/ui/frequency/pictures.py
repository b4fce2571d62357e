"""Maps as the page shows them: principal directions from memory, others from disk, what each point is, how far to trust it."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import streamlit as st

from core.checkpoints import locate
from core.errors import UsageError
from core.geometry.projections.pca import COMPONENTS
from core.parameters import USUAL
from core.spaces import Space
from core.studies.frequency.map import MapRequest, PrincipalMap, lookup_map, principal_map, run_map
from core.studies.space.clusters import cluster_of_units
from core.texts import Texts
from core.tokens.points import PointDetails, hover_texts, point_details
from pages.ui.work import answer

IN_CONTEXT = 6000  # points whose sentences are sent along, to be read when they are pointed at


@dataclass(frozen=True)
class Picture:
    """One checkpoint's map.

    Attributes
    ----------
    request : MapRequest
        What is drawn (principal directions, while a map of another kind is being made).
    answer : dict
        As `core.studies.frequency.map.run_map` gives it; its `trust` is None until it is measured.
    points : ndarray of shape (m, 2) or (m, 3), float32
    number : ndarray of int of shape (m,)
    details : PointDetails
    text : list of str
    space : Space
    measured : bool
        Whether its trust is known (it may be that there are too few points).
    """

    request: MapRequest
    answer: dict[str, Any]
    points: np.ndarray
    number: np.ndarray
    details: PointDetails
    text: list[str]
    space: Space
    measured: bool


class _NotYet(Exception):
    """Not on disk; caches keep no exceptions."""


def principal_picture(request: MapRequest, spaces: tuple[Space, ...], texts: Texts) -> Picture:
    """Any pair or triple of principal directions, at once; its trust where it was measured before."""
    components = COMPONENTS.of(request.options)
    if len(set(components)) < len(components):
        raise UsageError("Choose different principal directions for the axes.")
    known = _principal(_name(replace(request, options=USUAL), spaces), request)
    name = _name(request, spaces)
    try:
        found = _kept(name, request)
    except _NotYet:
        found = _as_answer(request, known) | {"measured": False}
    points = known.points(components)
    return _picture(request, found, points, known.number, spaces[0], texts)


def kept_picture(request: MapRequest, spaces: tuple[Space, ...], texts: Texts) -> Picture | None:
    """A map that is on disk, else None."""
    try:
        found = _kept(_name(request, spaces), request)
    except _NotYet:
        return None
    return _picture(request, found, found["points"], found["number"], spaces[0], texts)


def clusters_of(picture: Picture) -> np.ndarray | None:
    """Each point's cluster, shape (m,); None with a progress bar in its place while there are none."""
    chosen = picture.request.selection
    centres = answer("clusters", chosen)
    if centres is None:
        return None
    return _clusters(_name(picture.request, (picture.space,)), picture, np.array(centres))


def measure_trust(pictures: list[Picture]) -> bool:
    """Start measuring, beside the page, what is not measured; whether something still is.

    A thread, as it takes seconds and the page must answer to the next change; what is not wanted any more and has not begun
    never does.
    """
    waiting: dict[MapRequest, Future[Any]] = st.session_state.setdefault("trust_waiting", {})
    wanted = [picture.request for picture in pictures if not picture.measured]
    for request in [one for one in waiting if one not in wanted]:
        waiting.pop(request).cancel()
    for request in wanted:
        if request not in waiting:
            waiting[request] = _worker().submit(run_map, request)
    for request in [one for one, future in waiting.items() if future.done()]:
        waiting.pop(request).result()  # says what went wrong, if it did
    return bool(waiting)


@st.cache_resource
def _worker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "trust")


def _name(request: MapRequest, spaces: tuple[Space, ...]) -> tuple[str, ...]:
    """What a map is kept under: the request, and the spaces as they are on disk."""
    return (repr(request), *(space.key for space in spaces))


@st.cache_resource(max_entries=16, show_spinner="Finding principal directions …")
def _principal(name: tuple[str, ...], _request: MapRequest) -> PrincipalMap:
    return principal_map(_request)


@st.cache_resource(max_entries=16, show_spinner=False)
def _kept(name: tuple[str, ...], _request: MapRequest) -> dict[str, Any]:
    found = lookup_map(_request)
    if found is None:
        raise _NotYet
    points, number = np.array(found["points"], dtype=np.float32), np.array(found["number"], dtype=np.int64)
    return found | {"points": points, "number": number, "measured": True}


@st.cache_resource(max_entries=8, show_spinner=False)
def _details(
    name: tuple[str, ...], _number: np.ndarray, _space: Space, _texts: Texts
) -> tuple[PointDetails, list[str]]:
    unit, tokens = name[0], name[1]
    found = point_details(_space.table, _texts, unit, _number, tokens)
    few = len(_number) <= IN_CONTEXT
    return found, hover_texts(found, _space.table, _texts, unit) if few else []


@st.cache_resource(max_entries=8, show_spinner=False)
def _clusters(name: tuple[str, ...], _picture: Picture, _centres: np.ndarray) -> np.ndarray:
    chosen, space = _picture.request.selection, _picture.space
    layer = space.layer_index(chosen.layer)
    return cluster_of_units(space, layer, chosen.tokens, _picture.request.unit, _picture.number, _centres)


def _as_answer(request: MapRequest, known: PrincipalMap) -> dict[str, Any]:
    components = COMPONENTS.of(request.options)
    cards = [locate(name, download=False).card for name in (request.selection.checkpoint, request.fit_on) if name]
    sides = [{"title": card.title, "role": card.role} for card in cards]
    return {
        "projection": "pca",
        "unit": request.unit,
        "n_units": known.n_units,
        "axes": [f"Direction {one}" for one in components],
        "share": [float(known.share[one - 1]) for one in components],
        "trust": None,
        "side": sides[0],
        "fit_on": sides[1] if len(sides) > 1 else None,
        "options": {"components": list(components)},
        "notes": [],
    }


def _picture(
    request: MapRequest, found: dict[str, Any], points: np.ndarray, number: np.ndarray, space: Space, texts: Texts
) -> Picture:
    chosen = request.selection
    # Which units are shown depends on neither layer nor method.
    name = (request.unit, chosen.tokens, space.key, str(request.size), str(chosen.seed))
    details, text = _details(name, number, space, texts)
    shown = found | {"number": number}
    return Picture(request, shown, points, number, details, text, space, bool(found["measured"]))
