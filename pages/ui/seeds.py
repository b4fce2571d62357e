"""What is shown of a fine-tuned checkpoint, as mean and standard deviation over the seeds of its training."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from core.checkpoints import card_for
from core.checkpoints.trained import seeds_of
from core.studies.question import Question
from core.studies.selection import Selection
from core.tables.seeds import mean_and_sd, mean_and_sd_text
from core.tables.table import Table
from pages.ui.ask import ask
from pages.ui.export import files

A = TypeVar("A")


def over_seeds(
    selection: Selection, question: Question[Selection, A], table: Callable[[A], Table], quick: bool = False
) -> None:
    """A switch, and the answer's table over all seeds; nothing for a checkpoint with a single seed.

    Parameters
    ----------
    selection : Selection
        Of any of the seeds.
    question : Question
    table : callable
        The answer as rows.
    quick : bool
        As for `ask`.
    """
    seeds = seeds_of(card_for(selection.checkpoint))
    if len(seeds) < 2:
        return
    shown = st.toggle(
        f"Mean ± standard deviation over the {len(seeds)} seeds of this training",
        key="seeds",
        bind="query-params",
        help="The same question put to every seed: " + ", ".join(card.key for card in seeds),
    )
    if not shown:
        return
    answers = [ask(question, selection.but(checkpoint=card.key), quick) for card in seeds]
    present = [answer for answer in answers if answer is not None]
    if len(present) == len(answers):
        rows = mean_and_sd([table(answer) for answer in present])
        st.dataframe(mean_and_sd_text(rows), hide_index=True)
        files(
            lambda: rows, None, f"isoscope-seeds-{question.key}", f"Mean and standard deviation over {len(seeds)} seeds"
        )
