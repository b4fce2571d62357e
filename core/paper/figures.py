"""Figures 1 and 2 of a replication, and table 1 as a picture."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ..figures.space.layers import layers_figure
from ..figures.style import FREQUENCY_SCALE, NEUTRAL, ROLE, finish, log_axis, plain
from ..geometry.post_processing import methods
from ..numbers_in_words import isotropy_text
from .answer import PaperStudy

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
        cells = [cell for cell in result.table1 if cell.role == role and not np.isnan(cell.performance)]
        log10 = [cell.log10_isotropy["symmetric"] for cell in cells]
        ends += log10
        figure.add_scatter(
            x=[10**value for value in log10],
            y=[cell.performance for cell in cells],
            mode="lines+markers",
            text=[methods()[cell.method].label for cell in cells],
            error_y={"array": [cell.performance_sd or 0 for cell in cells], "thickness": 1, "width": 3},
            marker={"size": 12, "symbol": [_SYMBOLS[cell.method] for cell in cells]},
            line={"color": ROLE[role], "width": 1.5},
            name=role,
            customdata=[isotropy_text(value) for value in log10],
            hovertemplate=f"{role}, %{{text}}<br>%{{y:.2f}} points, I(W) = %{{customdata}}<extra></extra>",
        )
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


def figure_1(result: PaperStudy, convention: str = "symmetric") -> go.Figure:
    """-ln I(W) of every layer, tokens and [CLS], both checkpoints."""
    # By the side of the pair, also where the first checkpoint is itself fine-tuned.
    answers = [
        replace(layers, provenance=replace(layers.provenance, role="fine-tuned" if number else "pre-trained"))
        for number, layers in enumerate(result.figure1)
    ]
    return layers_figure(answers, [], convention)


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
