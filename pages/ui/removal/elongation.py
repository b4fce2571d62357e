"""How many directions are elongated, checkpoint beside checkpoint."""

import streamlit as st

from core.sentences.removal.directions import elongation_sentence
from core.studies.removal.elongation import ELONGATION, TAUS, ElongatedDirections
from core.tables.removal import elongation_shown
from core.tables.table import Table
from pages.ui.ask import ask
from pages.ui.page import error_boundary, headline
from pages.ui.removal.chosen import Chosen, card_of
from pages.ui.view import Shown, View

HELP = r"""
**Elongated directions**: found on one half of the sentences, their variance is measured on the other half, so that neither chance nor what a sentence's
tokens share makes a direction long. Counted are the leading ones up to the last that holds four times the variance (is twice as long) as the later ones on
average: so many must go until none is left that is. The count depends on no basis and on no huge direction, but the factor of four is a convention: the table
gives others. *Horn's* and the *Marchenko-Pastur* edge take tokens for independent; Horn's also hangs on the coordinates. The paper says that the
number of elongated directions grows in fine-tuning and does not measure it.
"""


def draw(chosen: Chosen) -> Shown | None:
    """Sentence and table of all checkpoints."""
    tau = float(
        st.select_slider(
            "I(W) at least", TAUS, 0.5, key="tau", bind="query-params", help="τ: how isotropic the rest has to be."
        )
    )
    answers: list[tuple[str, ElongatedDirections]] = []
    for selection in chosen.with_twin:
        with error_boundary(stop=False):
            if answer := ask(ELONGATION, selection):
                answers.append((card_of(selection).title, answer))
    if not answers:
        return None
    headline(elongation_sentence(answers, tau))
    table: Table = [dict(row) for row in elongation_shown(answers, tau)]
    st.table(table, hide_index=True, border="horizontal")
    st.caption(
        "In brackets: 95 % intervals over sentences (half-samples). All of these depend on the number of tokens."
    )
    return Shown(lambda: table, None, "\n".join(ELONGATION.command(selection) for selection in chosen.with_twin))


VIEW = View("elongated", draw, HELP, ("layer", "tokens"), ("with", "twin"))
