"""Curves of a training: loss and score above, the geometry of every layer below; and the space in motion."""

import base64
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ..fine_tuning.frames import BASES, Frames
from ..fine_tuning.history import History
from ..fine_tuning.quantities import ISOTROPY, Quantity, quantities
from ..numbers_in_words import isotropy_text
from .style import FINE_TUNED, FREQUENCY_SCALE, NEUTRAL, finish, plain

DASHES = ("solid", "dot", "dash", "dashdot", "longdash")
PALE = "#B5BCC4"  # the embedding layer; the last layer has the fine-tuned hue
COLUMNS = 3
Trace = dict[str, Any]


@dataclass(frozen=True)
class MotionPlaces:
    """Where tokens are at every step, in 16 bits a coordinate.

    Attributes
    ----------
    low, high : (float, float)
        x and y for which 0 and 65535 stand.
    places : tuple of str
        For each step base64 of little-endian numbers, x and y of each token in turn.
    """

    low: tuple[float, float]
    high: tuple[float, float]
    places: tuple[str, ...]


def training_figure(histories: list[tuple[str, History]], layers: list[int]) -> go.Figure:
    """Loss and probe score, and every measure of every layer over steps.

    Colour tells the layer (from grey to the fine-tuned hue at the last), line style the seed.

    Parameters
    ----------
    histories : list of (str, History)
        For each seed, with its name.
    layers : list of int
        Those that are visible; the others are there, hidden.
    """
    panels = quantities().values()
    titles = ["Training loss (bold: smoothed)", "Score on the probe (points)", *(panel.title for panel in panels)]
    n_rows = 1 + -(-len(panels) // COLUMNS)
    wide: list[dict[str, Any] | None] = [{"colspan": 2}, None, {}]
    figure = make_subplots(
        rows=n_rows,
        cols=COLUMNS,
        specs=[wide, *([{}] * COLUMNS for _ in range(n_rows - 1))],
        horizontal_spacing=0.06,
        vertical_spacing=0.075,
        subplot_titles=titles,
    )
    figure.add_traces([*traces(histories, layers), _depth_key()])
    steps = max((history.total_steps for _, history in histories), default=0) or 1
    figure.update_xaxes(range=[-0.02 * steps, 1.02 * steps], matches="x")
    for axis in range(len(panels) + 3 - COLUMNS, len(panels) + 3):  # the lowest of each column;
        figure.add_annotation(  # an axis title would jump when traces change in place
            text="Step",
            showarrow=False,
            xref=f"x{axis} domain",
            yref=f"y{axis} domain",
            x=0.5,
            y=0,
            yanchor="top",
            yshift=-30,
        )
    figure.update_yaxes(rangemode="tozero", row=1, col=1)
    figure = finish(figure, 240 * n_rows, "training")
    return figure.update_layout(
        margin={"t": 62, "l": 56, "b": 64},
        coloraxis=_depth_scale(_last(histories)),
        legend={"x": 1, "xanchor": "right", "y": 1.045},
    )


def traces(histories: list[tuple[str, History]], layers: list[int]) -> list[Trace]:
    """Every line of `training_figure`, always in the same order for the same seeds and number of layers."""
    last, several, panels = _last(histories), len(histories) > 1, quantities().values()
    every: list[Trace] = []
    for number, (name, history) in enumerate(histories):
        name, dash = plain(_short(name)), DASHES[number % len(DASHES)]
        every += _over_training(name, history, dash, several)
        for layer in range(last + 1):
            style = {
                "name": name,
                "legendgroup": name,
                "showlegend": False,
                "mode": "lines+markers",
                "marker": {"size": 4},
                "line": {"color": depth_colour(layer, last), "width": 3 if layer == last else 1.7, "dash": dash},
                "visible": layer in layers,
            }
            who = ("embeddings" if layer == 0 else f"layer {layer}") + (f", {name}" if several else "")
            every += [_of_layer(history, layer, i, panel, who) | style for i, panel in enumerate(panels)]
    return every


def _short(name: str) -> str:
    """'minilm-stsb-seed-2' -> 'seed 2'."""
    _, _, seed = name.rpartition("-seed-")
    return f"seed {seed}" if seed.isdecimal() else name


def moving(histories: list[tuple[str, History]], layers: list[int]) -> list[Trace]:
    """What of `traces` changes while a training goes on or other layers are chosen."""
    return [
        {name: trace.get(name, True if name == "visible" else None) for name in ("x", "y", "text", "visible")}
        for trace in traces(histories, layers)
    ]


def _over_training(name: str, history: History, dash: str, several: bool) -> list[Trace]:
    """The loss as it was logged, the loss smoothed, and the probe's score."""
    losses = [_drawn(entry.loss) for entry in history.losses]
    scored = [entry for entry in history.measurements if math.isfinite(entry.score)]
    common = {"name": name, "legendgroup": name, "showlegend": False}
    loss = common | {"x": [entry.step for entry in history.losses], "mode": "lines", "xaxis": "x", "yaxis": "y"}
    line = {"color": FINE_TUNED, "dash": dash}
    return [
        loss
        | {"y": losses, "line": {"color": FINE_TUNED, "width": 1}, "opacity": 0.35}
        | {"hovertemplate": f"{name}<br>step %{{x}}: loss %{{y:.4g}}<extra></extra>"},
        loss
        | {"y": smoothed(losses), "line": line | {"width": 2.5}, "showlegend": several}
        | {"hovertemplate": f"{name}<br>step %{{x}}: loss about %{{y:.4g}}<extra></extra>"},
        common
        | {"x": [entry.step for entry in scored], "y": [entry.score for entry in scored]}
        | {"mode": "lines+markers", "line": line | {"width": 2}, "xaxis": "x2", "yaxis": "y2"}
        | {"hovertemplate": f"{name}<br>step %{{x}}: %{{y:.2f}} points<extra></extra>"},
    ]


def _of_layer(history: History, layer: int, i: int, panel: Quantity, who: str) -> Trace:
    """A quantity of a layer over steps, in the i-th panel below loss and score."""
    numbers = [entry.number(layer, panel.key) for entry in history.measurements]
    trace = {
        "x": [entry.step for entry in history.measurements],
        "y": [_drawn(panel.drawn(number)) for number in numbers],
        "xaxis": f"x{i + 3}",
        "yaxis": f"y{i + 3}",
        "hovertemplate": f"{who}, step %{{x}}<br>{plain(panel.title.split('   ')[0])}: %{{y:.4g}}"
        + (" · I(W) = %{text}" if panel.key == ISOTROPY else "")
        + "<extra></extra>",
    }
    if panel.key == ISOTROPY:
        trace["text"] = [isotropy_text(_drawn(number)) for number in numbers]
    return trace


def _drawn(number: float) -> float | None:
    """None, which is a gap, for what is not defined."""
    return number if math.isfinite(number) else None


def smoothed(values: list[float | None]) -> list[float | None]:
    """A running mean whose weights fall exponentially, over about a twentieth of the values; None stays None."""
    keep = 1 - 1 / max(1.0, len(values) / 20)
    mean = weight = 0.0
    running: list[float | None] = []
    for value in values:
        if value is None:
            running.append(None)
            continue
        mean, weight = keep * mean + (1 - keep) * value, keep * weight + (1 - keep)
        running.append(mean / weight)
    return running


def _last(histories: list[tuple[str, History]]) -> int:
    """Number of the last layer; 0 before anything was measured."""
    return max((history.n_layers - 1 for _, history in histories if history.measurements), default=0)


def depth_colour(layer: int, last: int) -> str:
    """From grey (embeddings) to the fine-tuned hue (last layer)."""
    share = layer / max(1, last)
    start, end = (tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5)) for colour in (PALE, FINE_TUNED))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(start, end, strict=True))


def _depth_key() -> Trace:
    """Nothing to see: it carries the colour bar that tells layers."""
    return {
        "x": [None],
        "y": [None],
        "mode": "markers",
        "marker": {"color": [0], "coloraxis": "coloraxis"},
        "showlegend": False,
        "hoverinfo": "skip",
    }


def _depth_scale(last: int) -> dict[str, Any]:
    every = max(1, -(-last // 6))
    marks = [0, *range(last, 0, -every)]
    return {
        "colorscale": [[0, PALE], [1, FINE_TUNED]],
        "cmin": 0,
        "cmax": max(1, last),
        "colorbar": {
            "orientation": "h",
            "thickness": 10,
            "len": 0.42,
            "x": 0,
            "xanchor": "left",
            "y": 1.03,
            "yanchor": "bottom",
            "tickvals": marks,
            "ticktext": [
                "embeddings" if mark == 0 else f"layer {mark}" if mark == last else str(mark) for mark in marks
            ],
            "outlinewidth": 0,
        },
    }


def motion_figure(frames: Frames, layer: int, basis: str, dark: bool = False) -> go.Figure:
    """Tokens before the first step, in a fixed plane whose axes hold those of every step."""
    coordinates = frames.coordinates[basis][layer]
    figure = go.Figure(
        go.Scatter(
            x=coordinates[0, :, 0],
            y=coordinates[0, :, 1],
            mode="markers",
            marker={
                "size": 6,
                "opacity": 0.8,
                "color": np.asarray(frames.zipf, np.float32),
                "colorscale": FREQUENCY_SCALE[dark],
                "cmin": 0,
                "cmax": 8,
                "colorbar": {"title": "Zipf<br>frequency", "thickness": 14, "len": 0.8},
            },
            text=[plain(str(word)) for word in frames.words],
            hovertemplate="%{text}<br>zipf %{marker.color:.1f}<extra></extra>",
            showlegend=False,
        )
    )
    low, high = _ends(coordinates)
    pad = 0.04 * (high - low)
    which = BASES[basis][0].upper() + BASES[basis][1:]
    figure.update_xaxes(title_text=f"{which}: first", range=[low[0] - pad[0], high[0] + pad[0]], zerolinecolor=NEUTRAL)
    figure.update_yaxes(title_text="second", range=[low[1] - pad[1], high[1] + pad[1]], zerolinecolor=NEUTRAL)
    return finish(figure, 520, f"motion-{layer}-{basis}").update_layout(margin={"t": 16})


def motion_places(frames: Frames, layer: int, basis: str) -> MotionPlaces:
    """Where the tokens are at every step (far below a pixel): 5 kB a step for 1,000 tokens."""
    coordinates = frames.coordinates[basis][layer]
    low, high = _ends(coordinates)
    numbers = np.rint((coordinates - low) / (high - low) * 65535).astype("<u2")
    places = tuple(base64.b64encode(step.tobytes()).decode() for step in numbers)
    return MotionPlaces((float(low[0]), float(low[1])), (float(high[0]), float(high[1])), places)


def _ends(coordinates: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lowest and highest x and y of coordinates of shape (n_steps, n, 2), never alike."""
    low, high = coordinates.min(axis=(0, 1)).astype(np.float64), coordinates.max(axis=(0, 1)).astype(np.float64)
    return low, np.maximum(high, low + 1e-9)
