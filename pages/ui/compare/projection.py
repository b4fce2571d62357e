"""Both spaces in one plane: what is chosen in one lights up in the other."""

from typing import Any

import numpy as np
import streamlit as st

from core.figures.compare import views as figures
from core.sentences import compare as words
from core.studies.compare.projection import VIEWS
from core.studies.comparison import Comparison
from core.tables import compare as tables
from core.texts import Texts
from core.texts.frequency import BANDS, frequency_band
from pages.ui.compare.shown import WORD_COLUMNS, Shown, notes
from pages.ui.export import PLOT
from pages.ui.page import headline
from pages.ui.work import answer_pair_now

SELECTABLE = PLOT | {"modeBarButtonsToRemove": ["autoScale2d"]}
LISTED = 300
_DRAWN = "pair_drawn"


def projection_view(comparison: Comparison, texts: Texts) -> Shown | None:
    """Two linked scatter plots; box, lasso, a typed word or a frequency band choose words in both."""
    found = answer_pair_now("compare-projection", comparison)
    headline(words.projection_sentence(found))
    row = st.columns([2, 2, 3, 3], vertical_alignment="bottom")
    plane = str(
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
    typed = row[2].text_input(
        "Light up a word", key="lit", bind="query-params", placeholder="a whole word", help="In either case of letters."
    )
    bands = row[3].multiselect(
        "Light up frequencies",
        list(BANDS),
        key="bands",
        bind="query-params",
        placeholder="Zipf bands",
        help="Zipf frequency: 3 is once in a million words, 6 once in a thousand.",
    )
    # Words are the same ones, in the same order, on every layer of two checkpoints: a selection outlives the layer.
    sides = comparison.first, comparison.second
    pair = (*(side.checkpoint for side in sides), comparison.first.texts, comparison.first.columns)
    lit = _named_words(found, typed.strip().casefold(), bands)
    if lit is None:
        lit = _drawn(pair, len(found["word"]))
    figure = figures.pair_figure(found, plane, colour, lit, dark=st.context.theme.type == "dark")
    key = f"pair-{plane}"
    st.plotly_chart(
        figure,
        key=key,
        config=SELECTABLE,
        on_select=lambda: _remember(key, pair),
        selection_mode=("box", "lasso", "points"),
        alt="Words of both spaces in one plane; a selection in one lights up in the other",
    )
    _list(found, texts, lit, typed)
    notes(found)
    return Shown(
        lambda: tables.shown_words(found),
        lambda: figure,
        comparison.command("projection", "layer", "method", "directions", "columns"),
    )


def _list(found: dict[str, Any], texts: Texts, lit: np.ndarray | None, typed: str) -> None:
    """The chosen words in their sentences, the most moved first."""
    if lit is None:
        st.caption(
            "Draw a box or a lasso in either plot, type a word, or choose frequencies: the same words light up in both."
        )
        return
    row = st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute")
    if not len(lit):
        row.markdown(f"**None of the {len(found['word']):,} words shown is chosen.**")
    elif len(lit) > LISTED:
        row.markdown(f"**{len(lit):,} words chosen**, the {LISTED} that moved most")
    else:
        row.markdown(f"**{len(lit):,} word{'s' * (len(lit) != 1)} chosen**, the most moved first")
    row.button("Choose none", icon=":material/close:", key="choose_none", on_click=_clear)
    if len(lit):
        order = lit[np.argsort(-np.array(found["moved"])[lit], kind="stable")]
        rows = words.shown_rows(found, texts, order[:LISTED])
        st.dataframe(rows, hide_index=True, column_config=WORD_COLUMNS, key="chosen")


def _named_words(found: dict[str, Any], typed: str, bands: list[str]) -> np.ndarray | None:
    """Indices of words that were typed and are of the chosen bands; None where neither was asked for."""
    if not typed and not bands:
        return None
    there = np.ones(len(found["word"]), dtype=bool)
    if typed:
        there &= np.array([str(word).casefold() == typed for word in found["word"]])
    if bands:
        there &= np.isin(np.array(BANDS, dtype=object)[frequency_band(np.array(found["zipf"]))], bands)
        there &= np.array(found["kind"]) != "punctuation"
    return np.flatnonzero(there)


def _remember(key: str, pair: tuple[Any, ...]) -> None:
    """What was drawn last is what is chosen; drawing nothing (a double click) chooses none."""
    drawn = figures.picked(st.session_state[key].selection.points)
    _clear()
    if drawn:
        st.session_state[_DRAWN] = (pair, drawn)


def _clear() -> None:
    st.session_state.pop(_DRAWN, None)
    st.session_state["lit"] = ""
    st.session_state["bands"] = []


def _drawn(pair: tuple[Any, ...], count: int) -> np.ndarray | None:
    of, drawn = st.session_state.get(_DRAWN, (None, []))
    chosen = np.array([i for i in drawn if i < count], dtype=int)
    return chosen if of == pair and len(chosen) else None
