"""What is chosen in a map: drawn by hand or typed, listed in its sentences, with its frequencies."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from core.figures.frequency.histogram import frequency_histogram
from core.tables import frequency as tables
from core.texts import Texts
from pages.ui.export import PLOT, csv_text
from pages.ui.frequency.pictures import Picture

LISTED = 500
_DRAWN = "map_drawn"
_NUMBER, _TEXT = st.column_config.NumberColumn, st.column_config.TextColumn
_COLUMNS = {
    "before": _TEXT(width="medium"),
    "name": _TEXT("name", help="The word, or the beginning of the sentence."),
    "zipf": _NUMBER("Zipf", format="%.1f", help="Frequency: 3 once in a million words, 6 once in a thousand."),
    "tokens": _NUMBER("n", help="Tokens that the point is the mean of."),
    "sentence": _NUMBER(format="%d"),
    "sub-word": st.column_config.CheckboxColumn(help="Whether the tokenizer cuts the word."),
    "punctuation": st.column_config.CheckboxColumn(),
}
_ORDER = {
    "tokens": ("before", "token", "after", "zipf", "name", "position", "sub-word", "sentence", "genre"),
    "words": ("name", "tokens", "zipf", "before", "token", "after", "position", "sub-word"),
    "sentences": ("name", "tokens", "zipf", "sentence length", "sentence", "genre"),
}


def units_shown(picture: Picture) -> tuple[Any, ...]:
    """What names the points, whatever layer, method and projection place them: a choice outlives a change of these."""
    request = picture.request
    return picture.space.key, request.unit, request.selection.tokens, request.selection.seed, request.size


def picked(points: Iterable[dict[str, Any]]) -> list[int]:
    """The points of a selection, each once, increasing: rows of the picture that they belong to."""
    rows = (point.get("customdata") for point in points)
    return sorted({int(row[0] if isinstance(row, list) else row) for row in rows if row is not None})


def remember(key: str, pictures: list[Picture], panel_of_curve: list[int]) -> None:
    """Remember what was drawn last; drawing nothing (a double click) chooses none."""
    points = st.session_state[key].selection.points
    forget()
    if points:
        panel = panel_of_curve[points[0]["curve_number"]]
        here = [point for point in points if panel_of_curve[point["curve_number"]] == panel]
        st.session_state[_DRAWN] = (units_shown(pictures[panel]), panel, picked(here))


def forget() -> None:
    """Choose nothing by hand."""
    st.session_state.pop(_DRAWN, None)


def choose_none() -> None:
    """Choose nothing by hand, and no word."""
    forget()
    st.session_state["lit"] = ""


def drawn(pictures: list[Picture]) -> tuple[int, np.ndarray] | None:
    """The panel in which something was drawn, and the rows of its points."""
    of, panel, rows = st.session_state.get(_DRAWN, (None, 0, []))
    if panel >= len(pictures) or of != units_shown(pictures[panel]):
        return None
    return panel, np.array(rows, dtype=np.int64)


def dim_others(figure: go.Figure, panels: list[int], pictures: list[Picture], panel: int, rows: np.ndarray) -> None:
    """Mark chosen points in their own panel, and in the other where it shows the same points."""
    there = pictures[panel].map.number
    for trace, of in zip(figure.data, panels, strict=True):
        if trace.customdata is None:
            continue
        same = of == panel or np.array_equal(pictures[of].map.number, there)
        if same:
            trace.selectedpoints = np.flatnonzero(np.isin(np.asarray(trace.customdata), rows))
            trace.update(unselected={"marker": {"opacity": 0.06}}, selected={"marker": {"opacity": 1.0}})


def listed(picture: Picture, rows: np.ndarray, texts: Texts, words: str) -> None:
    """Chosen points in their sentences, and how frequent they are beside all points."""
    row = st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute")
    title = picture.map.side.title
    row.markdown(f"**{words}** in {title}{f', the first {LISTED}' if len(rows) > LISTED else ''}", width="content")
    buttons = row.container(horizontal=True, width="content")
    if len(rows):
        buttons.download_button(
            "CSV of all",
            lambda: csv_text(tables.in_context(picture.details, picture.space.table, texts, rows)),
            "isoscope-selection.csv",
            "text/csv",
            on_click="ignore",
            icon=":material/download:",
        )
    buttons.button("Choose none", icon=":material/close:", key="choose_none", on_click=choose_none)
    if not len(rows):
        return
    left, right = st.columns([3, 2], gap="medium")
    shown = tables.in_context(picture.details, picture.space.table, texts, rows[:LISTED])
    order = [name for name in _ORDER[picture.request.unit] if name != "genre" or texts.genres]
    left.dataframe(shown, hide_index=True, height=300, column_order=order, column_config=_COLUMNS, key="chosen")
    figure = frequency_histogram(picture.details.frequency[rows], picture.details.frequency)
    alt = "Frequencies of the chosen points beside those of all points"
    right.plotly_chart(figure, key="histogram", config=PLOT, alt=alt)
