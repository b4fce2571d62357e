"""Figure 2, honestly: maps coloured by word frequency, and how much of frequency a space knows."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.spaces import Space
from core.studies.question import texts_of
from core.studies.selection import Selection
from core.texts import Texts
from pages.ui.compare.shown import Shown
from pages.ui.export import footer
from pages.ui.frequency.bias import bias_view
from pages.ui.frequency.controls import NONE, beside, language, other_side, setting
from pages.ui.frequency.help import BIAS, MAP
from pages.ui.frequency.map import map_view
from pages.ui.page import error_boundary, how_to_read, open_page
from pages.ui.work import space_or_progress


@dataclass(frozen=True)
class View:
    """One way to look at word frequency: what draws it, and how to read it."""

    draw: Callable[[list[Selection], list[Space], Texts, DeltaGenerator], Shown | None]
    how: str


VIEWS = {"map": View(map_view, MAP), "bias": View(bias_view, BIAS)}


@st.fragment
def the_page(selection: Selection) -> None:
    """The answer, the controls, a view of one space or two; nothing in it redraws the menu."""
    with error_boundary():
        head = st.container()
        row = st.columns([2, 3, 2], vertical_alignment="bottom")
        name = str(
            row[0].segmented_control("View", list(VIEWS), default="map", required=True, key="view", bind="query-params")
        )
        with row[1]:
            second = beside(selection)
        with row[2]:
            selection = language(selection)
        texts = texts_of(selection)
        names = [selection.checkpoint, *([second] if second else [])]
        found: list[Space | None] = []
        for one in names:
            with error_boundary(stop=one == selection.checkpoint):  # without the other half there is one map
                found.append(space_or_progress(replace(selection, checkpoint=one), texts))
        spaces = [space for space in found if space is not None]
        if found[0] is None:
            how_to_read(VIEWS[name].how)
            return
        sides = [setting(selection, spaces[0], name == "map")]
        if second and len(spaces) > 1:
            sides.append(other_side(sides[0], second, *spaces))
        shown = VIEWS[name].draw(sides, spaces, texts, head)
        how_to_read(VIEWS[name].how)
        if shown:
            footer(
                sides[0],
                f"{' and '.join(side.checkpoint for side in sides)} reading {texts.title}: {name}",
                shown.command,
                shown.table,
                shown.figure,
                f"isoscope-frequency-{name}",
                {"beside": second or NONE},
            )


the_page(open_page("Frequency", "Does the space encode word frequency?"))
