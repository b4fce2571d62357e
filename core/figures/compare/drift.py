"""How far two checkpoints have drifted apart: CKA, neighbours kept layer by layer, angles between subspaces."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.colors import sample_colorscale
from plotly.subplots import make_subplots

from ...sentences.compare import side_names
from ...texts.frequency import BANDS
from ..style import DIFFERENCE, FREQUENCY_SCALE, MARKERS, NEUTRAL, above_titles, finish, plain

Answer = dict[str, Any]


def cka_figure(answer: Answer) -> go.Figure:
    """Heat map of CKA: layers of the first (rows) with layers of the second (columns)."""
    first, second = map(plain, side_names(answer))
    found = np.array(answer["cka"], dtype=float)
    figure = go.Figure(
        go.Heatmap(
            x=_layer_names(found.shape[1]),
            y=_layer_names(found.shape[0]),
            z=found,
            zmin=0,
            zmax=1,
            colorscale="Cividis",
            hovertemplate=f"{first}, layer %{{y}}<br>{second}, layer %{{x}}<br>CKA %{{z:.3f}}<extra></extra>",
            xgap=1,
            ygap=1,
            texttemplate="%{z:.2f}" if found.size <= 64 else None,
            colorbar={"title": {"text": "CKA"}, "thickness": 12, "outlinewidth": 0},
        )
    )
    figure.update_xaxes(title_text=f"Layer of {second}", type="category", showgrid=False)
    figure.update_yaxes(title_text=f"Layer of {first}", type="category", showgrid=False)
    return finish(figure, 460, "compare-cka")


def drift_figure(answer: Answer, dark: bool = False) -> go.Figure:
    """Neighbours kept by layer: of all words (purple), in each frequency band, and by chance (grey)."""
    x = [row["first"] for row in answer["layers"]]
    figure = go.Figure()
    figure.add_scatter(
        x=x,
        y=[answer["chance"]] * len(x),
        mode="lines",
        line={"color": NEUTRAL, "width": 1.5, "dash": "dash"},
        name="by chance",
        hovertemplate="by chance: %{y:.1%}<extra></extra>",
    )
    for number, (name, colour) in enumerate(_band_colours(dark).items()):
        found = [next((band for band in row["bands"] if band["band"] == name), None) for row in answer["layers"]]
        if any(found):
            figure.add_scatter(
                x=x,
                y=[band["mean"] if band else None for band in found],
                customdata=[band["n"] if band else 0 for band in found],
                mode="lines+markers",
                line={"color": colour, "width": 1.5},
                marker={"size": 6, "symbol": MARKERS[number % len(MARKERS)]},
                name=f"zipf {name}" if name in BANDS else name,
                hovertemplate=f"{name}, layer %{{x}}: %{{y:.1%}} (n = %{{customdata:,}})<extra></extra>",
            )
    figure.add_scatter(
        x=x,
        y=[row["overlap"] for row in answer["layers"]],
        mode="lines+markers",
        line={"color": DIFFERENCE, "width": 3},
        marker={"size": 8},
        name="all words",
        hovertemplate="all words, layer %{x}: %{y:.1%}<extra></extra>",
    )
    figure.update_xaxes(title_text="Layer", tickvals=x, ticktext=_layer_names(len(x)))
    figure.update_yaxes(title_text=f"Share of {answer['k']} neighbours kept", tickformat=".0%", range=[0, 1.02])
    figure = finish(figure, 460, "compare-drift")
    # Below the axis: so many bands above the plot would take a third of its height.
    figure.update_layout(
        margin_b=130, legend={"y": -0.2, "yanchor": "top", "entrywidth": 104, "entrywidthmode": "pixels"}
    )
    return figure


def directions_figure(answer: Answer, frame: str) -> go.Figure:
    """Angles between dominant subspaces, their overlap, and where each direction of the second lies in the first.

    Parameters
    ----------
    answer : dict
        Of the study 'compare-directions'.
    frame : str
        Key of its `frames`.
    """
    first, second = map(plain, side_names(answer))
    found, chance = answer["frames"][frame], np.asarray(answer["chance"], dtype=float)
    k = np.asarray(found["k"])
    titles = (
        "Angles between the subspaces",
        "Overlap of the subspaces",
        "Direction j inside the first k",
    )
    figure = make_subplots(rows=1, cols=3, subplot_titles=titles, horizontal_spacing=0.11)
    for number, (size, angles) in enumerate(found["angles"].items()):
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
    curves = (("overlap", found["overlap"], DIFFERENCE, "solid"), ("by chance", chance[: len(k)], NEUTRAL, "dash"))
    for name, values, colour, dash in curves:
        figure.add_scatter(
            x=k,
            y=values,
            mode="lines",
            line={"color": colour, "width": 2, "dash": dash},
            name=name,
            hovertemplate=f"{name}, k = %{{x}}: %{{y:.1%}}<extra></extra>",
            row=1,
            col=2,
        )
    share = np.array(found["share"], dtype=float)
    figure.add_heatmap(
        x=np.arange(1, share.shape[1] + 1),
        y=[str(value) for value in k],
        z=share,
        zmin=0,
        zmax=1,
        colorscale="Cividis",
        hovertemplate=f"direction %{{x}} of {second}: %{{z:.1%}} inside the %{{y}} most dominant of {first}<extra></extra>",
        colorbar={"title": {"text": "Share"}, "thickness": 12, "outlinewidth": 0, "tickformat": ".0%"},
        row=1,
        col=3,
    )
    figure.update_xaxes(title_text="Angle, the smallest first", showticklabels=False, row=1, col=1)
    figure.update_yaxes(title_text="Degrees", range=[-2, 92], row=1, col=1)
    figure.update_xaxes(title_text="k", row=1, col=2)
    figure.update_yaxes(tickformat=".0%", range=[0, 1.02], row=1, col=2)
    figure.update_xaxes(title_text="Direction j of the second", showgrid=False, row=1, col=3)
    figure.update_yaxes(title_text="k of the first", type="category", showgrid=False, nticks=12, row=1, col=3)
    return above_titles(finish(figure, 480, f"compare-directions-{frame}"))


def _band_colours(dark: bool) -> dict[str, str]:
    """A colour a frequency band, as the colour bar of frequency has them; punctuation grey."""
    middles = [(2.5 + i) / 8 for i in range(len(BANDS))]
    colours = sample_colorscale(FREQUENCY_SCALE[dark], middles)
    return {"punctuation": NEUTRAL, **dict(zip(BANDS, colours, strict=True))}


def _layer_names(count: int) -> list[str]:
    return ["emb.", *map(str, range(1, count))]
