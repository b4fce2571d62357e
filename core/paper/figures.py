"""Figures 1 and 2 of a replication, table 1 as a picture, and each finding's curve."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ..figures.space.layers import layers_figure
from ..figures.style import FREQUENCY_SCALE, NEUTRAL, ROLE, above_titles, band, finish, log_axis, plain
from ..findings.finding import Curve
from ..geometry.post_processing import methods
from ..numbers_in_words import isotropy_text
from .answer import CellResult, PaperStudy
from .cells import UNTRAINED
from .findings import FindingResult

_SYMBOLS = {
    "baseline": "circle",
    "zero-mean": "square",
    "clustering-zero-mean": "diamond",
    "global": "triangle-up",
    "cluster-based": "star",
}


def table_1_figure(result: PaperStudy) -> go.Figure:
    """Performance against isotropy, both checkpoints; published values in grey where the pair is the paper's.

    Colour is the side of the pair, the marker's shape the setting: settings lie too close together for labels of their own.
    """
    figure = go.Figure()
    ends: list[float] = []
    for role in ("pre-trained", "fine-tuned"):
        cells = _scored(result.table1, role)
        ends += _add_measured(figure, cells, role, 12, {"color": ROLE[role], "width": 1.5})
        published = [(cell.method, cell.published) for cell in cells if cell.published]
        if published:
            ends += [float(np.log10(cell.isotropy)) for _, cell in published]
            figure.add_scatter(
                x=[cell.isotropy for _, cell in published],
                y=[cell.performance for _, cell in published],
                mode="lines+markers",
                text=[methods()[method].label for method, _ in published],
                line={"color": NEUTRAL, "width": 1, "dash": "dot" if role == "pre-trained" else "dash"},
                marker={"size": 11, "symbol": [f"{_SYMBOLS[method]}-open" for method, _ in published]},
                name=f"published, {role}",
                hovertemplate=f"published, {role}, %{{text}}<br>%{{y:.2f}} points, I(W) = %{{x}}<extra></extra>",
            )
    if untrained := _scored(result.untrained_of(1), UNTRAINED):
        ends += _add_measured(figure, untrained, UNTRAINED, 9, {"color": NEUTRAL, "width": 1, "dash": "dot"})
    if ends:
        room = 0.08 * (max(ends) - min(ends)) + 0.05
        figure.update_xaxes(
            title_text="Isotropy I(W): more isotropic to the right", **log_axis(min(ends) - room, max(ends) + room)
        )
        for key, symbol in _SYMBOLS.items():
            figure.add_scatter(
                x=[None],
                y=[None],
                mode="markers",
                marker={"size": 11, "symbol": symbol, "color": NEUTRAL},
                name=methods()[key].label,
                hoverinfo="skip",
            )
    figure.update_yaxes(title_text="STS score (points)")
    return finish(figure, 460, "paper-table-1")


def _scored(cells: Sequence[CellResult], role: str) -> list[CellResult]:
    return [cell for cell in cells if cell.role == role and not np.isnan(cell.performance)]


def _add_measured(
    figure: go.Figure, cells: list[CellResult], name: str, size: int, line: dict[str, Any]
) -> list[float]:
    """The settings of one role on a line, with their sd over seeds; their log10 I(W)."""
    log10 = [cell.log10_isotropy["symmetric"] for cell in cells]
    figure.add_scatter(
        x=[10**value for value in log10],
        y=[cell.performance for cell in cells],
        mode="lines+markers",
        text=[methods()[cell.method].label for cell in cells],
        error_y={"array": [cell.performance_sd or 0 for cell in cells], "thickness": 1, "width": 3},
        marker={"size": size, "symbol": [_SYMBOLS[cell.method] for cell in cells]},
        line=line,
        name=name,
        customdata=[isotropy_text(value) for value in log10],
        hovertemplate=f"{name}, %{{text}}<br>%{{y:.2f}} points, I(W) = %{{customdata}}<extra></extra>",
    )
    return log10


def finding_figure(row: FindingResult) -> go.Figure:
    """A finding's curve of every space, one panel a text: the pair in colour with bands, untrained twins in grey."""
    texts = list(dict.fromkeys(curve.texts for curve in row.curves))
    figure = make_subplots(
        rows=1, cols=max(1, len(texts)), shared_yaxes=True, horizontal_spacing=0.04, subplot_titles=texts
    )
    named: set[str] = set()
    for curve in row.curves:
        _add_curve(figure, curve, 1 + texts.index(curve.texts), named)
    for column in range(1, len(texts) + 1):
        figure.update_xaxes(title_text=row.x, row=1, col=column)
        if labels := next((curve.labels for curve in row.curves if curve.labels), ()):
            figure.update_xaxes(tickvals=list(range(len(labels))), ticktext=list(labels), row=1, col=column)
    figure.update_yaxes(title_text=row.y, row=1, col=1)
    return above_titles(finish(figure, 420, f"paper-finding-{row.key}"))


def _add_curve(figure: go.Figure, curve: Curve, column: int, named: set[str]) -> None:
    colour, single = ROLE.get(curve.role, NEUTRAL), len(curve.x) == 1 or bool(curve.labels)
    name = "untrained" if curve.role == "untrained" else plain(curve.name)
    if curve.low is not None and curve.high is not None:
        figure.add_scatter(
            x=np.concatenate([curve.x, curve.x[::-1]]),
            y=np.concatenate([curve.high, curve.low[::-1]]),
            fill="toself",
            fillcolor=band(colour),
            line={"width": 0},
            hoverinfo="skip",
            showlegend=False,
            legendgroup=name,
            row=1,
            col=column,
        )
    figure.add_scatter(
        x=curve.x,
        y=curve.y,
        mode="markers" if single else "lines",
        line={
            "color": colour,
            "width": 1 if curve.role == "untrained" else 2,
            "dash": "dash" if curve.dash else "solid",
        },
        marker={"color": colour, "size": 7},
        name=name,
        legendgroup=name,
        showlegend=name not in named,
        hovertemplate=f"{plain(curve.name)}<br>%{{x}}: %{{y:.4g}}<extra></extra>",
        row=1,
        col=column,
    )
    named.add(name)


def figure_1(result: PaperStudy, convention: str = "symmetric") -> go.Figure:
    """-ln I(W) of every layer, tokens and [CLS], both checkpoints, and one with random weights in grey."""
    # By the side of the pair, also where the first checkpoint is itself fine-tuned.
    answers = [
        replace(layers, provenance=replace(layers.provenance, role="fine-tuned" if number else "pre-trained"))
        for number, layers in enumerate(result.figure1)
    ]
    return layers_figure([*answers, *result.figure1_untrained[:1]], [], convention)


def figure_2(result: PaperStudy, dark: bool = False) -> go.Figure:
    """Each checkpoint on its own two leading principal directions, coloured by word frequency on one scale."""
    shown = result.figure2[:2]
    titles = [plain(one.title) for one in result.checkpoints[:2]]
    figure = make_subplots(
        rows=1,
        cols=2,
        horizontal_spacing=0.07,
        subplot_titles=[
            f"{title} ({one.share[0]:.0f} % and {one.share[1]:.0f} % of variance)"
            for title, one in zip(titles, shown, strict=True)
        ],
    )
    for column, one in enumerate(shown, start=1):
        at = np.asarray(one.points, dtype=np.float32)
        figure.add_scattergl(
            x=at[:, 0],
            y=at[:, 1],
            mode="markers",
            text=[plain(word) for word in one.words],
            marker={"size": 4, "opacity": 0.75, "color": one.zipf, "coloraxis": "coloraxis"},
            hovertemplate="%{text}<br>zipf %{marker.color:.1f}<extra></extra>",
            showlegend=False,
            row=1,
            col=column,
        )
        figure.update_xaxes(title_text="First principal direction", row=1, col=column)
    figure.update_yaxes(title_text="Second principal direction", row=1, col=1)
    figure.update_layout(
        coloraxis={
            "colorscale": FREQUENCY_SCALE[dark],
            "cmin": 0,
            "cmax": 8,
            "colorbar": {"title": "Zipf<br>frequency", "thickness": 14},
        }
    )
    return finish(figure, 460, "paper-figure-2")
