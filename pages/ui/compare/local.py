"""Whether local structure fades."""

import streamlit as st

from core.figures.compare.local import local_figure
from core.sentences.compare import local_sentence
from core.studies.compare.local import COMPARED_LOCAL, MEASURES
from core.tables import compare as tables
from pages.ui.ask import ask
from pages.ui.compare.help import HELP, WORDS_NOT_PIECES
from pages.ui.compare.interval_table import local_table
from pages.ui.compare.looked_at import APART, ONE_AT_A_TIME, SETTING, Pair, notes
from pages.ui.export import PLOT
from pages.ui.page import headline
from pages.ui.view import Shown, View


def _draw(pair: Pair) -> Shown | None:
    """How well groups of words are separated in both spaces."""
    answer = ask(COMPARED_LOCAL, pair.comparison, instead_of=ONE_AT_A_TIME)
    if answer is None:
        return None
    headline(local_sentence(answer))
    figure = local_figure(answer)
    st.plotly_chart(figure, key="local", config=PLOT, alt="How well groups of words are kept apart in both spaces")
    local_table(answer, MEASURES)
    notes(answer.notes)
    return Shown(lambda: tables.local(answer), lambda: figure, COMPARED_LOCAL.command(pair.comparison))


LOCAL = View("local", _draw, f"{HELP['local']}{WORDS_NOT_PIECES}", SETTING, (APART,))
