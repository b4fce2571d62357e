"""The frequency-coloured projection, from the closed form or from a kept study."""

from typing import Any

import numpy as np
import streamlit as st

from core.figures.removal.projection import projection_figure
from core.spaces import Space
from core.studies.removal.basis import Removal
from core.studies.selection import Selection
from core.studies.space.clusters import cluster_of
from core.texts import Texts
from core.tokens.excerpts import COLOURS, TokenDetails, token_details
from pages.ui.export import PLOT, files
from pages.ui.work import answer

_HELP = (
    "**frequency**: Zipf, log10 of a word's occurrences in a billion words (8 = the commonest, 0 = unknown). "
    "**position**: place in the sentence. **length**: tokens of the sentence. "
    "**cluster**: those of the clustering methods, on the tokens as the checkpoint gives them (k-means)."
)


@st.cache_resource(max_entries=8, show_spinner=False)
def _details(key: str, name: tuple[Any, ...], _space: Space, _texts: Texts, _index: np.ndarray) -> TokenDetails:
    return token_details(_space.table, _texts, _index)


def projection(selection: Selection, space: Space, texts: Texts, lab: Removal, k: int, colour: str) -> None:
    """The two most dominant directions that are left after removing k."""
    points, (first, second), shares = lab.plane(k, selection.end)
    axes = (f"Direction {first} ({shares[0]:.1f} % of what is left)", f"Direction {second} ({shares[1]:.1f} %)")
    details = _details(space.key, (selection.layer, selection.tokens), space, texts, lab.shown)
    clusters = None
    if colour == "cluster":
        found = answer("clusters", selection)
        if found is None:
            return
        clusters = cluster_of(space, selection.layer, lab.shown, np.array(found))
    _draw(points, details, colour, axes, clusters, len(space.table.rows(selection.tokens)))


def kept_projection(found: dict[str, Any], selection: Selection, space: Space, texts: Texts, colour: str) -> None:
    """The projection that a study kept, for methods without a closed form."""
    index = np.array(found["index"])
    details = _details(space.key, (selection.layer, selection.tokens, selection.seed), space, texts, index)
    axes = (f"Direction 1 ({found['share'][0]:.1f} % of the variance)", f"Direction 2 ({found['share'][1]:.1f} %)")
    clusters = None
    if colour == "cluster":
        centres = found["cluster"] or answer("clusters", selection)
        if centres is None:
            return
        clusters = np.array(found["cluster"] or cluster_of(space, selection.layer, index, np.array(centres)))
    points = np.array(found["points"], dtype=np.float32)
    _draw(points, details, colour, axes, clusters, len(space.table.rows(selection.tokens)))


def headings(tokens: str, right: str) -> str:
    """One row: heading, colour, and the heading of the figure beside it; gives the colour."""
    # A [CLS] vector has no word and one position: only its sentence tells it from others.
    options = [key for key in COLOURS if tokens != "cls" or key in ("length", "cluster")]
    row = st.columns([1.3, 1.7, 2], vertical_alignment="bottom")
    row[0].subheader("Projection")
    row[2].subheader(right)
    return str(row[1].selectbox("Colour by", options, key="colour", bind="query-params", help=_HELP))


def _draw(
    points: np.ndarray, details: TokenDetails, colour: str, axes: tuple[str, str], clusters: np.ndarray | None, n: int
) -> None:
    dark = st.context.theme.type == "dark"
    figure = projection_figure(points, details, colour, axes, clusters, dark)
    alt = f"Tokens on two principal directions, coloured by {COLOURS[colour].lower()}"
    st.plotly_chart(figure, key="projection", config=PLOT | {"scrollZoom": True}, alt=alt)
    shown = f"{len(points):,} of {n:,} tokens (a seeded sample)" if len(points) < n else f"all {n:,} tokens"
    legend = {
        "frequency": f"{'brighter' if dark else 'darker'} = more frequent",
        "cluster": "8 colours x 6 symbols, hover for the number",
    }.get(colour, "")
    st.caption(
        f"PCA of {shown}, coloured by {COLOURS[colour].lower()}{f' ({legend})' if legend else ''}. "
        "Hover: the token in its sentence. Scroll to zoom, drag to pan."
    )

    def table() -> list[dict[str, Any]]:
        columns = {
            axes[0]: points[:, 0],
            axes[1]: points[:, 1],
            "zipf": details.frequency,
            "position": details.position,
        }
        return [dict(zip(columns, map(float, row), strict=True)) for row in zip(*columns.values(), strict=True)]

    files(table, lambda: figure, "isoscope-projection", f"PCA of {shown}")
