"""Outlier dimensions on every layer, and what zeroing them does."""

import streamlit as st

from core.figures.removal.outliers import outliers_figure
from core.sentences.removal.directions import outliers_sentence
from core.studies.removal.outliers import OUTLIERS
from core.tables.removal import outliers_shown
from core.tables.table import Table
from pages.ui.ask import ask
from pages.ui.page import headline
from pages.ui.removal.chosen import Chosen, card_of, plot
from pages.ui.view import Shown, View

HELP = """
Each coordinate's share of the mean cosine of two tokens, on every layer (Timkey & van Schijndel 2021). These are coordinates, not principal directions.
"""


def draw(chosen: Chosen) -> Shown | None:
    """Sentence, figure, and a table where it is asked for."""
    answer = ask(OUTLIERS, chosen.first)
    if answer is None:
        return None
    headline(outliers_sentence(answer))
    figure = outliers_figure(answer, card_of(chosen.first).role)
    plot(figure, "outliers", "Share of the mean cosine held by the three largest dimensions of each layer")
    table: Table = [dict(row) for row in outliers_shown(answer)]
    if st.toggle("Show what setting them to 0 does", True, key="zeroed", bind="query-params"):
        st.table(table, hide_index=True, border="horizontal")
    return Shown(lambda: table, lambda: figure, OUTLIERS.command(chosen.first))


VIEW = View("outliers", draw, HELP, ("tokens",))
