"""Removing dominant directions, over bands of what removing random directions does."""

import numpy as np
import plotly.graph_objects as go

from ...p_value import null_band
from ...studies.removal.null import NullRemoval
from ..style import DIFFERENCE, NEUTRAL, ROLE, band, finish
from .curves import DASH


def null_figure(answer: NullRemoval, role: str) -> go.Figure:
    """Score over k: dominant and least dominant directions removed, over the bands of both kinds of random removal."""
    figure = go.Figure()
    for (kind, draws), colour, alpha in zip(answer.null.items(), (NEUTRAL, DIFFERENCE), (0.3, 0.2), strict=True):
        _band(figure, answer.k, draws, kind, colour, alpha)
    for end, scores in (("dominant", answer.dominant), ("least", answer.least)):
        figure.add_scatter(
            x=answer.k,
            y=scores,
            mode="lines",
            line={"color": ROLE[role], "width": 2.5, "dash": DASH[end]},
            name=f"{'most' if end == 'dominant' else 'least'} dominant directions",
            hovertemplate=f"{end}<br>k = %{{x}}: %{{y:.2f}} points<extra></extra>",
        )
    figure.update_xaxes(title_text="Directions removed, k")
    figure.update_yaxes(title_text="STS score (points)")
    return finish(figure, 480, "null", hovermode="x")


def _band(figure: go.Figure, k: np.ndarray, draws: np.ndarray, kind: str, colour: str, alpha: float) -> None:
    """Median of the draws and what 95 of 100 others would be in, where all have a score."""
    defined = np.isfinite(draws).all(axis=0)
    middle, (low, high) = np.median(draws[:, defined], axis=0), null_band(draws[:, defined])
    edge = {"x": k[defined], "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    figure.add_scatter(y=low, **edge)
    figure.add_scatter(y=high, **edge, fill="tonexty", fillcolor=band(colour, alpha))
    figure.add_scatter(
        x=k[defined],
        y=middle,
        mode="lines",
        line={"color": colour, "width": 1.5, "dash": "dash"},
        name=f"{kind}: median and 95 % of {len(draws)} draws",
        hovertemplate=f"{kind}<br>k = %{{x}}: %{{y:.2f}} points<extra></extra>",
    )
