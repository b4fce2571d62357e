"""The map: one picture or two side by side, how far to trust them, and what is chosen in them."""

from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.figures.frequency.map import Panel, map_figure, panel_of
from core.geometry.low_dimensional import DIMENSIONS
from core.geometry.spread import well_spread
from core.numbers_in_words import decimals
from core.parameters import Values
from core.sentences.frequency import map_caption
from core.spaces import Space
from core.studies.frequency.map import MapRequest
from core.studies.selection import Selection
from core.tables import frequency as tables
from core.texts import Texts
from core.tokens.points import COLOURS, points_of_word
from pages.ui.compare.shown import Shown
from pages.ui.export import PLOT
from pages.ui.frequency import chosen
from pages.ui.frequency.bias import bias_headline
from pages.ui.frequency.drawing import Drawing, drawing
from pages.ui.frequency.help import TRUST
from pages.ui.frequency.pictures import Picture, clusters_of, kept_picture, measure_trust, principal_picture
from pages.ui.plain import plain
from pages.ui.work import in_the_background

_SELECTABLE = PLOT | {"modeBarButtonsToRemove": ["autoScale2d"], "scrollZoom": True}
_WIDE = {1: (1,), 2: (1, 1)}


def map_view(sides: list[Selection], spaces: list[Space], texts: Texts, head: DeltaGenerator) -> Shown:
    """Draw it, its answer in `head`; principal directions stand in for a map that a job is making."""
    asked = drawing(sides[0], spaces, texts)
    pictures = _pictures(asked, sides, spaces, texts)
    under_way = any(picture.request.projection != asked.request.projection for picture in pictures)
    with head:
        bias_headline(sides, start=not under_way)
    if under_way:
        label = asked.request.declared.label
        st.caption(f"Principal directions of the same points are shown until {label} is there.")
    found = [_found(picture, asked.word) for picture in pictures]
    panels = _panels(asked, pictures, found)
    hand = chosen.drawn(pictures)
    flat = panels[0].dimensions == 2
    alike = len({picture.request.projection for picture in pictures}) == 1
    same_frame = asked.fit != "own" and len(pictures) > 1 and alike
    figure = map_figure(panels, asked.colour, st.context.theme.type == "dark", same_frame, "lasso")
    curves = _panel_of_curves(figure, len(panels))
    if hand:
        chosen.dim_others(figure, curves, pictures, *hand)
    key = f"map-{asked.request.projection}-{len(panels[0].axes)}-{len(panels)}"
    st.plotly_chart(
        figure,
        key=key,
        config=_SELECTABLE,
        on_select=(lambda: chosen.remember(key, pictures, curves)) if flat else "ignore",
        selection_mode=("box", "lasso"),
        alt=f"{asked.request.unit} in {len(panels[0].axes)} dimensions, coloured by {COLOURS[asked.colour].label.lower()}",
    )
    _below(pictures)
    _selected(asked, pictures, found, hand, flat, texts)
    commands = "\n".join(request.command() for request in asked.requests(sides[1] if len(sides) > 1 else None))
    return Shown(lambda: _rows(pictures), lambda: figure, commands)


def _pictures(asked: Drawing, sides: list[Selection], spaces: list[Space], texts: Texts) -> list[Picture]:
    requests = asked.requests(sides[1] if len(sides) > 1 else None)
    return [_picture(request, _of(request, sides, spaces, side), texts, side) for side, request in enumerate(requests)]


def _of(request: MapRequest, sides: list[Selection], spaces: list[Space], side: int) -> tuple[Space, ...]:
    """The space that is shown and, if that is another, the one that it was fitted on."""
    fitted = [space for one, space in zip(sides, spaces, strict=True) if one.checkpoint == request.fit_on]
    return (spaces[side], *fitted)


def _picture(request: MapRequest, spaces: tuple[Space, ...], texts: Texts, side: int) -> Picture:
    if request.projection == "pca":
        return principal_picture(request, spaces, texts)
    found = kept_picture(request, spaces, texts)
    if found is not None:
        return found
    checkpoints = [name for name in (request.selection.checkpoint, request.fit_on) if name]
    in_the_background("map", request, checkpoints, instead_of=f"map-{side}")
    dimensions = DIMENSIONS.of({DIMENSIONS.name: DIMENSIONS.default} | dict(request.options))
    leading = Values(components=tuple(range(1, dimensions + 1)))
    meanwhile = replace(request, projection="pca", points=request.size, options=leading)
    return principal_picture(meanwhile, spaces, texts)


def _found(picture: Picture, word: str) -> np.ndarray:
    """Rows of a typed word."""
    if not word:
        return np.zeros(0, dtype=np.int64)
    return points_of_word(picture.space.table, picture.request.unit, picture.number, word)


def _panels(asked: Drawing, pictures: list[Picture], found: list[np.ndarray]) -> list[Panel]:
    panels = []
    for picture, lit in zip(pictures, found, strict=True):
        clusters = clusters_of(picture) if asked.colour == "cluster" else None
        colour = "frequency" if asked.colour == "cluster" and clusters is None else asked.colour
        names = np.where(picture.details.punctuation, "", picture.details.name)
        panels.append(
            panel_of(
                picture.answer,
                picture.details,
                colour,
                clusters,
                picture.text or None,
                picture.points,
                labels=well_spread(picture.points, asked.labels, names),
                found=lit,
            )
        )
    return panels


def _panel_of_curves(figure: Any, panels: int) -> list[int]:
    """Which picture each trace is in."""
    found = []
    for trace in figure.data:
        axis = str(getattr(trace, "xaxis", None) or getattr(trace, "scene", None) or "x")
        number = axis.lstrip("xscen")
        found.append(int(number) - 1 if number else 0)
    return found


def _below(pictures: list[Picture]) -> None:
    """How far to trust each picture, under it."""
    waiting = measure_trust(pictures)
    for place, picture in zip(st.columns(_WIDE[len(pictures)], gap="large"), pictures, strict=True):
        with place:
            st.caption(plain(map_caption(picture.answer)))
            _trust(picture, small=len(pictures) > 1)
            for note in picture.answer["notes"]:
                if "seeded sample" not in note:  # the caption says so
                    st.caption(f":material/info: {plain(note)}")
    if waiting:
        _until_measured(pictures)


@st.fragment(run_every=0.7)
def _until_measured(pictures: list[Picture]) -> None:
    if not measure_trust(pictures):
        st.rerun()


def _trust(picture: Picture, small: bool) -> None:
    found, share = picture.answer["trust"], picture.answer["share"]
    if picture.measured and not found:
        st.caption("Too few points to say how far to trust the picture.")
        return
    tiles = {
        "variance": ("Variance shown", f"{decimals(sum(share), 1)} %" if share else "–"),
        "trustworthiness": ("Trustworthiness", decimals(found["trustworthiness"], 2) if found else "…"),
        "continuity": ("Continuity", decimals(found["continuity"], 2) if found else "…"),
        "kept": ("Neighbours kept", f"{decimals(100 * found['kept'], 0)} %" if found else "…"),
    }
    if small:
        told = [f"{label} **{value}**" for label, value in tiles.values() if value != "–"]
        meaning = "\n".join(f"- **{label}**: {TRUST[key]}" for key, (label, _) in tiles.items())
        st.markdown(" · ".join(told), help=meaning)
    else:
        for column, (key, (label, value)) in zip(st.columns(4), tiles.items(), strict=True):
            column.metric(label, value, help=TRUST[key])
    if found:
        st.caption(
            f"Of {found['k']} nearest neighbours by {found['metric']} distance among {found['n']:,} points; by chance "
            f"{decimals(100 * found['kept_by_chance'], 1)} % are kept."
        )
    else:
        st.caption("Measuring how far to trust the picture …")


def _selected(
    asked: Drawing,
    pictures: list[Picture],
    found: list[np.ndarray],
    hand: tuple[int, np.ndarray] | None,
    flat: bool,
    texts: Texts,
) -> None:
    unit = asked.request.unit
    if hand:
        panel, rows = hand
        chosen.listed(pictures[panel], rows, texts, f"{_count(len(rows), unit)} chosen")
    elif asked.word:
        chosen.listed(pictures[0], found[0], texts, f"{_count(len(found[0]), unit)} of “{plain(asked.word)}”")
    elif flat:
        st.caption(f"Draw a lasso or a box around {unit}, or type a word: they are listed here in their sentences.")
    else:
        st.caption("Type a word to list it in its sentences. Lasso and box work in two dimensions.")


def _count(n: int, unit: str) -> str:
    return f"{n:,} {unit if n != 1 else unit[:-1]}"


def _rows(pictures: list[Picture]) -> list[dict[str, Any]]:
    """Every point that is shown, for the footer's files."""
    return [
        {"checkpoint": picture.answer["side"]["title"]} | row
        for picture in pictures
        for row in tables.points(picture.answer | {"points": picture.points}, picture.details)
    ]
