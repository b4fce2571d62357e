"""Curves of a training: loss and score above, the geometry of every layer below; and the space in motion."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from core.figures.style import FINE_TUNED, FREQUENCY_SCALE, NEUTRAL, finish, plain
from core.fine_tuning.frames import BASES, Frames
from core.fine_tuning.history import History
from core.words import isotropy_text

LN10 = float(np.log(10))
DASHES = ("solid", "dot", "dash", "dashdot", "longdash")


@dataclass(frozen=True)
class Panel:
    """One small multiple: what of a layer's numbers it shows."""

    key: str
    title: str
    value: Callable[[dict[str, Any]], float | None]


def _number(key: str) -> Callable[[dict[str, Any]], float | None]:
    return lambda layer: layer.get(key)


def _minus_ln(layer: dict[str, Any]) -> float | None:
    log10 = layer.get("log10_isotropy")
    return None if log10 is None else -log10 * LN10


PANELS = (
    Panel("log10_isotropy", "−ln I(W)   (less isotropic ↑)", _minus_ln),
    Panel("mean_cosine", "Mean cosine", _number("mean_cosine")),
    Panel("isoscore_unbiased", "IsoScore (n-unbiased)", _number("isoscore_unbiased")),
    Panel("participation_ratio", "Participation ratio", _number("participation_ratio")),
    Panel("elongated", "Elongated directions", _number("elongated")),
    Panel("sts", "STS score by layer (points)", _number("sts")),
    Panel("alignment", "Alignment (lower = closer pairs)", _number("alignment")),
    Panel("uniformity", "Uniformity (lower = more even)", _number("uniformity")),
    Panel("cka", "CKA with the start (1 = unmoved)", _number("cka")),
)
COLUMNS = 3


def loss_figure(histories: list[tuple[str, History]]) -> go.Figure:
    """Loss and probe score of one or several seeds over steps."""
    figure = make_subplots(
        rows=1, cols=2, horizontal_spacing=0.08, subplot_titles=["Training loss", "Score on the probe (points)"]
    )
    for number, (name, history) in enumerate(histories):
        line = {"color": FINE_TUNED, "dash": DASHES[number % len(DASHES)], "width": 2}
        style = {"name": plain(name), "legendgroup": name, "line": line}
        figure.add_scatter(
            x=[entry["step"] for entry in history.losses],
            y=[entry.get("loss") for entry in history.losses],
            mode="lines",
            hovertemplate=f"{plain(name)}<br>step %{{x}}: loss %{{y:.4g}}<extra></extra>",
            showlegend=len(histories) > 1,
            **style,
            row=1,
            col=1,
        )
        scored = [entry for entry in history.measurements if entry["score"] is not None]
        figure.add_scatter(
            x=[entry["step"] for entry in scored],
            y=[entry["score"] for entry in scored],
            mode="lines+markers",
            hovertemplate=f"{plain(name)}<br>step %{{x}}: %{{y:.2f}} points<extra></extra>",
            showlegend=False,
            **style,
            row=1,
            col=2,
        )
    steps = max((history.total_steps for _, history in histories), default=1)
    figure.update_xaxes(title_text="Step", range=[-0.02 * steps, 1.02 * steps])
    figure.update_yaxes(rangemode="tozero", row=1, col=1)
    return finish(figure, 300, "loss")


def geometry_figure(histories: list[tuple[str, History]], layers: list[int]) -> go.Figure:
    """Every measure of the chosen layers over steps: darker = nearer to the last layer; seeds differ by line style."""
    rows = -(-len(PANELS) // COLUMNS)
    figure = make_subplots(
        rows=rows,
        cols=COLUMNS,
        shared_xaxes=True,
        horizontal_spacing=0.06,
        vertical_spacing=0.09,
        subplot_titles=[panel.title for panel in PANELS],
    )
    last = max((len(entry["layers"]) for _, history in histories for entry in history.measurements), default=1) - 1
    for number, (name, history) in enumerate(histories):
        for layer in layers:
            if not history.measurements or layer >= len(history.measurements[0]["layers"]):
                continue
            label = "embeddings" if layer == 0 else f"layer {layer}"
            for i, panel in enumerate(PANELS):
                _panel_line(
                    figure,
                    history,
                    layer,
                    panel,
                    (i // COLUMNS + 1, i % COLUMNS + 1),
                    {
                        "name": label if len(histories) == 1 else f"{plain(name)}: {label}",
                        "legendgroup": f"{name}-{layer}",
                        "showlegend": i == 0,
                        "line": {
                            "color": depth_colour(layer, last),
                            "width": 3 if layer == last else 1.7,
                            "dash": DASHES[number % len(DASHES)],
                        },
                    },
                )
    steps = max((history.total_steps for _, history in histories), default=1)
    figure.update_xaxes(range=[-0.02 * steps, 1.02 * steps])
    figure.update_xaxes(title_text="Step", row=rows)
    figure = finish(figure, 250 * rows, "geometry")
    return figure.update_layout(legend_y=1.05, margin_t=70)


def _panel_line(
    figure: go.Figure, history: History, layer: int, panel: Panel, where: tuple[int, int], style: dict[str, Any]
) -> None:
    numbers = [entry["layers"][layer] for entry in history.measurements]
    figure.add_scatter(
        x=[entry["step"] for entry in history.measurements],
        y=[panel.value(one) for one in numbers],
        text=[isotropy_text(one.get("log10_isotropy")) for one in numbers],
        mode="lines+markers",
        marker={"size": 4},
        hovertemplate=f"{style['name']}, step %{{x}}<br>{panel.title.split('   ')[0]}: %{{y:.4g}}"
        + (" · I(W) = %{text}" if panel.key == "log10_isotropy" else "")
        + "<extra></extra>",
        **style,
        row=where[0],
        col=where[1],
    )


def depth_colour(layer: int, last: int) -> str:
    """From grey (embeddings) to the fine-tuned hue (last layer)."""
    share = layer / max(1, last)
    start, end = (tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5)) for colour in ("#B5BCC4", FINE_TUNED))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(start, end, strict=True))


def motion_figure(frames: Frames, layer: int, basis: str, dark: bool = False) -> go.Figure:
    """The same tokens at every measured step in one fixed plane, with a slider over steps; axes do not move."""
    coordinates, share = frames.coordinates[basis][layer], frames.share[basis][layer]
    hover = [plain(str(word)) for word in frames.words]
    marker = {
        "size": 6,
        "opacity": 0.8,
        "color": frames.zipf,
        "colorscale": FREQUENCY_SCALE[dark],
        "cmin": 0,
        "cmax": 8,
        "colorbar": {"title": "Zipf<br>frequency", "thickness": 14, "len": 0.8},
    }

    def cloud(i: int) -> go.Scatter:
        return go.Scatter(
            x=coordinates[i, :, 0],
            y=coordinates[i, :, 1],
            mode="markers",
            marker=marker,
            text=hover,
            customdata=frames.zipf,
            hovertemplate="%{text}<br>zipf %{customdata:.1f}<extra></extra>",
            showlegend=False,
        )

    names = [str(step) for step in frames.steps]
    figure = go.Figure(cloud(0), frames=[go.Frame(data=[cloud(i)], name=name) for i, name in enumerate(names)])
    low, high = coordinates.min(axis=(0, 1)), coordinates.max(axis=(0, 1))
    pad = 0.04 * (high - low) + 1e-9
    animate = {"mode": "immediate", "fromcurrent": True, "transition": {"duration": 250}}
    moves = [
        {
            "method": "animate",
            "label": name,
            "args": [[name], animate | {"frame": {"duration": 250, "redraw": False}}],
        }
        for name in names
    ]
    buttons = [
        {
            "method": "animate",
            "label": "Play",
            "args": [None, animate | {"frame": {"duration": 450, "redraw": False}}],
        },
        {"method": "animate", "label": "Pause", "args": [[None], {"mode": "immediate", "frame": {"duration": 0}}]},
    ]
    figure.update_layout(
        sliders=[
            {
                "steps": moves,
                "currentvalue": {"prefix": "Step "},
                "pad": {"t": 48, "l": 130},
                "x": 0,
                "len": 1,
                "minorticklen": 0,
            }
        ],
        updatemenus=[
            {
                "type": "buttons",
                "direction": "left",
                "buttons": buttons,
                "x": 0,
                "y": 0,
                "xanchor": "left",
                "yanchor": "top",
                "pad": {"t": 62},
                "showactive": False,
            }
        ],
    )
    which = BASES[basis][0].upper() + BASES[basis][1:]
    figure.update_xaxes(title_text=f"{which}: first", range=[low[0] - pad[0], high[0] + pad[0]], zerolinecolor=NEUTRAL)
    figure.update_yaxes(title_text="second", range=[low[1] - pad[1], high[1] + pad[1]], zerolinecolor=NEUTRAL)
    figure = finish(figure, 600, f"motion-{layer}-{basis}")
    figure.update_layout(
        margin={"b": 120},
        title={
            "text": f"The plane shows {100 * share[0]:.0f} % of the variance at the start, {100 * share[-1]:.0f} % at the end",
            "font": {"size": 13},
            "x": 0,
        },
    )
    return figure
