"""Explore, methods without a closed form: one setting, measured by a job and kept."""

from dataclasses import replace

import numpy as np
import streamlit as st

from core.codec import from_json
from core.figures.removal.spectrum import spectrum_figure
from core.geometry.measure import measures
from core.geometry.post_processing import methods
from core.numbers_in_words import decimals, interval, isotropy_text, layer_name, points
from core.spaces import Space
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT, Measurement
from core.tables.space import measurement_table
from core.texts import Texts
from pages.ui import choose
from pages.ui.export import PLOT, footer
from pages.ui.page import headline, how_to_read
from pages.ui.removal.projection import headings, kept_projection
from pages.ui.seeds import over_seeds
from pages.ui.work import answer


@st.fragment
def setting_panel(selection: Selection, space: Space, texts: Texts, role: str, how: str) -> None:
    """Tiles, projection, spectrum and measures of one setting."""
    method = methods()[selection.method]
    row = st.columns([3, 2, 2, 3], vertical_alignment="bottom")
    if method.uses_directions:
        most = min(128, space.dim - 1) if selection.end == "dominant" else space.dim - 1
        with row[0]:
            selection = replace(selection, directions=choose.directions(most))
    if method.uses_clusters:
        with row[1]:
            selection = replace(selection, clusters=choose.clusters(len(space.table.rows(selection.tokens))))
        with row[2]:
            selection = replace(selection, seed=choose.seed())
    quick = not method.uses_clusters
    found = answer("measurement", selection, quick)
    if found is None:
        return
    headline(_sentence(found, method.label))
    tiles = st.columns([2, 3, 2, 3])
    log10 = {name: values["log10"] for name, values in found["isotropy"].items()}
    tiles[0].metric(
        "Isotropy I(W)",
        isotropy_text(log10["symmetric"]),
        border=True,
        help=f"n = {found['n_tokens']:,} tokens. 1 = isotropic.",
    )
    tiles[1].metric(
        "Range over signs",
        f"{isotropy_text(log10['lowest'])} to {isotropy_text(log10['highest'])}",
        border=True,
    )
    if sts := found["sts"]:
        tiles[2].metric(
            "STS score",
            points(sts["spearman"]),
            border=True,
            help="100 × Spearman, mean-pooled tokens, cosine.",
        )
        tiles[3].metric("95 % interval", interval(*sts["ci95"]), border=True, help="Bootstrap over pairs.")
    for note in found["notes"]:
        st.caption(f":material/info: {note}")
    shape = answer("projection", selection, quick)
    if shape is not None:
        colour = headings(selection.tokens, "Spectrum")
        left, right = st.columns([3, 2])
        with left:
            kept_projection(shape, selection, space, texts, colour)
        figure = spectrum_figure(np.array(shape["eigenvalues"]), role, 0, "dominant")
        right.plotly_chart(
            figure, key="spectrum_kept", config=PLOT, alt="Share of variance of each principal direction"
        )
    _measures(found)
    over_seeds(selection, MEASUREMENT, measurement_table, quick)
    where = layer_name(selection.layer, space.n_layers - 1)
    how_to_read(how)
    footer(
        selection,
        f"{selection.checkpoint} reading {texts.title}, {where}, {found['n_tokens']:,} tokens ({selection.tokens}), {method.label}",
        selection.command("measure", "layer", "tokens", "method", "directions", "end", "clusters", "seed"),
        lambda: measurement_table(from_json(Measurement, found)),
        (lambda: figure) if shape is not None else None,
        f"isoscope-{selection.method}-layer{selection.layer}",
    )


def _sentence(found: dict, label: str) -> str:
    text = f"{label}: I(W) is {isotropy_text(found['isotropy']['symmetric']['log10'])}"
    if sts := found["sts"]:
        text += f" and the STS score {points(sts['spearman'])} points (95 % interval {interval(*sts['ci95'])})"
    return text + "."


def _measures(found: dict) -> None:
    st.subheader("Other measures")
    rows = [
        {"measure": m.label, "value": decimals(found["measures"][key]), "what it says": f"{m.meaning} ({m.reference})"}
        for key, m in measures().items()
    ]
    st.table(rows, hide_index=True, border="horizontal")
