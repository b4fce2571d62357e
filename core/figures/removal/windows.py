"""Heat map over all windows of removed directions."""

import numpy as np
import plotly.graph_objects as go

from ...numbers_in_words import isotropy_text
from ...studies.removal.windows import Windows
from ..style import DIFFERENCE, finish

# Loss orange, gain purple; nothing changed is the background.
_DIVERGING = {
    False: [[0, "#B35806"], [0.5, "#F7F7F7"], [1, "#542788"]],
    True: [[0, "#F1A340"], [0.5, "#1B222A"], [1, "#B79CE8"]],
}


def windows_figure(answer: Windows, dark: bool = False) -> go.Figure:
    """Change of the score after removing directions a + 1 .. b; the best window marked.

    Colours end at a little more than the largest gain: losses of many directions would outshine everything.
    """
    edges = answer.edges
    change = answer.spearman - answer.spearman[0, 0]
    at, span = np.arange(len(edges)), max(2.0, 1.5 * float(np.nanmax(change)))
    figure = go.Figure(
        go.Heatmap(
            x=at,
            y=at,
            z=change,
            zmid=0,
            zmin=-span,
            zmax=span,
            colorscale=_DIVERGING[dark],
            text=np.array([[_text(value) for value in row] for row in answer.isotropy]),
            customdata=np.stack(np.broadcast_arrays(edges[:, None] + 1, edges[None, :]), axis=-1),
            hovertemplate="directions %{customdata[0]} to %{customdata[1]} removed<br>score %{z:+.2f} points"
            "<br>I(W) = %{text}<extra></extra>",
            hoverongaps=False,
            colorbar={
                "title": {"text": "Change of<br>the score"},
                "thickness": 12,
                "outlinewidth": 0,
                "tickvals": [-span, 0, span],
                "ticktext": [f"≤ −{span:.1f}", "0", f"+{span:.1f}"],
            },
        )
    )
    if answer.best:
        _mark(figure, *answer.best, edges)
    ticks = [int(i) for i in at[:-1] if i % 8 == 0 and len(at) - i > 4]
    common = {"tickvals": ticks, "tickangle": 0, "showgrid": False, "zeroline": False}
    figure.update_xaxes(title_text="… to direction b", ticktext=[str(edges[i]) for i in ticks], **common)
    figure.update_yaxes(title_text="Removed from direction a …", ticktext=[str(edges[i] + 1) for i in ticks], **common)
    return finish(figure, 520, "windows", showlegend=True)


def _text(log10: float) -> str:
    return isotropy_text(log10) if np.isfinite(log10) else ""


def _mark(figure: go.Figure, begin: int, end: int, score: float, edges: np.ndarray) -> None:
    """A star on the best window."""
    figure.add_scatter(
        x=[np.searchsorted(edges, end)],
        y=[np.searchsorted(edges, begin)],
        mode="markers",
        marker={"symbol": "star", "size": 14, "color": DIFFERENCE, "line": {"width": 1, "color": "white"}},
        name=f"best window: direction{f's {begin + 1} to' if end - begin > 1 else ''} {end} removed, {score:.2f} points",
        hovertemplate=f"best: {begin + 1} to {end} removed<br>{score:.2f} points<extra></extra>",
    )
