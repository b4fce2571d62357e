"""Explore, methods without a closed form: a setting, measured by a job."""

import plotly.graph_objects as go
import streamlit as st

from core.figures.removal.spectrum import spectrum_figure
from core.geometry.measure import measures
from core.geometry.post_processing import Method, methods
from core.numbers_in_words import decimals, interval, isotropy_text, layer_name, points
from core.sentences.removal.setting import setting_sentence
from core.spaces import Space
from core.studies.removal.projection import PROJECTION, Projection
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT, Measurement
from core.tables.space import measurement_table
from core.texts import Texts
from pages.ui import choose
from pages.ui.ask import ask
from pages.ui.chance import by_chance
from pages.ui.export import PLOT, footer
from pages.ui.page import headline, how_to_read
from pages.ui.removal.projection import Scatter, headings, projection
from pages.ui.seeds import over_seeds


@st.fragment
def setting_panel(
    selection: Selection, space: Space, texts: Texts, role: str, how: str, twin: Selection | None
) -> None:
    """Tiles, projection, spectrum and measures of a setting."""
    method = methods()[selection.method]
    selection = _controls(selection, space, method)
    quick = not method.uses_clusters
    measured = ask(MEASUREMENT, selection, quick)
    if measured is None:
        return
    headline(setting_sentence(measured, method.label))
    if twin:
        by_chance(selection.but(checkpoint=twin.checkpoint))
    _tiles(measured)
    for note in measured.notes:
        st.caption(f":material/info: {note}")
    shape = ask(PROJECTION, selection, quick)
    figure = None if shape is None else _pictures(shape, selection, space, texts, role)
    _measures(measured)
    over_seeds(selection, MEASUREMENT, measurement_table, quick)
    how_to_read(how)
    where = layer_name(selection.layer, space.n_layers - 1)
    footer(
        selection,
        f"{selection.checkpoint} reading {texts.title}, {where}, {measured.n_tokens:,} tokens ({selection.tokens}), {method.label}",
        MEASUREMENT.command(selection),
        lambda: measurement_table(measured),
        (lambda: figure) if figure is not None else None,
        f"isoscope-{selection.method}-layer{selection.layer}",
    )


def _controls(selection: Selection, space: Space, method: Method) -> Selection:
    """What the method can be told."""
    row = st.columns([3, 2, 2, 3], vertical_alignment="bottom")
    if method.uses_directions:
        most = min(128, space.dim - 1) if selection.end == "dominant" else space.dim - 1
        with row[0]:
            selection = selection.but(directions=choose.directions(most))
    if method.uses_clusters:
        with row[1]:
            selection = selection.but(clusters=choose.clusters(len(space.table.rows(selection.tokens))))
        with row[2]:
            selection = selection.but(seed=choose.seed())
    return selection.but(values=choose.values_of(row[3], method.key))


def _tiles(measured: Measurement) -> None:
    tiles, isotropy = st.columns([2, 3, 2, 3]), measured.isotropy
    tiles[0].metric(
        "Isotropy I(W)",
        isotropy_text(isotropy.log10()),
        border=True,
        help=f"n = {measured.n_tokens:,} tokens. 1 = isotropic.",
    )
    lowest, highest = isotropy_text(isotropy.log10("lowest")), isotropy_text(isotropy.log10("highest"))
    tiles[1].metric("Range over signs", f"{lowest} to {highest}", border=True)
    if sts := measured.sts:
        how = "100 × Spearman, mean-pooled tokens, cosine."
        tiles[2].metric("STS score", points(sts.spearman), border=True, help=how)
        tiles[3].metric(
            "95 % interval",
            interval(*sts.ci95),
            border=True,
            help="Bootstrap over pairs; those that share a sentence are drawn together.",
        )


def _pictures(shape: Projection, selection: Selection, space: Space, texts: Texts, role: str) -> go.Figure:
    """The spectrum's figure, drawn beside the projection."""
    colour = headings(selection.tokens, "Spectrum")
    left, right = st.columns([3, 2])
    with left:
        projection(Scatter.of(shape, selection.seed), selection, space, texts, colour)
    figure = spectrum_figure(shape.eigenvalues, role, 0, "dominant")
    right.plotly_chart(figure, key="setting_spectrum", config=PLOT, alt="Share of variance of each principal direction")
    return figure


def _measures(measured: Measurement) -> None:
    st.subheader("Other measures")
    rows = [
        {
            "measure": measure.label,
            "value": decimals(measured.measures[key]),
            "what it says": f"{measure.meaning} ({measure.reference})",
        }
        for key, measure in measures().items()
    ]
    st.table(rows, hide_index=True, border="horizontal")
