"""Figure 2, honestly: maps coloured by word frequency, and how much of frequency a space knows."""

import streamlit as st

from core.spaces import Space
from core.studies.question import texts_of
from core.studies.selection import Selection
from pages.ui.export import footer
from pages.ui.frequency.bias import BIAS
from pages.ui.frequency.controls import NONE, beside, language, other_side, setting
from pages.ui.frequency.map import MAP
from pages.ui.frequency.sides import Sides
from pages.ui.page import error_boundary, how_to_read, open_page
from pages.ui.view import Views
from pages.ui.work import space_or_progress

VIEWS: Views = {view.key: view for view in (MAP, BIAS)}


@st.fragment
def the_page(selection: Selection) -> None:
    """The answer, the controls, a view of a space or two; nothing in it redraws the menu."""
    with error_boundary():
        head = st.container()
        row = st.columns([2, 3, 2], vertical_alignment="bottom")
        name = str(
            row[0].segmented_control("View", list(VIEWS), default="map", required=True, key="view", bind="query-params")
        )
        view = VIEWS[name]
        with row[1]:
            second = beside(selection)
        with row[2]:
            selection = language(selection)
        texts = texts_of(selection)
        spaces: list[Space | None] = []
        for checkpoint in (selection.checkpoint, *([second] if second else [])):
            with error_boundary(stop=checkpoint == selection.checkpoint):  # without the second there is one map
                spaces.append(space_or_progress(selection.but(checkpoint=checkpoint), texts))
        there = [space for space in spaces if space is not None]
        if spaces[0] is None:
            how_to_read(view.help)
            return
        selections = [setting(selection, there[0], view.settings)]
        if second and len(there) > 1:
            selections.append(other_side(selections[0], second, *there))
        shown = view.draw(Sides(tuple(selections), tuple(there), texts, head))
        how_to_read(view.help)
        if shown:
            footer(
                selections[0],
                f"{' and '.join(side.checkpoint for side in selections)} reading {texts.title}: {name}",
                shown.command,
                shown.table,
                shown.figure,
                f"isoscope-frequency-{name}",
                {"beside": second or NONE},
            )


the_page(open_page("Frequency", "Does the space encode word frequency?"))
