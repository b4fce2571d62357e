"""Each direction alone removed: the changes at once, their intervals when the job has them."""

import numpy as np

from core.figures.removal.leave_one_out import leave_one_out_figure
from core.sentences.removal.directions import leave_one_out_sentence
from core.studies.removal.leave_one_out import LEAVE_ONE_OUT, LeaveOneOut
from core.tables import removal as tables
from pages.ui.ask import ask
from pages.ui.page import headline
from pages.ui.removal.chosen import Chosen, card_of, plot, removal_of
from pages.ui.view import Shown, View

HELP = """
The score without direction i alone, minus the score with all; paired bootstrap over pairs (those that share a sentence together), 500 draws, each direction by itself. Some such
intervals leave out zero by chance: as many as when gold scores are dealt to other pairs. *Together*: intervals that hold all changes at once.
"""


def draw(chosen: Chosen) -> Shown | None:
    """Sentence, and a point with its interval for each direction."""
    answer = ask(LEAVE_ONE_OUT, chosen.first)
    if answer:
        headline(leave_one_out_sentence(answer))
    shown = answer or _without_intervals(chosen)
    if shown is None:
        return None
    figure = leave_one_out_figure(shown, card_of(chosen.first).role)
    plot(figure, "single", "Change of the score with each direction alone removed")
    return Shown(lambda: tables.leave_one_out(shown), lambda: figure, LEAVE_ONE_OUT.command(chosen.first))


def _without_intervals(chosen: Chosen) -> LeaveOneOut | None:
    """What is known before the job has ended."""
    change = removal_of(chosen.first, chosen.space, chosen.texts).without_each()
    unknown = np.full(0 if change is None else len(change), np.nan)
    return None if change is None else LeaveOneOut(np.nan, change, unknown, unknown, unknown, unknown, np.nan)


VIEW = View("one-by-one", draw, HELP, ("layer", "tokens"))
