"""Curves of both ends over the number of removed directions, of any number of checkpoints in a figure."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ...numbers_in_words import isotropy_text
from ...studies.removal.curve import Curve
from ...studies.removal.space_curves import SpaceCurves
from ..style import MARKERS, NEUTRAL, ROLE, finish, log_axis, plain

DASH = {"dominant": "solid", "least": "dot"}


@dataclass(frozen=True)
class Reference:
    """The score of a setting without a number of directions, in points, as a level line."""

    label: str
    spearman: float


def curves_figure(spaces: list[SpaceCurves], references: list[Reference]) -> go.Figure:
    """I(W) above, score below; a reference whose score is not defined is left out."""
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, vertical_spacing=0.08)
    lowest = [0.0]
    for number, space in enumerate(spaces):
        marks = {
            "mode": "lines" if len(spaces) == 1 else "lines+markers",
            "marker": {"symbol": MARKERS[number % len(MARKERS)], "size": 6, "maxdisplayed": 12},
        }
        for label, line, curve in _lines(space):
            name = f"{plain(space.title)}: {label}"
            _isotropy_and_score(figure, curve, name, marks | {"line": line})
            lowest.append(float(np.nanmin(curve.log10)))
    longest = max((len(curve.log10) for space in spaces for curve in space.curves.values()), default=1)
    for dash, reference in zip(cycle(("longdash", "dot", "dashdot")), references, strict=False):
        if np.isfinite(reference.spearman):
            _level(figure, reference, longest - 1, dash)
    figure.update_yaxes(title_text="Isotropy I(W)", **log_axis(min(lowest) - 0.1, 0.1), row=1, col=1)
    figure.update_yaxes(title_text="STS score (points)", row=2, col=1)
    figure.update_xaxes(title_text="Directions removed, k", row=2, col=1)
    return finish(figure, 560, "both-ends")


def _lines(space: SpaceCurves) -> Iterator[tuple[str, dict[str, Any], Curve]]:
    """Label, line style and curve of all that is drawn of a checkpoint."""
    colour = ROLE[space.role]
    for end, curve in space.curves.items():
        yield f"global, {end}", {"color": colour, "dash": DASH[end], "width": 2.0}, curve
    if space.clusters is not None:
        yield "cluster-based, dominant", {"color": colour, "dash": "dashdot", "width": 3.0}, space.clusters


def _isotropy_and_score(figure: go.Figure, curve: Curve, name: str, style: dict[str, Any]) -> None:
    style = style | {"legendgroup": name, "name": name}
    figure.add_scatter(
        y=10**curve.log10,
        text=[isotropy_text(value) for value in curve.log10],
        hovertemplate=f"{name}<br>%{{x}} removed: I(W) = %{{text}}<extra></extra>",
        **style,
        row=1,
        col=1,
    )
    if curve.spearman is not None:
        figure.add_scatter(
            y=curve.spearman,
            hovertemplate=f"{name}<br>%{{x}} removed: %{{y:.2f}} points<extra></extra>",
            **style,
            showlegend=False,
            row=2,
            col=1,
        )


def _level(figure: go.Figure, reference: Reference, last: int, dash: str) -> None:
    label = plain(reference.label)
    figure.add_scatter(
        x=[0, last],
        y=[reference.spearman] * 2,
        mode="lines",
        line={"color": NEUTRAL, "width": 1.5, "dash": dash},
        name=label,
        hovertemplate=f"{label}: %{{y:.2f}} points<extra></extra>",
        row=2,
        col=1,
    )
