"""Angles between dominant subspaces, and what lies inside the other's."""

import streamlit as st

from core.figures.compare.directions import directions_figure
from core.sentences.compare import directions_sentence
from core.studies.compare.directions import COMPARED_DIRECTIONS
from core.tables import compare as tables
from pages.ui.ask import ask_now
from pages.ui.compare.help import HELP, WORDS_NOT_PIECES
from pages.ui.compare.looked_at import APART, SETTING, Pair, notes
from pages.ui.export import PLOT
from pages.ui.page import headline
from pages.ui.view import Shown, View


def _draw(pair: Pair) -> Shown | None:
    """Principal angles, and what lies inside the other's dominant subspace."""
    answer = ask_now(COMPARED_DIRECTIONS, pair.comparison)
    headline(directions_sentence(answer))
    figure = directions_figure(answer, _frame(list(answer.frames)))
    st.plotly_chart(
        figure, key="shares", config=PLOT, alt="Share of each direction inside the other's dominant subspace"
    )
    with st.expander("All angles", icon=":material/table:"):
        st.dataframe(tables.angles(answer), hide_index=True)
    notes(answer.notes)
    return Shown(lambda: tables.directions(answer), lambda: figure, COMPARED_DIRECTIONS.command(pair.comparison))


def _frame(frames: list[str]) -> str:
    if len(frames) == 1:
        return frames[0]
    return str(
        st.segmented_control(
            "Coordinates",
            frames,
            default=frames[0],
            required=True,
            key="frame",
            bind="query-params",
            help="**own**: as they are. **rotated**: after the rotation that brings the spaces closest (Procrustes).",
        )
    )


DIRECTIONS = View("directions", _draw, f"{HELP['directions']}{WORDS_NOT_PIECES}", SETTING, (APART,))
