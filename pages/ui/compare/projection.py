"""Both spaces in a common plane: what is chosen in either lights up in both."""

from typing import Any

import numpy as np
import streamlit as st

from core.figures.compare.projection import COLOURS, picked, projection_figure
from core.sentences.compare import projection_sentence
from core.studies.compare.projection import COMPARED_PROJECTION, PLANES, ComparedProjection
from core.studies.comparison import Comparison
from core.tables import compare as tables
from core.texts import Texts
from core.texts.frequency import BANDS, frequency_band
from core.texts.words import folded
from core.tokens.word_kinds import PUNCTUATION
from pages.ui.ask import ask_now
from pages.ui.compare.help import HELP, WORDS_NOT_PIECES
from pages.ui.compare.looked_at import APART, SETTING, WORD_COLUMNS, Pair, notes
from pages.ui.export import PLOT
from pages.ui.page import headline
from pages.ui.view import Shown, View

SELECTABLE = PLOT | {"modeBarButtonsToRemove": ["autoScale2d"]}
LISTED = 300
_DRAWN = "pair_drawn"
SameWords = tuple[Any, ...]  # what of a comparison decides which words there are, and in which order


def _draw(pair: Pair) -> Shown | None:
    """Two linked scatter plots; box, lasso, a typed word or a frequency band choose words in both."""
    answer = ask_now(COMPARED_PROJECTION, pair.comparison)
    headline(projection_sentence(answer))
    row = st.columns([2, 2, 3, 3], vertical_alignment="bottom")
    plane = _plane(row[0])
    colour = row[1].selectbox("Colour", list(COLOURS), key="colour", bind="query-params")
    same = _same_words(pair.comparison)
    lit = _typed_or_in_bands(answer, row[2], row[3])
    if lit is None:
        lit = _drawn(same, len(answer.word))
    figure = projection_figure(answer, plane, colour, lit, dark=st.context.theme.type == "dark")
    key = f"pair-{plane}"
    st.plotly_chart(
        figure,
        key=key,
        config=SELECTABLE,
        on_select=lambda: _remember(key, same),
        selection_mode=("box", "lasso", "points"),
        alt="Words of both spaces in one plane; a selection in one lights up in the other",
    )
    _list_chosen(answer, pair.texts, lit)
    notes(answer.notes)
    return Shown(lambda: tables.projection(answer), lambda: figure, COMPARED_PROJECTION.command(pair.comparison))


def _plane(place: Any) -> str:
    return str(
        place.segmented_control(
            "Plane",
            list(PLANES),
            default="shared",
            required=True,
            key="plane",
            bind="query-params",
            help="\n".join(f"- **{key}**: {meaning}" for key, meaning in PLANES.items()),
        )
    )


def _typed_or_in_bands(answer: ComparedProjection, word: Any, frequencies: Any) -> np.ndarray | None:
    """Indices of the words that are typed and of the bands that are chosen; None where neither is asked for."""
    typed = word.text_input(
        "Light up a word", key="lit", bind="query-params", placeholder="a whole word", help="In either case of letters."
    )
    bands = frequencies.multiselect(
        "Light up frequencies",
        list(BANDS),
        key="bands",
        bind="query-params",
        placeholder="Zipf bands",
        help="Zipf frequency: 3 is once in a million words, 6 once in a thousand.",
    )
    spelled = folded(typed.strip())
    if not spelled and not bands:
        return None
    is_lit = np.ones(len(answer.word), dtype=bool)
    if spelled:
        is_lit &= np.array([folded(str(shown)) == spelled for shown in answer.word])
    if bands:
        is_lit &= np.isin(np.array(BANDS, dtype=object)[frequency_band(answer.zipf)], bands)
        is_lit &= answer.kind != PUNCTUATION
    return np.flatnonzero(is_lit)


def _list_chosen(answer: ComparedProjection, texts: Texts, lit: np.ndarray | None) -> None:
    """The chosen words in their sentences, the most moved first."""
    if lit is None:
        st.caption(
            "Draw a box or a lasso in either plot, type a word, or choose frequencies: the same words light up in both."
        )
        return
    row = st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute")
    if not len(lit):
        row.markdown(f"**None of the {len(answer.word):,} words shown is chosen.**")
    elif len(lit) > LISTED:
        row.markdown(f"**{len(lit):,} words chosen**, the {LISTED} that moved most")
    else:
        row.markdown(f"**{len(lit):,} word{'s' * (len(lit) != 1)} chosen**, the most moved first")
    row.button("Choose none", icon=":material/close:", key="choose_none", on_click=_clear)
    if len(lit):
        order = lit[np.argsort(-answer.moved[lit], kind="stable")]
        rows = tables.words_in_sentences(answer, texts, order[:LISTED])
        st.dataframe(rows, hide_index=True, column_config=WORD_COLUMNS, key="chosen")


def _same_words(comparison: Comparison) -> SameWords:
    """What names the words of a projection: they are the same on every layer of two checkpoints."""
    return comparison.first.checkpoint, comparison.second.checkpoint, comparison.first.texts, comparison.first.columns


def _remember(key: str, same: SameWords) -> None:
    """Remember what was drawn last as the choice; drawing nothing (a double click) chooses none."""
    drawn = picked(st.session_state[key].selection.points)
    _clear()
    if drawn:
        st.session_state[_DRAWN] = (same, drawn)


def _clear() -> None:
    st.session_state.pop(_DRAWN, None)
    st.session_state["lit"] = ""
    st.session_state["bands"] = []


def _drawn(same: SameWords, count: int) -> np.ndarray | None:
    of, drawn = st.session_state.get(_DRAWN, (None, []))
    chosen = np.array([i for i in drawn if i < count], dtype=int)
    return chosen if of == same and len(chosen) else None


PROJECTION = View("projection", _draw, f"{HELP['projection']}{WORDS_NOT_PIECES}", SETTING, (APART,))
