"""The map: a picture or two side by side, how far to trust them, and what is chosen in them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from core.figures.frequency.map import map_figure
from core.figures.frequency.panel import Panel, panel_of
from core.geometry.low_dimensional import DIMENSIONS
from core.geometry.spread import well_spread
from core.numbers_in_words import decimals
from core.parameters import Values
from core.sentences.frequency import frame_note, map_caption
from core.spaces import Space
from core.studies.frequency.map import MAP as QUESTION
from core.studies.frequency.map import MapRequest
from core.tables import frequency as tables
from core.tables.table import Table
from core.texts import Texts
from core.tokens.points import COLOURS, points_of_word
from pages.ui.ask import ask
from pages.ui.export import PLOT
from pages.ui.frequency import chosen
from pages.ui.frequency.bias import bias_headline
from pages.ui.frequency.drawing import Drawing, drawing
from pages.ui.frequency.help import MAP as HELP
from pages.ui.frequency.help import TRUST
from pages.ui.frequency.pictures import Picture, clusters_of, measure_trust, principal_picture, saved_picture
from pages.ui.frequency.sides import Sides
from pages.ui.plain import plain
from pages.ui.view import Shown, View

_SELECTABLE = PLOT | {"modeBarButtonsToRemove": ["autoScale2d"], "scrollZoom": True}


def map_view(sides: Sides) -> Shown:
    """The map and what is chosen in it, its answer in `sides.head`; principal directions until a job has made it."""
    asked = drawing(sides.selections[0], sides.spaces, sides.texts)
    requests = asked.requests(sides.selections[1] if len(sides.selections) > 1 else None)
    pictures = [
        _picture(request, _spaces_of(request, sides, number), sides, number) for number, request in enumerate(requests)
    ]
    under_way = any(picture.request.projection != asked.request.projection for picture in pictures)
    with sides.head:
        bias_headline(sides.selections, start=not under_way)
    if under_way:
        label = asked.request.declared.label
        st.caption(f"Principal directions of the same points are shown until {label} is there.")
    lit = [_rows_of(picture, asked.word) for picture in pictures]
    panels = [_panel(asked, picture, rows) for picture, rows in zip(pictures, lit, strict=True)]
    by_hand = chosen.drawn(pictures)
    figure = _plot(asked, pictures, panels, by_hand)
    _trust_below(pictures)
    _list_selected(asked, pictures, lit, by_hand, panels[0].dimensions == 2, sides.texts)
    return Shown(lambda: _rows(pictures), lambda: figure, "\n".join(request.command() for request in requests))


def _spaces_of(request: MapRequest, sides: Sides, number: int) -> tuple[Space, ...]:
    """The space that is shown and, if that is another, the space that the projection is fitted on."""
    both = zip(sides.selections, sides.spaces, strict=True)
    return (sides.spaces[number], *(space for side, space in both if side.checkpoint == request.fit_on))


def _picture(request: MapRequest, spaces: Sequence[Space], sides: Sides, number: int) -> Picture:
    if request.projection == "pca":
        return principal_picture(request, spaces, sides.texts)
    picture = saved_picture(request, spaces, sides.texts)
    if picture is None and ask(QUESTION, request, instead_of=f"map-{number}") is not None:
        picture = saved_picture(request, spaces, sides.texts)  # it was finished just now
    if picture is not None:
        return picture
    dimensions = DIMENSIONS.of({DIMENSIONS.name: DIMENSIONS.default} | dict(request.options))
    leading = Values(components=tuple(range(1, dimensions + 1)))
    meanwhile = replace(request, projection="pca", points=request.size, options=leading)
    return principal_picture(meanwhile, spaces, sides.texts)


def _rows_of(picture: Picture, word: str) -> np.ndarray:
    """Rows of a typed word."""
    if not word:
        return np.zeros(0, dtype=np.int64)
    return points_of_word(picture.space.table, picture.request.unit, picture.map.number, word)


def _panel(asked: Drawing, picture: Picture, lit: np.ndarray) -> Panel:
    clusters = clusters_of(picture) if asked.colour == "cluster" else None
    colour = "frequency" if asked.colour == "cluster" and clusters is None else asked.colour
    names = np.where(picture.details.punctuation, "", picture.details.name)
    labels = well_spread(picture.map.points, asked.labels, names)
    return panel_of(picture.map, picture.details, colour, clusters, picture.text or None, labels, lit)


def _plot(
    asked: Drawing, pictures: list[Picture], panels: list[Panel], by_hand: tuple[int, np.ndarray] | None
) -> go.Figure:
    """The figure, drawn so that points can be chosen by hand."""
    alike = len({picture.request.projection for picture in pictures}) == 1
    same_frame = asked.fit != "own" and len(pictures) > 1 and alike
    figure = map_figure(panels, asked.colour, st.context.theme.type == "dark", same_frame, "lasso")
    curves, dimensions = _panel_of_curves(figure), panels[0].dimensions
    if by_hand:
        chosen.dim_others(figure, curves, pictures, *by_hand)
    key = f"map-{asked.request.projection}-{dimensions}-{len(panels)}"
    st.plotly_chart(
        figure,
        key=key,
        config=_SELECTABLE,
        on_select=(lambda: chosen.remember(key, pictures, curves)) if dimensions == 2 else "ignore",
        selection_mode=("box", "lasso"),
        alt=f"{asked.request.unit} in {dimensions} dimensions, coloured by {COLOURS[asked.colour].label.lower()}",
    )
    return figure


def _panel_of_curves(figure: go.Figure) -> list[int]:
    """Which picture each trace is in."""
    panels = []
    for trace in figure.data:
        axis = str(getattr(trace, "xaxis", None) or getattr(trace, "scene", None) or "x")
        number = axis.lstrip("xscen")
        panels.append(int(number) - 1 if number else 0)
    return panels


def _trust_below(pictures: list[Picture]) -> None:
    """How far to trust each picture, under it."""
    waiting = measure_trust(pictures)
    for place, picture in zip(st.columns(len(pictures), gap="large"), pictures, strict=True):
        with place:
            st.caption(plain(map_caption(picture.map)))
            _trust(picture, small=len(pictures) > 1)
            if note := frame_note(picture.map):
                st.caption(f":material/info: {plain(note)}")
    if waiting:
        _wait_for_trust(pictures)


@st.fragment(run_every=0.7)
def _wait_for_trust(pictures: list[Picture]) -> None:
    if not measure_trust(pictures):
        st.rerun()


def _trust(picture: Picture, small: bool) -> None:
    trust, share = picture.map.trust, picture.map.share
    if picture.measured and not trust:
        st.caption("Too few points to say how far to trust the picture.")
        return
    tiles = {
        "variance": ("Variance shown", f"{decimals(sum(share), 1)} %" if share else "–"),
        "trustworthiness": ("Trustworthiness", decimals(trust.trustworthiness, 2) if trust else "…"),
        "continuity": ("Continuity", decimals(trust.continuity, 2) if trust else "…"),
        "kept": ("Neighbours kept", f"{decimals(100 * trust.kept, 0)} %" if trust else "…"),
    }
    if small:
        texts = [f"{label} **{value}**" for label, value in tiles.values() if value != "–"]
        meaning = "\n".join(f"- **{label}**: {TRUST[key]}" for key, (label, _) in tiles.items())
        st.markdown(" · ".join(texts), help=meaning)
    else:
        for column, (key, (label, value)) in zip(st.columns(4), tiles.items(), strict=True):
            column.metric(label, value, help=TRUST[key])
    if trust:
        st.caption(
            f"Of {trust.k} nearest neighbours by {trust.metric} distance among {trust.n:,} points; by chance "
            f"{decimals(100 * trust.kept_by_chance, 1)} % are kept."
        )
    else:
        st.caption("Measuring how far to trust the picture …")


def _list_selected(
    asked: Drawing,
    pictures: list[Picture],
    lit: list[np.ndarray],
    by_hand: tuple[int, np.ndarray] | None,
    flat: bool,
    texts: Texts,
) -> None:
    unit = asked.request.unit
    if by_hand:
        panel, rows = by_hand
        chosen.listed(pictures[panel], rows, texts, f"{_count(len(rows), unit)} chosen")
    elif asked.word:
        chosen.listed(pictures[0], lit[0], texts, f"{_count(len(lit[0]), unit)} of “{plain(asked.word)}”")
    elif flat:
        st.caption(f"Draw a lasso or a box around {unit}, or type a word: they are listed here in their sentences.")
    else:
        st.caption("Type a word to list it in its sentences. Lasso and box work in two dimensions.")


def _count(n: int, unit: str) -> str:
    return f"{n:,} {unit if n != 1 else unit[:-1]}"


def _rows(pictures: list[Picture]) -> Table:
    """Every point that is shown, for the footer's files."""
    return [
        {"checkpoint": picture.map.side.title} | row
        for picture in pictures
        for row in tables.points(picture.map, picture.details)
    ]


MAP = View("map", map_view, HELP, settings=("layer", "tokens", "method", "directions", "clusters"))
