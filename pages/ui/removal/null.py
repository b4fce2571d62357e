"""Dominant directions against random directions."""

from core.figures.removal.null import null_figure
from core.sentences.removal.directions import null_sentence
from core.studies.removal.null import NULL
from core.tables import removal as tables
from pages.ui.ask import ask
from pages.ui.page import headline
from pages.ui.removal.chosen import Chosen, card_of, plot
from pages.ui.view import Shown, View

HELP = """
The same number of *random* orthonormal directions, and random principal directions that hold the same *variance*, 99 draws each; the bands hold 95 of 100. If
dominant directions carried the task, removing them costs more than either.
"""


def draw(chosen: Chosen) -> Shown | None:
    """Sentence, and the score over bands of random removals."""
    answer = ask(NULL, chosen.first)
    if answer is None:
        return None
    headline(null_sentence(answer))
    figure = null_figure(answer, card_of(chosen.first).role)
    plot(figure, "null", "Score after removing dominant directions, over bands of random removals")
    return Shown(lambda: tables.null(answer), lambda: figure, NULL.command(chosen.first))


VIEW = View("null", draw, HELP, ("layer", "tokens"))
