"""What is shown of a fine-tuned checkpoint, as mean and standard deviation over the seeds of its training."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from core.checkpoints import card_for
from core.checkpoints.trained import seeds_of
from core.studies.selection import Selection
from core.tables.seeds import mean_and_sd, mean_and_sd_text
from core.tables.table import Table
from pages.ui.export import files
from pages.ui.work import answer


def over_seeds(selection: Selection, study: str, table: Callable[[Any], Table], quick: bool = False) -> None:
    """A switch, and the study's table over all seeds; nothing for a checkpoint that has one seed.

    Parameters
    ----------
    selection : Selection
        Of one seed.
    study : str
    table : callable
        The study's answer as rows.
    quick : bool
        As for `answer`.
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
    answers = [answer(study, replace(selection, checkpoint=card.key), quick) for card in seeds]
    if all(found is not None for found in answers):
        rows = mean_and_sd([table(found) for found in answers])
        st.dataframe(mean_and_sd_text(rows), hide_index=True)
        files(lambda: rows, None, f"isoscope-seeds-{study}", f"Mean and standard deviation over {len(seeds)} seeds")
