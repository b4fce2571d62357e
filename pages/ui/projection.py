"""The frequency-coloured projection, from the closed form or from a kept study."""

from typing import Any

import numpy as np
import streamlit as st

from core.figures.scatter import projection_figure
from core.spaces import Space
from core.studies.clusters import cluster_of
from core.studies.removal import Removal
from core.studies.selection import Selection
from core.studies.token_details import COLOURS, TokenDetails, token_details
from core.texts import Texts
from pages.ui.export import PLOT
from pages.ui.work import answer

_HELP = (
    "Zipf frequency: log10 of a word's occurrences in a billion words (8 = the commonest, 0 = unknown); darker = more frequent. "
    "Clusters are those of the clustering methods, on the tokens as the checkpoint gives them."
)


@st.cache_resource(max_entries=8, show_spinner=False)
def _details(key: str, name: tuple[Any, ...], _space: Space, _texts: Texts, _index: np.ndarray) -> TokenDetails:
    return token_details(_space.table, _texts, _index)


def projection(selection: Selection, space: Space, texts: Texts, lab: Removal, k: int) -> None:
    """The two most dominant directions that are left after removing k."""
    points, (first, second), shares = lab.plane(k, selection.end)
    axes = (f"Direction {first} ({shares[0]:.1f} % of what is left)", f"Direction {second} ({shares[1]:.1f} %)")
    details = _details(space.key, (selection.layer, selection.tokens), space, texts, lab.shown)
    colour = _colour()
    clusters = None
    if colour == "cluster":
        found = answer("clusters", selection)
        if found is None:
            return
        clusters = cluster_of(space, selection.layer, lab.shown, np.array(found))
    _draw(points, details, colour, axes, clusters, len(space.table.rows(selection.tokens)))


def kept_projection(found: dict[str, Any], selection: Selection, space: Space, texts: Texts) -> None:
    """The projection that a study kept, for methods without a closed form."""
    index = np.array(found["index"])
    details = _details(space.key, (selection.layer, selection.tokens, selection.seed), space, texts, index)
    axes = (f"Direction 1 ({found['share'][0]:.1f} % of the variance)", f"Direction 2 ({found['share'][1]:.1f} %)")
    clusters = np.array(found["cluster"]) if found["cluster"] is not None else None
    colour = _colour(with_cluster=clusters is not None)
    _draw(
        np.array(found["points"], dtype=np.float32),
        details,
        colour,
        axes,
        clusters,
        len(space.table.rows(selection.tokens)),
    )


def _colour(with_cluster: bool = True) -> str:
    options = [key for key in COLOURS if with_cluster or key != "cluster"]
    title, choice = st.columns([2, 3], vertical_alignment="bottom")
    title.subheader("Projection")
    return str(choice.selectbox("Colour by", options, key="colour", bind="query-params", help=_HELP))


def _draw(
    points: np.ndarray, details: TokenDetails, colour: str, axes: tuple[str, str], clusters: np.ndarray | None, n: int
) -> None:
    figure = projection_figure(points, details, colour, axes, clusters)
    st.plotly_chart(
        figure,
        key="projection",
        config=PLOT | {"scrollZoom": True},
        alt=f"Tokens on two principal directions, coloured by {COLOURS[colour].lower()}",
    )
    st.caption(
        f"PCA, {len(points):,} of {n:,} tokens (a seeded sample), coloured by {COLOURS[colour].lower()}. Hover: the token in its sentence. Scroll to zoom."
    )
