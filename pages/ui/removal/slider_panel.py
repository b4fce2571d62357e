"""Explore, global method: every number of removed directions from the closed form."""

import streamlit as st

from core.figures.removal.slider import removal_figure
from core.figures.removal.spectrum import spectrum_figure
from core.numbers_in_words import layer_name
from core.sentences.removal.slider import exact_texts
from core.spaces import Space
from core.studies.removal.basis import Removal
from core.studies.removal.curve import Curve
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT
from core.tables.removal import end_curve
from core.tables.space import measurement_table
from core.texts import Texts
from pages.ui.export import PLOT, footer
from pages.ui.page import error_boundary, how_to_read
from pages.ui.removal.chosen import plot, removal_of
from pages.ui.removal.projection import Scatter, headings, projection
from pages.ui.removal.removal_slider import chosen_k, removal_slider
from pages.ui.seeds import over_seeds
from pages.ui.work import space_or_progress


@st.fragment
def removal_panel(
    selection: Selection, space: Space, texts: Texts, role: str, how: str, twin: Selection | None
) -> None:
    """Slider, tiles, curves, projection and spectrum: a fragment, so that a drag redraws just this."""
    layer = removal_of(selection, space, texts)
    curve, end = layer.curves[selection.end], selection.end
    k = chosen_k(layer.most(end))
    exact = exact_texts(curve, k, end, role, layer.at(k, end, selection.seed))
    removal_slider(curve, end, role, k, exact, "removal_figure")
    chance = _by_chance(twin, texts)
    figure = removal_figure(curve, role, end, chance=chance)
    plot(figure, "removal_figure", f"Isotropy and STS score after removing k {end} directions")
    if layer.rank < layer.dim:
        st.caption(
            f"{layer.rank} of the {layer.dim} directions hold any variance; no more are removed than leave one of them."
        )
    shown = selection.but(directions=k)
    _pictures(layer, shown, space, texts, role)
    over_seeds(shown, MEASUREMENT, measurement_table, quick=True)
    how_to_read(how)
    _footer(shown, space, texts, role, curve, chance)


def _by_chance(twin: Selection | None, texts: Texts) -> Curve | None:
    """The curve of the untrained twin; None while its space is made, and where it is not wanted."""
    if twin is None:
        return None
    with error_boundary(stop=False):
        space = space_or_progress(twin, texts)
        return removal_of(twin, space, texts).curves[twin.end] if space else None
    return None


def _pictures(layer: Removal, selection: Selection, space: Space, texts: Texts, role: str) -> None:
    """Projection and spectrum, beside each other."""
    k, end = selection.directions, selection.end
    colour = headings(selection.tokens, "Spectrum")
    left, right = st.columns([3, 2])
    with left:
        projection(Scatter.after_removal(layer, k, end), selection, space, texts, colour)
    right.plotly_chart(
        spectrum_figure(layer.spectrum.principal.values, role, k, end),
        key="spectrum",
        config=PLOT,
        alt="Share of variance of each principal direction, removed ones marked",
    )


def _footer(selection: Selection, space: Space, texts: Texts, role: str, curve: Curve, chance: Curve | None) -> None:
    where, k, end = layer_name(selection.layer, space.n_layers - 1), selection.directions, selection.end
    n_tokens = len(space.table.rows(selection.tokens))
    footer(
        selection,
        f"{selection.checkpoint} reading {texts.title}, {where}, {n_tokens:,} tokens ({selection.tokens}), "
        f"{k} {end} directions removed",
        MEASUREMENT.command(selection),
        lambda: end_curve(curve),
        lambda: removal_figure(curve, role, end, k, chance),
        f"isoscope-removal-{where.split()[0]}{selection.layer}",
    )
