"""Explore, global method: every number of removed directions from the closed form."""

from dataclasses import replace

import streamlit as st

from core.figures.removal.slider import removal_figure
from core.figures.removal.spectrum import spectrum_figure
from core.numbers_in_words import layer_name
from core.sentences.slider import exact_texts
from core.spaces import Space
from core.studies.removal.basis import Removal, removal
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT
from core.tables.space import measurement_table
from core.texts import Texts
from pages.ui.export import PLOT, footer
from pages.ui.page import how_to_read
from pages.ui.removal.projection import headings, projection
from pages.ui.removal.removal_slider import chosen_k, removal_slider
from pages.ui.seeds import over_seeds


@st.cache_resource(max_entries=6, show_spinner="Decomposing this layer …")
def lab_and_curves(
    key: str, data_hash: str, layer: int, tokens: str, _space: Space, _texts: Texts
) -> tuple[Removal, dict[str, dict[str, object]]]:
    """A layer's removal lab and its curves; named by the space's key, never by an array."""
    found = removal(_space, _texts, layer, tokens)
    return found, found.curves()


@st.fragment
def removal_panel(selection: Selection, space: Space, texts: Texts, role: str, how: str) -> None:
    """Slider, tiles, curves, projection and spectrum: one fragment, so that a drag redraws just this."""
    lab, curves = lab_and_curves(space.key, texts.data_hash, selection.layer, selection.tokens, space, texts)
    ours = curves[selection.end]
    k = chosen_k(lab.most(selection.end))
    at = lab.at(k, selection.end, selection.seed)
    removal_slider(ours, selection.end, role, k, exact_texts(ours, k, selection.end, role, at), "removal_figure")
    st.plotly_chart(
        removal_figure(ours, role, selection.end),
        key="removal_figure",
        config=PLOT,
        alt=f"Isotropy and STS score after removing k {selection.end} directions",
    )
    if lab.rank < lab.dim:
        st.caption(
            f"{lab.rank} of the {lab.dim} directions hold any variance; no more are removed than leave one of them."
        )
    colour = headings(selection.tokens, "Spectrum")
    left, right = st.columns([3, 2])
    with left:
        projection(selection, space, texts, lab, k, colour)
    with right:
        st.plotly_chart(
            spectrum_figure(lab.spectrum.principal.values, role, k, selection.end),
            key="spectrum",
            config=PLOT,
            alt="Share of variance of each principal direction, removed ones marked",
        )
    shown = replace(selection, directions=k)
    over_seeds(shown, MEASUREMENT, measurement_table, quick=True)
    where = layer_name(selection.layer, space.n_layers - 1)
    how_to_read(how)
    footer(
        selection,
        f"{selection.checkpoint} reading {texts.title}, {where}, {len(space.table.rows(selection.tokens)):,} tokens ({selection.tokens}), "
        f"{k} {selection.end} directions removed",
        shown.command("measure", "layer", "tokens", "method", "directions", "end"),
        lambda: [
            {
                "k": i,
                "log10 I(W)": float(ours["isotropy"]["symmetric"][i]),
                "STS score": float(ours["spearman"][i]) if ours["spearman"] is not None else None,
            }
            for i in range(len(ours["isotropy"]["symmetric"]))
        ],
        lambda: removal_figure(ours, role, selection.end, marked=k),
        f"isoscope-removal-{where.split()[0]}{selection.layer}",
    )
