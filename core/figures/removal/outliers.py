"""What the largest dimensions of each layer hold of the mean cosine."""

import plotly.graph_objects as go

from ...studies.removal.outliers import LayersOutliers
from ..style import ROLE, finish


def outliers_figure(answer: LayersOutliers, role: str) -> go.Figure:
    """Share of the mean cosine that the three largest dimensions of each layer hold."""
    layers = [row.layer for row in answer.layers]
    figure = go.Figure()
    for rank, (name, opacity) in enumerate((("largest", 1.0), ("second", 0.65), ("third", 0.35))):
        figure.add_bar(
            x=layers,
            y=[100 * row.share[rank] for row in answer.layers],
            customdata=[row.top[rank] for row in answer.layers],
            marker={"color": ROLE[role], "opacity": opacity},
            name=name,
            hovertemplate="layer %{x}: dimension %{customdata} holds %{y:.1f} % of the mean cosine<extra></extra>",
        )
    figure.update_xaxes(title_text="Layer", tickvals=layers, ticktext=["embeddings", *map(str, layers[1:])])
    figure.update_yaxes(title_text="Share of the mean cosine (%)")
    return finish(figure, 420, "outliers", barmode="group")
