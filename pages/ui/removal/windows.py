"""A heat map over all windows of removed directions, under two sliders that go through every window."""

import numpy as np
import streamlit as st

from core.figures.removal.windows import windows_figure
from core.sentences.removal.directions import window_sentence
from core.studies.removal.windows import WINDOWS
from core.tables import removal as tables
from pages.ui.ask import ask
from pages.ui.removal.chosen import Chosen, plot, removal_of
from pages.ui.removal.window_slider import chosen_window, window_slider
from pages.ui.view import Shown, View

HELP = "Directions a to b removed, all windows from cumulative sums."


def draw(chosen: Chosen) -> Shown | None:
    """Sliders and heat map."""
    answer = ask(WINDOWS, chosen.first, quick=True)
    if answer is None:
        return None
    _sliders(chosen, answer.edges)
    figure = windows_figure(answer, st.context.theme.type == "dark")
    plot(figure, "windows", "Change of the score after removing each window of directions")
    st.caption(
        "Cells: every number of directions up to 16, steps of 5 % beyond; the sliders go through all, and the command line has every "
        "window (--part every-window). The best window was chosen on these pairs, so its score is too high as an estimate for others."
    )
    return Shown(lambda: tables.windows(answer), lambda: figure, WINDOWS.command(chosen.first))


@st.fragment
def _sliders(chosen: Chosen, edges: np.ndarray) -> None:
    """The sliders alone: the figure below them need not be drawn again to follow."""
    layer = removal_of(chosen.first, chosen.space, chosen.texts)
    begin, end, at_rest = chosen_window(layer.dim - 1)
    now = layer.window(begin, end, intervals=at_rest)
    before = layer.window(0, 0, intervals=False).log10
    sentence = window_sentence(now, begin, end, before)
    window_slider((begin, end), layer.dim - 1, sentence, edges.tolist(), "windows")


VIEW = View("windows", draw, HELP, ("layer", "tokens"))
