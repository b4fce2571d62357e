"""Curves over the number of removed directions: I(W) above, STS score below."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ...numbers_in_words import isotropy_text
from ..style import ROLE, band, finish, log_axis


def removal_figure(curves: dict[str, Any], role: str, end: str, marked: int | None = None) -> go.Figure:
    """Both curves of one end.

    Parameters
    ----------
    curves : dict
        `isotropy` (log10 per convention) and `spearman` (or None), arrays over k.
    role : str
        Of the checkpoint, for the hue.
    end : {'dominant', 'least'}
    marked : int, optional
        A k to mark in the figure itself (for exports; on the page a cursor lies over it).
    """
    colour, scored = ROLE[role], curves["spearman"] is not None
    isotropy = {name: np.asarray(values) for name, values in curves["isotropy"].items()}
    k = np.arange(len(isotropy["symmetric"]))
    figure = make_subplots(rows=2 if scored else 1, cols=1, shared_xaxes=True, vertical_spacing=0.08)
    edges = {"x": k, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    figure.add_scatter(y=10 ** isotropy["lowest"], **edges, row=1, col=1)
    figure.add_scatter(
        y=10 ** isotropy["highest"],
        **(edges | {"showlegend": True}),
        fill="tonexty",
        fillcolor=band(colour),
        name="range over sign choices",
        row=1,
        col=1,
    )
    figure.add_scatter(
        x=k,
        y=10 ** isotropy["symmetric"],
        mode="lines",
        line={"color": colour, "width": 2},
        name="isotropy I(W), symmetric",
        text=[isotropy_text(value) for value in isotropy["symmetric"]],
        hovertemplate="%{x} removed: I(W) = %{text}<extra></extra>",
        row=1,
        col=1,
    )
    least, most = min(isotropy["symmetric"].min(), isotropy["lowest"].min()), isotropy["highest"].max()
    room = 0.06 * (most - least) + 0.02
    figure.update_yaxes(title_text="Isotropy I(W)", **log_axis(least - room, most + room), row=1, col=1)
    if scored:
        figure.add_scatter(
            x=k,
            y=curves["spearman"],
            mode="lines",
            line={"color": colour, "width": 2, "dash": "dot"},
            name="STS score",
            hovertemplate="%{x} removed: %{y:.2f} points<extra></extra>",
            row=2,
            col=1,
        )
        figure.update_yaxes(title_text="STS score (points)", row=2, col=1)
    if marked is not None:
        figure.add_vline(x=marked, line_width=1, line_dash="dash")
    figure.update_xaxes(
        title_text=f"{'Most' if end == 'dominant' else 'Least'} dominant directions removed, k",
        row=2 if scored else 1,
        col=1,
    )
    return finish(figure, 480 if scored else 340, f"removal-{end}", hovermode="x")
