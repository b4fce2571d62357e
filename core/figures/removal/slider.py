"""Curves over the number of removed directions: I(W) above, STS score below."""

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ...numbers_in_words import isotropy_text
from ...studies.removal.curve import Curve
from ..style import NEUTRAL, ROLE, band, finish, log_axis


def removal_figure(
    curve: Curve, role: str, end: str, marked: int | None = None, chance: Curve | None = None
) -> go.Figure:
    """Both curves of an end.

    Parameters
    ----------
    curve : Curve
    role : str
        Of the checkpoint, for the hue.
    end : {'dominant', 'least'}
    marked : int, optional
        A k to mark in the figure itself (for exports; on the page a cursor lies over it).
    chance : Curve, optional
        Of the untrained twin.
    """
    rows = 1 if curve.spearman is None else 2
    figure = make_subplots(rows=rows, cols=1, shared_xaxes=True, vertical_spacing=0.08)
    _isotropy(figure, curve, ROLE[role], chance)
    if curve.spearman is not None:
        figure.add_scatter(
            x=np.arange(len(curve.spearman)),
            y=curve.spearman,
            mode="lines",
            line={"color": ROLE[role], "width": 2, "dash": "dot"},
            name="STS score",
            hovertemplate="%{x} removed: %{y:.2f} points<extra></extra>",
            row=2,
            col=1,
        )
        figure.update_yaxes(title_text="STS score (points)", row=2, col=1)
    if chance is not None:
        _by_chance(figure, chance, rows)
    if marked is not None:
        figure.add_vline(x=marked, line_width=1, line_dash="dash")
    which = "Most" if end == "dominant" else "Least"
    figure.update_xaxes(title_text=f"{which} dominant directions removed, k", row=rows, col=1)
    return finish(figure, 480 if rows == 2 else 340, f"removal-{end}", hovermode="x")


def _isotropy(figure: go.Figure, curve: Curve, colour: str, chance: Curve | None) -> None:
    """Sign-free I(W) over the range that choices of signs give."""
    lowest, highest = curve.isotropy["lowest"], curve.isotropy["highest"]
    k = np.arange(len(curve.log10))
    edge = {"x": k, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "row": 1, "col": 1}
    figure.add_scatter(y=10**lowest, **edge, showlegend=False)
    figure.add_scatter(
        y=10**highest,
        **edge,
        fill="tonexty",
        fillcolor=band(colour),
        name="range over sign choices",
        showlegend=True,
    )
    figure.add_scatter(
        x=k,
        y=10**curve.log10,
        mode="lines",
        line={"color": colour, "width": 2},
        name="isotropy I(W), symmetric",
        text=[isotropy_text(value) for value in curve.log10],
        hovertemplate="%{x} removed: I(W) = %{text}<extra></extra>",
        row=1,
        col=1,
    )
    least, most = min(curve.log10.min(), lowest.min()), highest.max()
    if chance is not None:
        least, most = min(least, chance.log10.min()), max(most, chance.log10.max())
    room = 0.06 * (most - least) + 0.02
    figure.update_yaxes(title_text="Isotropy I(W)", **log_axis(least - room, most + room), row=1, col=1)


def _by_chance(figure: go.Figure, curve: Curve, rows: int) -> None:
    """The untrained twin's curves, in grey."""
    panels = [(10**curve.log10, "untrained: I(W)", "%{y:.3g}")]
    if rows == 2 and curve.spearman is not None:
        panels.append((curve.spearman, "untrained: score", "%{y:.2f} points"))
    for row, (values, name, shown) in enumerate(panels, start=1):
        figure.add_scatter(
            x=np.arange(len(values)),
            y=values,
            mode="lines",
            line={"color": NEUTRAL, "width": 1.5, "dash": "solid" if row == 1 else "dot"},
            name=name,
            hovertemplate=f"untrained, %{{x}} removed: {shown}<extra></extra>",
            row=row,
            col=1,
        )
