"""The coloured projection, from the closed form or from a projection that was computed by a job."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from core.figures.removal.projection import projection_figure
from core.spaces import Space
from core.studies.removal.basis import Removal
from core.studies.removal.projection import Projection
from core.studies.selection import Selection
from core.studies.space.clusters import CLUSTERS, cluster_of
from core.tables.removal import projected_tokens
from core.texts import Texts
from core.tokens.excerpts import COLOURS, TokenDetails, token_details
from pages.ui.ask import ask
from pages.ui.export import PLOT, files

_HELP = (
    "**frequency**: Zipf, log10 of a word's occurrences in a billion words (8 = the commonest, 0 = unknown). "
    "**position**: place in the sentence. **length**: tokens of the sentence. "
    "**cluster**: those of the clustering methods, on the tokens as the checkpoint gives them (k-means)."
)


@dataclass(frozen=True)
class Scatter:
    """Tokens on two axes.

    Attributes
    ----------
    points : ndarray of shape (m, 2), float32
    index : ndarray of shape (m,)
        Rows of the token table.
    axes : (str, str)
        Their titles.
    sample : str
        Names the sample of tokens, among those of a layer.
    cluster : ndarray of shape (m,) or None
        Where it is known already.
    """

    points: np.ndarray
    index: np.ndarray
    axes: tuple[str, str]
    sample: str
    cluster: np.ndarray | None = None

    @classmethod
    def after_removal(cls, layer: Removal, k: int, end: str) -> "Scatter":
        """On the two most dominant directions that are left after removing k of an end."""
        plane = layer.plane(k, end)
        (first, second), shares = plane.directions, plane.shares
        axes = (f"Direction {first} ({shares[0]:.1f} % of what is left)", f"Direction {second} ({shares[1]:.1f} %)")
        return cls(plane.points, layer.shown, axes, "closed form")

    @classmethod
    def of(cls, shape: Projection, seed: int) -> "Scatter":
        """On the two dominant directions of a processed space."""
        share = shape.share
        axes = (f"Direction 1 ({share[0]:.1f} % of the variance)", f"Direction 2 ({share[1]:.1f} %)")
        return cls(shape.points.astype(np.float32), shape.index, axes, f"seed {seed}", shape.cluster)


def projection(scatter: Scatter, selection: Selection, space: Space, texts: Texts, colour: str) -> None:
    """Draw the tokens, once it is known what colours them."""
    clusters = scatter.cluster
    if colour == "cluster" and clusters is None:
        centres = ask(CLUSTERS, selection)
        if centres is None:
            return
        clusters = cluster_of(space, selection.layer, scatter.index, centres.centres)
    details = _details(space.key, selection.layer, selection.tokens, scatter.sample, space, texts, scatter.index)
    _draw(scatter, details, colour, clusters, len(space.table.rows(selection.tokens)))


@st.cache_resource(max_entries=8, show_spinner=False)
def _details(
    key: str, layer: int, tokens: str, sample: str, _space: Space, _texts: Texts, _index: np.ndarray
) -> TokenDetails:
    return token_details(_space.table, _texts, _index)


def headings(tokens: str, right: str) -> str:
    """The chosen colour, from a row with the heading and that of the figure beside it."""
    # A [CLS] vector has no word and one position: only its sentence tells it from others.
    options = [key for key in COLOURS if tokens != "cls" or key in ("length", "cluster")]
    row = st.columns([1.3, 1.7, 2], vertical_alignment="bottom")
    row[0].subheader("Projection")
    row[2].subheader(right)
    return str(row[1].selectbox("Colour by", options, key="colour", bind="query-params", help=_HELP))


def _draw(scatter: Scatter, details: TokenDetails, colour: str, clusters: np.ndarray | None, n: int) -> None:
    """The figure, what it is of, and its files; n tokens are there."""
    dark, m = st.context.theme.type == "dark", len(scatter.points)
    figure = projection_figure(scatter.points, details, colour, scatter.axes, clusters, dark)
    alt = f"Tokens on two principal directions, coloured by {COLOURS[colour].lower()}"
    st.plotly_chart(figure, key="projection", config=PLOT | {"scrollZoom": True}, alt=alt)
    shown = f"{m:,} of {n:,} tokens (a seeded sample)" if m < n else f"all {n:,} tokens"
    legend = {
        "frequency": f"{'brighter' if dark else 'darker'} = more frequent",
        "cluster": "8 colours x 6 symbols, hover for the number",
    }.get(colour, "")
    st.caption(
        f"PCA of {shown}, coloured by {COLOURS[colour].lower()}{f' ({legend})' if legend else ''}. "
        "Hover: the token in its sentence. Scroll to zoom, drag to pan."
    )
    files(
        lambda: projected_tokens(scatter.points, scatter.axes, details),
        lambda: figure,
        "isoscope-projection",
        f"PCA of {shown}",
    )
