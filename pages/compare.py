"""Two checkpoints side by side: what fine-tuning did to this space."""

from dataclasses import replace

import streamlit as st

from core.studies.selection import Selection
from core.texts import find
from pages.ui.compare.controls import linked_controls, second_checkpoint, sides_apart
from pages.ui.compare.looked_at import APART, Pair
from pages.ui.compare.views import VIEWS
from pages.ui.export import footer
from pages.ui.page import error_boundary, how_to_read, open_page
from pages.ui.view import View
from pages.ui.work import space_or_progress


def compare(selection: Selection, second: str, view: View[Pair], free: bool) -> None:
    """Both checkpoints' spaces, then the chosen view of them."""
    texts = find(selection.texts)
    first_space, second_space = (
        space_or_progress(replace(selection, checkpoint=name), texts) for name in (selection.checkpoint, second)
    )
    if first_space is None or second_space is None:
        how_to_read(view.help)
        return
    comparison = linked_controls(selection, second, (first_space, second_space), view.settings, free)
    shown_and_footer(view, Pair(comparison, texts))


@st.fragment
def shown_and_footer(view: View[Pair], pair: Pair) -> None:
    """What a view shows, with a footer that is always of what is shown; its own controls redraw no more than this."""
    with error_boundary():
        shown = view.draw(pair)
        how_to_read(view.help)
        if shown:
            first, second = pair.comparison.first, pair.comparison.second
            footer(
                first,
                f"{first.checkpoint} and {second.checkpoint} reading {pair.texts.title}: {view.key}",
                shown.command,
                shown.table,
                shown.figure,
                f"isoscope-compare-{view.key}",
                {"second": second.checkpoint},
            )


selection = open_page("Compare", "What did fine-tuning do to this space?")
with error_boundary():
    second = second_checkpoint(selection)
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    chosen = left.segmented_control(
        "View", list(VIEWS), default="measures", required=True, key="view", bind="query-params"
    )
    view = VIEWS[str(chosen)]
    with right:
        free = sides_apart() if APART in view.options else False
    if second:
        compare(selection, second, view, free)
    else:
        st.info(
            "Choose a second checkpoint: any other one, as a rule what was fine-tuned from the first.",
            icon=":material/compare_arrows:",
        )
        st.page_link("pages/fine_tune.py", label="Fine-tune one", icon=":material/model_training:")
        how_to_read(view.help)
