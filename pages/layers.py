"""Figure 1: isotropy layer by layer, for any checkpoints."""

import streamlit as st

from core.figures.space.layers import layers_figure
from core.geometry.isotropy import CONVENTIONS
from core.geometry.measure import measures
from core.sentences.space.layers import chance_layers_sentence, layers_sentence
from core.studies.space.layers import LAYERS
from core.tables.space import layers_table
from core.texts import find
from pages.ui.ask import ask
from pages.ui.chance import untrained_twin
from pages.ui.export import PLOT, footer
from pages.ui.page import error_boundary, headline, how_to_read, open_page
from pages.ui.partner import compare_with
from pages.ui.plain import plain
from pages.ui.seeds import over_seeds
from pages.ui.space.help import LAYERS as LAYERS_HELP

selection = open_page("Layers", "How isotropic is each layer?")
with error_boundary():
    labels = {key: measure.label for key, measure in measures().items()}
    row = st.columns([3, 2, 4], vertical_alignment="bottom")
    others = compare_with(row[0], selection, "More checkpoints on the same texts: catalogue keys, hub ids or folders.")
    convention = row[1].selectbox(
        "Convention of I(W)",
        list(CONVENTIONS),
        key="convention",
        bind="query-params",
        help="\n".join(f"- **{key}**: {words}" for key, words in CONVENTIONS.items()),
    )
    small = row[2].multiselect(
        "Show below, beside the score",
        list(labels),
        default=["mean_cosine", "isoscore_unbiased"],
        max_selections=3,
        key="small",
        bind="query-params",
        help="\n".join(f"- **{key}**: {measure.meaning}" for key, measure in measures().items()),
    )
    row = st.container(horizontal=True)
    same_n = row.toggle(
        "Same n", key="same_n", bind="query-params", help="Tokens on a sample of as many as [CLS] vectors."
    )
    unit_rms = row.toggle(
        "Unit RMS norm",
        key="unit_rms",
        bind="query-params",
        help="Scale each layer to a root-mean-square norm of 1 first.",
    )
    texts = find(selection.texts)
    chosen = selection.but(sample=len(texts.sentences) if same_n else 0, unit_rms=unit_rms)
    selections = [chosen.but(checkpoint=name) for name in [selection.checkpoint, *others]]
    with row:
        twin = untrained_twin(chosen, *others)
    answers, chance = [], None
    for side in selections:
        with error_boundary(stop=False):
            if layers := ask(LAYERS, side):
                answers.append(layers)
    if answers:
        if twin:
            with error_boundary(stop=False):
                chance = ask(LAYERS, twin)
        headline(layers_sentence(answers[0], convention))
        if chance:
            st.caption(plain(chance_layers_sentence(answers[0], chance, convention)))
            answers.append(chance)
        figure = layers_figure(answers, [(key, labels[key]) for key in small], convention)
        alt = "Negative log isotropy of every layer for tokens and [CLS]; score and measures below"
        st.plotly_chart(figure, key="layers_figure", config=PLOT, alt=alt)
        table = [{"checkpoint": layers.checkpoint} | line for layers in answers for line in layers_table(layers)]
        with st.expander("All numbers", icon=":material/table:"):
            st.dataframe(table, hide_index=True)
        if answers[0].checkpoint == chosen.checkpoint:
            over_seeds(chosen, LAYERS, layers_table)
        how_to_read(LAYERS_HELP)
        matched = (f", n = {chosen.sample:,}" if same_n else "") + (", unit RMS norm" if unit_rms else "")
        footer(
            selection,
            f"{', '.join(layers.checkpoint for layers in answers)} reading {texts.title}, every layer, {convention} I(W){matched}",
            "\n".join(LAYERS.command(side) for side in (*selections, *([twin] if chance and twin else []))),
            lambda: table,
            lambda: figure,
            "isoscope-layers",
            {"with": others or ""},
        )
