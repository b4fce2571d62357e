"""Fine-tune a checkpoint on scored pairs, and watch the geometry of every layer meanwhile."""

import streamlit as st

from core.fine_tuning.quantities import in_a_sentence
from core.geometry.measure import measures
from core.jobs.trainings import runs
from pages.ui.page import error_boundary, how_to_read, open_page
from pages.ui.training.form import training_form
from pages.ui.training.view import NEW, training_view

HOW = r"""
**Siamese fine-tuning**: both sentences of a pair go through the same encoder; their pooled vectors' cosine is to follow the gold score. The paper
trains on STS-B with batch 32, learning rate 7e-5, 3 epochs, which are the defaults here.

**Measured on the way**, on the same probe sentences each time and on every layer, special tokens left out: sign-free $I(W)$; MEASURES;
*elongated directions*, how many dominant ones must go until none is twice as long as the rest are on average; *alignment*,
$E\|x-y\|^2$ of sentences that mean the same, and *uniformity*, $\log E\,e^{-2\|x-y\|^2}$ over all sentences (Wang & Isola 2020; lower is closer, and more
even); the STS score of mean-pooled tokens; and the *drift*, debiased linear CKA with the same layer before the first step (1 = the same up to
rotation and scale).

**The probe is a sample**, so that measuring costs little: I(W) and the number of elongated directions depend on its size, and its score has a wide
interval. Compare within a training; the scores below the curves are of all pairs. **In motion**: the axes are fixed for all steps; what moves out of
the plane is not seen, which the share of variance tells.
"""
selection = open_page("Fine-tune", "What happens to the space during fine-tuning?")
with error_boundary():
    known = {run.recipe.name: run for run in runs()}
    options = [NEW, *known]
    if chosen_elsewhere := st.session_state.pop("next_run", None):  # by a button further down the page
        st.session_state["run"] = chosen_elsewhere
    elif not {st.session_state.get("run"), st.query_params.get("run")} <= {None, *options}:
        st.warning("The training of this link is not on this machine.", icon=":material/search_off:")
        st.session_state["run"] = NEW
    elif "run" not in st.session_state and "run" not in st.query_params:
        st.session_state["run"] = options[min(1, len(options) - 1)]
    st.html("<style>.st-key-run [aria-label^=Clear]{display:none}</style>")  # it would look like a way to delete
    row = st.columns([5, 1], vertical_alignment="bottom")
    chosen = row[0].selectbox(
        "Training",
        options,
        index=None,
        placeholder=NEW,
        key="run",
        bind="query-params",
        help="Trainings of this machine, the newest first; they go on when this page is closed. Or start a new one.",
    )
    row[1].button(
        "New training",
        icon=":material/add:",
        width="stretch",
        disabled=chosen in (NEW, None),
        on_click=lambda: st.session_state.update(run=NEW),
    )
    if chosen in known:
        training_view(known[chosen], selection)
    else:
        training_form(selection)
    how_to_read(HOW.replace("MEASURES", ", ".join(in_a_sentence(measure.label) for measure in measures().values())))
