"""Frequency bias: by layer, by method, by frequency band."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ...geometry.frequency_bias import Estimate
from ...studies.frequency.bias import FrequencyBias
from ...studies.frequency.bias_entry import BiasEntry
from ...texts.frequency import BANDS
from ..style import MARKERS, NEUTRAL, ROLE, above_titles, finish, plain

NUMBERS = {
    "r2": ("R² of frequency from the vector", "0 = nothing is known of it"),
    "neighbours": ("Neighbours' difference in frequency", "1 = as by chance"),
    "distance_trend": ("Frequency against distance from the centre", "Spearman, 0 = no relation"),
}
_NOTHING = {"r2": 0.0, "neighbours": 1.0, "distance_trend": 0.0}


def bias_figure(answers: Sequence[FrequencyBias]) -> go.Figure:
    """The three numbers layer by layer, of one checkpoint or several, with their intervals; grey: no bias."""
    figure = make_subplots(
        rows=1, cols=len(NUMBERS), horizontal_spacing=0.07, subplot_titles=[label for label, _ in NUMBERS.values()]
    )
    entries = [entry for answer in answers for entry in answer.entries]
    for column, (key, (_, axis)) in enumerate(NUMBERS.items(), 1):
        for number, answer in enumerate(answers):
            _line(figure, answers, number, key, column, plain(answer.side.title))
        figure.add_hline(y=_NOTHING[key], line={"color": NEUTRAL, "width": 1.5, "dash": "dash"}, row=1, col=column)
        figure.update_yaxes(title_text=axis, range=_range(entries, key), row=1, col=column)
    longest = max(len(answer.entries) for answer in answers)
    names = ["emb.", *map(str, range(1, longest))]
    figure.update_xaxes(title_text="Layer", tickvals=list(range(longest)), ticktext=names)
    return above_titles(finish(figure, 440, "bias"))


def _line(figure: go.Figure, answers: Sequence[FrequencyBias], number: int, key: str, column: int, name: str) -> None:
    """A number of an answer, layer by layer."""
    answer = answers[number]
    figure.add_scatter(
        x=[entry.layer for entry in answer.entries],
        **_with_interval([_estimate(entry, key) for entry in answer.entries]),
        mode="lines+markers",
        line={"color": ROLE[answer.side.role], "width": 2, "dash": _dash(answers, number)},
        marker={"symbol": MARKERS[number % len(MARKERS)], "size": 7},
        name=f"{name} (n = {answer.n_words:,} words)",
        legendgroup=str(number),
        showlegend=column == 1,
        hovertemplate=f"{name}, layer %{{x}}: %{{y:.3f}}<extra></extra>",
        row=1,
        col=column,
    )


def methods_figure(answer: FrequencyBias, labels: dict[str, str]) -> go.Figure:
    """The numbers of a layer after every method, with their intervals; dotted: before.

    Parameters
    ----------
    answer : FrequencyBias
        Over methods.
    labels : dict
        Method key -> label.
    """
    figure = make_subplots(rows=1, cols=2, horizontal_spacing=0.04, shared_yaxes=True)
    names = [labels[entry.method] for entry in answer.entries]
    colour = ROLE[answer.side.role]
    for column, key in enumerate(("r2", "neighbours"), 1):
        drawn = _with_interval([_estimate(entry, key) for entry in answer.entries])
        figure.add_scatter(
            x=drawn["y"],
            y=names,
            error_x=drawn["error_y"],
            mode="markers",
            marker={"color": colour, "size": 10},
            hovertemplate="%{y}: %{x:.3f}<extra></extra>",
            showlegend=False,
            row=1,
            col=column,
        )
        figure.add_vline(x=_NOTHING[key], line={"color": NEUTRAL, "width": 1.5, "dash": "dash"}, row=1, col=column)
        figure.add_vline(x=drawn["y"][0], line={"color": colour, "width": 1, "dash": "dot"}, row=1, col=column)
        label, axis = NUMBERS[key]
        figure.update_xaxes(title_text=f"{label} ({axis})", range=_range(answer.entries, key), row=1, col=column)
    figure.update_yaxes(autorange="reversed", row=1, col=1)
    figure = finish(figure, 360, "bias-methods")
    figure.update_layout(margin={"l": 150})
    return figure


def bands_figure(answers: Sequence[FrequencyBias], entries: Sequence[BiasEntry]) -> go.Figure:
    """Mean norm and distance from the centre by frequency band, in units of each space's spread.

    Parameters
    ----------
    answers : sequence of FrequencyBias
    entries : sequence of BiasEntry
        Of each answer, what is shown.
    """
    titles = ["Distance from the centre", "Norm"]
    figure = make_subplots(rows=1, cols=2, horizontal_spacing=0.07, subplot_titles=titles)
    shown = [name for name in BANDS if any(band.band == name for entry in entries for band in entry.bands)]
    for number, (answer, entry) in enumerate(zip(answers, entries, strict=True)):
        name, bands = plain(answer.side.title), entry.bands
        for column, means in enumerate(([band.distance for band in bands], [band.norm for band in bands]), 1):
            figure.add_scatter(
                x=[band.band for band in bands],
                **_with_interval(means, entry.spread),
                customdata=[band.n_words for band in bands],
                mode="lines+markers",
                line={"color": ROLE[answer.side.role], "width": 2, "dash": _dash(answers, number)},
                marker={"symbol": MARKERS[number % len(MARKERS)], "size": 8},
                name=name,
                legendgroup=str(number),
                showlegend=column == 1 and len(answers) > 1,
                hovertemplate=f"{name}, zipf %{{x}}: %{{y:.3f}} (n = %{{customdata:,}} words)<extra></extra>",
                row=1,
                col=column,
            )
    figure.update_xaxes(
        title_text="Zipf frequency, rare to frequent", type="category", categoryorder="array", categoryarray=shown
    )
    figure.update_yaxes(title_text="In units of the root-mean-square distance", row=1, col=1)
    figure = finish(figure, 420, "bias-bands")
    return above_titles(figure) if len(answers) > 1 else figure


def _estimate(entry: BiasEntry, key: str) -> Estimate:
    """One of `NUMBERS`."""
    return {"r2": entry.r2, "neighbours": entry.neighbours, "distance_trend": entry.distance_trend}[key]


def _dash(answers: Sequence[FrequencyBias], number: int) -> str:
    """The dash of a line: lines of the same role have the same colour, so the second of them is dotted."""
    role = answers[number].side.role
    before = sum(answer.side.role == role for answer in answers[:number])
    return ("solid", "dot", "dashdot")[min(before, 2)]


def _with_interval(estimates: Sequence[Estimate], unit: float = 1.0) -> dict[str, Any]:
    """Values and error bars of estimates, divided by a unit."""
    ends = np.array([[each.value, each.low, each.high] for each in estimates]).reshape(-1, 3)
    value, low, high = ends.T / (unit or 1.0)
    bars = {"symmetric": False, "array": high - value, "arrayminus": value - low, "thickness": 1, "width": 3}
    return {"y": value, "error_y": bars}


def _range(entries: Sequence[BiasEntry], key: str) -> list[float]:
    """All intervals and the place of no bias, with some room."""
    estimates = [_estimate(entry, key) for entry in entries]
    ends = [end for each in estimates for end in (each.value, each.low, each.high)]
    known = [_NOTHING[key], *(end for end in ends if not math.isnan(end))]
    room = 0.06 * (max(known) - min(known) or 1.0)
    return [min(known) - room, max(known) + room]
