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
from pages.ui.effect import smallest_effect, with_options
from pages.ui.export import PLOT
from pages.ui.page import headline
from pages.ui.view import Shown, View


def _draw(pair: Pair) -> Shown | None:
    """How well groups of words are separated in both spaces."""
    answer = ask(COMPARED_LOCAL, pair.comparison, instead_of=ONE_AT_A_TIME)
    if answer is None:
        return None
    place = st.container()
    smallest = smallest_effect()
    with place:
        headline(local_sentence(answer, smallest))
    figure = local_figure(answer)
    st.plotly_chart(figure, key="local", config=PLOT, alt="How well groups of words are kept apart in both spaces")
    local_table(answer, MEASURES, smallest)
    notes(answer.notes)
    command = with_options(COMPARED_LOCAL.command(pair.comparison), smallest)
    return Shown(lambda: tables.local(answer, smallest), lambda: figure, command)


LOCAL = View("local", _draw, f"{HELP['local']}{WORDS_NOT_PIECES}", SETTING, (APART,))
