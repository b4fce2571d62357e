"""Figure 1: isotropy layer by layer, for any checkpoints."""

from dataclasses import replace

import streamlit as st

from core.checkpoints import catalogue
from core.figures.layers import layers_figure
from core.geometry.isotropy import CONVENTIONS
from core.geometry.measure import measures
from core.studies.layers_words import layers_sentence
from core.tables import layers_table
from core.texts import find
from pages.ui.export import PLOT, footer
from pages.ui.page import error_boundary, headline, how_to_read, open_page
from pages.ui.work import answer, space_of

HOW = r"""
**What is drawn**: $-\ln I(W)$ as in figure 1 of the paper, so higher means *less* isotropic; layer 0 is the embedding layer.
Solid lines are tokens, dashed lines the [CLS] vector of every sentence.

**n matters**: I(W) falls as vectors are added, and there are far fewer [CLS] vectors than tokens. *Same n* measures tokens on a seeded sample
as large as the number of sentences. **Scale matters** too: *unit RMS* divides each layer by its root-mean-square norm first.

**Conventions**: eigenvectors have no sign and $F(u) \ne F(-u)$. The default is sign-free; *as published* fixes one sign for each eigenvector.

**STS by layer**: the score of mean-pooled tokens (solid) and of [CLS] alone (dashed), on each layer's vectors as they are.
"""
selection = open_page("Layers", "How isotropic is each layer?")
with error_boundary():
    row = st.columns([3, 2, 4, 2], vertical_alignment="bottom")
    names = list(dict.fromkeys([selection.checkpoint, *catalogue()]))
    others = row[0].multiselect(
        "Compare with", [name for name in names if name != selection.checkpoint], key="with", bind="query-params", accept_new_options=True,
        help="More checkpoints on the same texts: catalogue keys, hub ids or folders.",
    )  # fmt: skip
    convention = row[1].selectbox(
        "Convention of I(W)",
        list(CONVENTIONS),
        key="convention",
        bind="query-params",
        help="\n".join(f"- **{k}**: {v}" for k, v in CONVENTIONS.items()),
    )
    labels = {key: measure.label for key, measure in measures().items()}
    small = row[2].multiselect(
        "Small multiples",
        list(labels),
        default=["mean_cosine", "isoscore_unbiased"],
        max_selections=3,
        key="small",
        bind="query-params",
    )
    with row[3]:
        same_n = st.toggle(
            "Same n", key="same_n", bind="query-params", help="Measure tokens on as many as there are [CLS] vectors."
        )
        unit_rms = st.toggle(
            "Unit RMS norm",
            key="unit_rms",
            bind="query-params",
            help="Scale each layer to a root-mean-square norm of 1 before I(W).",
        )
    n = len(find(selection.texts).sentences) if same_n else 0
    answers = []
    for name in [selection.checkpoint, *others]:
        chosen = replace(selection, checkpoint=name, sample=n, unit_rms=unit_rms)
        with st.container():
            space_of(chosen, "layers")
            found = answer("layers", chosen)
        if found:
            answers.append(found)
    if answers:
        headline(layers_sentence(answers[0], convention))
        figure = layers_figure(answers, [(key, labels[key]) for key in small], convention)
        st.plotly_chart(
            figure,
            key="layers_figure",
            config=PLOT,
            alt="Negative log isotropy of every layer for tokens and [CLS]; score and measures below",
        )
        table = [{"checkpoint": a["checkpoint"]} | r for a in answers for r in layers_table(a)]
        with st.expander("All numbers", icon=":material/table:"):
            st.dataframe(table, hide_index=True)
        footer(
            f"{', '.join(a['checkpoint'] for a in answers)} reading {selection.texts}, every layer, {convention} I(W)"
            + (f", n = {n:,}" if n else "")
            + (", unit RMS norm" if unit_rms else ""),
            "\n".join(
                replace(selection, checkpoint=a["checkpoint"], sample=n, unit_rms=unit_rms).command(
                    "layers", "sample", "unit_rms"
                )
                for a in answers
            ),
            lambda: table,
            lambda: figure,
            "isoscope-layers",
        )
    how_to_read(HOW)
