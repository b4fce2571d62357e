"""Both spaces in one plane: what is chosen in one lights up in the other."""

from typing import Any

import numpy as np
import streamlit as st

from core import comparison_tables as tables
from core.figures import comparison as figures
from core.studies import comparison_words as words
from core.studies.compared_projection import VIEWS
from core.studies.pair import Comparison
from core.tables import Table
from core.texts import Texts
from core.texts.frequency import BANDS, frequency_band
from pages.ui.export import PLOT
from pages.ui.page import headline
from pages.ui.plain import plain
from pages.ui.work import answer_pair

SELECTABLE = PLOT | {"modeBarButtonsToRemove": ["autoScale2d"]}


@st.fragment
def projection_view(comparison: Comparison, texts: Texts) -> tuple[Table, Any] | None:
    """Two linked scatter plots; box, lasso, a typed word or a frequency band choose words in both."""
    found = answer_pair("compare-projection", comparison)
    if found is None:
        return None
    headline(words.projection_sentence(found))
    row = st.columns([2, 2, 3, 3], vertical_alignment="bottom")
    frame = str(
        row[0].segmented_control(
            "Plane",
            list(VIEWS),
            default="shared",
            required=True,
            key="plane",
            bind="query-params",
            help="\n".join(f"- **{key}**: {meaning}" for key, meaning in VIEWS.items()),
        )
    )
    colour = row[1].selectbox("Colour", list(figures.COLOURS), key="colour", bind="query-params")
    typed = row[2].text_input("Light up a word", key="lit", bind="query-params").strip().casefold()
    bands = row[3].multiselect("Light up frequencies", list(BANDS), key="bands", bind="query-params")
    lit = _lit(found, typed, bands)
    figure = figures.pair_figure(found, frame, colour, lit, dark=st.context.theme.type == "dark")
    event = st.plotly_chart(
        figure,
        key=f"pair-{frame}",
        config=SELECTABLE,
        on_select="rerun",
        selection_mode=("box", "lasso", "points"),
        alt="Words of both spaces in one plane; a selection in one lights up in the other",
    )
    drawn = figures.picked(event.selection.points)
    if drawn and st.session_state.get("pair_drawn") != drawn:
        st.session_state["pair_drawn"] = drawn
        st.rerun(scope="fragment")
    chosen = lit if lit is not None else np.array(st.session_state.get("pair_drawn", []), dtype=int)
    if len(chosen):
        st.markdown(f"**{len(chosen):,} words chosen**, the most moved first")
        order = chosen[np.argsort(-np.array(found["moved"])[chosen])]
        st.dataframe(words.shown_rows(found, texts, order[:300]), hide_index=True)
    else:
        st.caption(
            "Draw a box or a lasso in either plot, type a word, or choose a frequency band: the same words light up in both."
        )
    for note in found["notes"]:
        st.caption(f":material/info: {plain(note)}")
    return tables.shown_words(found), figure


def _lit(found: dict[str, Any], typed: str, bands: list[str]) -> np.ndarray | None:
    """Indices of words that were typed or are of the chosen bands; None where neither was asked for, but drawn ones."""
    if typed or bands:
        there = np.ones(len(found["word"]), dtype=bool)
        if typed:
            there &= np.array([str(word).casefold() == typed for word in found["word"]])
        if bands:
            there &= np.isin(np.array(BANDS, dtype=object)[frequency_band(np.array(found["zipf"]))], bands)
        return np.flatnonzero(there)
    drawn = st.session_state.get("pair_drawn")
    return np.array(drawn, dtype=int) if drawn else None
