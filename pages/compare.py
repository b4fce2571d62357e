"""Two checkpoints side by side: what fine-tuning did to this space."""

from dataclasses import replace

import streamlit as st

from core.studies.selection import Selection
from core.texts import find
from pages.ui.compare_controls import linked_controls, second_checkpoint
from pages.ui.compare_views import VIEWS
from pages.ui.export import footer
from pages.ui.page import error_boundary, how_to_read, open_page
from pages.ui.work import space_or_progress

HOW = r"""
**Words, not pieces**: two tokenizers cut words differently, so the spaces are compared on words: the mean of a word's pieces, for each of its
occurrences in the same sentences.

**measures**: every number of both, their difference, and its 95 % interval by a paired bootstrap (pairs of sentences for the score, sentences with
all their tokens for the others). *Not distinguishable*: the interval holds zero. I(W) depends on n, on the width and on scale; notes say where that matters.

**projection**: both spaces in one plane. *shared*: the principal directions of the two together; *own*: each on its own, the second turned onto the
first (orthogonal Procrustes). *Moved* is a word's distance in the common frame: 0 where it was, 1.41 as far as two unrelated spaces.

**drift**: debiased linear CKA of every layer with every layer (1: the same up to rotation, shift and scale; 0: unrelated), and the share of its 10
nearest neighbours that a word keeps, by frequency band, beside what chance gives.

**directions**: principal angles between the subspaces of the k dominant directions (0°: the same), and the share of each of the second's directions
that lies inside the first's top k.

**words**: what moved most and least. **local**: whether kinds of words, frequency bands and clusters are kept apart, each against shuffled labels: the
paper's claim that local structure fades, as numbers. **table**: any number of checkpoints.
"""


def compare(selection: Selection, second: str) -> None:
    """Both halves' spaces, then the chosen view of them."""
    texts = find(selection.texts)
    first_space, second_space = (
        space_or_progress(replace(selection, checkpoint=name), texts) for name in (selection.checkpoint, second)
    )
    if first_space is None or second_space is None:
        return
    view = str(
        st.segmented_control("View", list(VIEWS), default="measures", required=True, key="view", bind="query-params")
    )
    part, draw, fields = VIEWS[view]
    comparison = linked_controls(selection, second, (first_space, second_space), fields)
    shown = draw(comparison, texts)
    how_to_read(HOW)
    if shown:
        table, figure = shown
        footer(
            selection,
            f"{selection.checkpoint} and {second} reading {texts.title}: {view}",
            comparison.command(part, *fields, "columns"),
            lambda: table,
            (lambda: figure) if figure is not None else None,
            f"isoscope-compare-{view}",
        )


selection = open_page("Compare", "What did fine-tuning do to this space?")
with error_boundary():
    second = second_checkpoint(selection)
    if second:
        compare(selection, second)
    else:
        st.info(
            "Choose a second checkpoint: any other one, as a rule what was fine-tuned from the first.",
            icon=":material/compare_arrows:",
        )
        st.page_link("pages/fine_tune.py", label="Fine-tune one", icon=":material/model_training:")
        how_to_read(HOW)
