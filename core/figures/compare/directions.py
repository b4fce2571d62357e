"""Angles between two spaces' dominant subspaces, and what lies inside the other's."""

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ...studies.compare.directions import ComparedDirections, FrameDirections
from ...studies.compare.naming import side_names
from ..style import DIFFERENCE, MARKERS, NEUTRAL, above_titles, finish, plain


def directions_figure(answer: ComparedDirections, frame: str) -> go.Figure:
    """Angles between dominant subspaces, their overlap, and where each direction of the second lies in the first.

    Parameters
    ----------
    answer : ComparedDirections
    frame : str
        Key of its `frames`.
    """
    first, second = map(plain, side_names(answer))
    shown = answer.frames[frame]
    titles = (
        "Angles between the subspaces",
        "Overlap of the subspaces",
        "Direction j inside the first k",
    )
    figure = make_subplots(rows=1, cols=3, subplot_titles=titles, horizontal_spacing=0.11)
    _add_angles(figure, shown)
    _add_overlap(figure, shown)
    _add_share(figure, shown, first, second)
    return above_titles(finish(figure, 480, f"compare-directions-{frame}"))


def _add_angles(figure: go.Figure, shown: FrameDirections) -> None:
    for number, (size, angles) in enumerate(shown.angles.items()):
        figure.add_scatter(
            x=(np.arange(len(angles)) + 1) / len(angles),
            y=angles,
            mode="lines+markers",
            line={"color": DIFFERENCE, "width": 2, "dash": ("solid", "dash", "dot", "dashdot")[number % 4]},
            marker={"size": 5, "symbol": MARKERS[number % len(MARKERS)]},
            name=f"k = {size}",
            hovertemplate=f"k = {size}: %{{y:.1f}}°<extra></extra>",
            row=1,
            col=1,
        )
    figure.update_xaxes(title_text="Angle, the smallest first", showticklabels=False, row=1, col=1)
    figure.update_yaxes(title_text="Degrees", range=[-2, 92], row=1, col=1)


def _add_overlap(figure: go.Figure, shown: FrameDirections) -> None:
    curves = (("overlap", shown.overlap, DIFFERENCE, "solid"), ("by chance", shown.chance, NEUTRAL, "dash"))
    for name, values, colour, dash in curves:
        figure.add_scatter(
            x=shown.k,
            y=values,
            mode="lines",
            line={"color": colour, "width": 2, "dash": dash},
            name=name,
            hovertemplate=f"{name}, k = %{{x}}: %{{y:.1%}}<extra></extra>",
            row=1,
            col=2,
        )
    figure.update_xaxes(title_text="k", row=1, col=2)
    figure.update_yaxes(tickformat=".0%", range=[0, 1.02], row=1, col=2)


def _add_share(figure: go.Figure, shown: FrameDirections, first: str, second: str) -> None:
    figure.add_heatmap(
        x=np.arange(1, shown.share.shape[1] + 1),
        y=[str(k) for k in shown.k],
        z=shown.share,
        zmin=0,
        zmax=1,
        colorscale="Cividis",
        hovertemplate=f"direction %{{x}} of {second}: %{{z:.1%}} inside the %{{y}} most dominant of {first}<extra></extra>",
        colorbar={"title": {"text": "Share"}, "thickness": 12, "outlinewidth": 0, "tickformat": ".0%"},
        row=1,
        col=3,
    )
    figure.update_xaxes(title_text="Direction j of the second", showgrid=False, row=1, col=3)
    figure.update_yaxes(title_text="k of the first", type="category", showgrid=False, nticks=12, row=1, col=3)
