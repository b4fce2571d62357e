"""Words that moved most and least between two spaces."""

from typing import Any

import numpy as np
import streamlit as st

from core.figures.compare.words import words_figure
from core.sentences.compare import words_sentence
from core.studies.compare.words import COMPARED_WORDS, ComparedWords
from core.tables import compare as tables
from core.texts.words import folded
from pages.ui.ask import ask_now
from pages.ui.compare.help import HELP, WORDS_NOT_PIECES
from pages.ui.compare.looked_at import APART, SETTING, WORD_COLUMNS, Pair, notes
from pages.ui.export import PLOT
from pages.ui.page import headline
from pages.ui.view import Shown, View

_ORDERS = ("moved most", "moved least", "lost most neighbours")
_LISTED, _LABELLED = 200, 12


def _draw(pair: Pair) -> Shown | None:
    """Every word in a figure, some in a table with their neighbours before and after."""
    answer = ask_now(COMPARED_WORDS, pair.comparison)
    headline(words_sentence(answer))
    row = st.columns([2, 3], vertical_alignment="bottom")
    typed = _typed(row[0])
    chosen = _in_order(answer, typed, _order(row[1]))
    figure = words_figure(answer, chosen[:_LABELLED] if typed else ())
    st.plotly_chart(figure, key="words", config=PLOT, alt="How far each word moved against its frequency")
    count = len(answer.words)
    if typed and not chosen:
        st.info(f"None of the {count:,} words has that in it. Words are here that occur at least {answer.least} times.")
    else:
        st.caption(f"{min(len(chosen), _LISTED):,} of {count:,} words with at least {answer.least} occurrences")
        rows = tables.some_words(answer, chosen[:_LISTED])
        st.dataframe(rows, hide_index=True, height=420, column_config=WORD_COLUMNS, key="moved")
    notes(answer.notes)
    return Shown(lambda: tables.words(answer), lambda: figure, COMPARED_WORDS.command(pair.comparison))


def _typed(place: Any) -> str:
    typed = place.text_input("Find a word", key="word", bind="query-params", placeholder="a word, or a part of one")
    return folded(str(typed).strip())


def _order(place: Any) -> str:
    return str(
        place.segmented_control(
            "Words that", _ORDERS, default=_ORDERS[0], required=True, key="order", bind="query-params"
        )
    )


def _in_order(answer: ComparedWords, typed: str, order: str) -> list[int]:
    """Indices of the words that have what was typed in them."""
    chosen = [i for i, word in enumerate(answer.words) if typed in word]
    if order == _ORDERS[1]:
        chosen.reverse()
    elif order == _ORDERS[2]:
        chosen.sort(key=lambda i: 2.0 if np.isnan(answer.kept[i]) else answer.kept[i])
    return chosen


WORDS = View("words", _draw, f"{HELP['words']}{WORDS_NOT_PIECES}", SETTING, (APART,))
