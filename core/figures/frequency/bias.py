"""Frequency bias: by layer, by method, by frequency band; and the frequencies of what was selected."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ...numbers_in_words import decimals
from ...texts.frequency import BANDS
from ..style import DIFFERENCE, MARKERS, NEUTRAL, ROLE, above_titles, finish, plain

Answer = dict[str, Any]
NUMBERS = {
    "r2": ("R² of frequency from the vector", "0 = nothing is known of it"),
    "neighbours": ("Neighbours' difference in frequency", "1 = as by chance"),
    "distance_trend": ("Frequency against distance from the centre", "Spearman, 0 = no relation"),
}
_NOTHING = {"r2": 0.0, "neighbours": 1.0, "distance_trend": 0.0, "norm_trend": 0.0}


def bias_figure(answers: list[Answer]) -> go.Figure:
    """The three numbers layer by layer, of one checkpoint or several, with their intervals; grey: no bias.

    Parameters
    ----------
    answers : list of dict
        Of `core.studies.frequency.bias.run_bias` over layers.
    """
    figure = make_subplots(
        rows=1, cols=len(NUMBERS), horizontal_spacing=0.07, subplot_titles=[label for label, _ in NUMBERS.values()]
    )
    longest = max(len(answer["entries"]) for answer in answers)
    for column, (key, (_, axis)) in enumerate(NUMBERS.items(), 1):
        for number, answer in enumerate(answers):
            layers = [entry["layer"] for entry in answer["entries"]]
            name = plain(answer["side"]["title"])
            colour = ROLE[answer["side"]["role"]]
            figure.add_scatter(
                x=layers,
                **_with_interval([entry[key] for entry in answer["entries"]]),
                mode="lines+markers",
                line={"color": colour, "width": 2, "dash": _dash(answers, number)},
                marker={"symbol": MARKERS[number % len(MARKERS)], "size": 7},
                name=f"{name} (n = {answer['n_words']:,} words)",
                legendgroup=str(number),
                showlegend=column == 1,
                hovertemplate=f"{name}, layer %{{x}}: %{{y:.3f}}<extra></extra>",
                row=1,
                col=column,
            )
        figure.add_hline(y=_NOTHING[key], line={"color": NEUTRAL, "width": 1.5, "dash": "dash"}, row=1, col=column)
        entries = [entry for answer in answers for entry in answer["entries"]]
        figure.update_yaxes(title_text=axis, range=_range(entries, key), row=1, col=column)
    names = ["emb.", *map(str, range(1, longest))]
    figure.update_xaxes(title_text="Layer", tickvals=list(range(longest)), ticktext=names)
    return above_titles(finish(figure, 440, "bias"))


def methods_figure(answer: Answer, labels: dict[str, str]) -> go.Figure:
    """The numbers of one layer after every method, with their intervals; dotted: before.

    Parameters
    ----------
    answer : dict
        Of `core.studies.frequency.bias.run_bias` over methods.
    labels : dict
        Method key -> label.
    """
    keys = ("r2", "neighbours")
    figure = make_subplots(rows=1, cols=2, horizontal_spacing=0.04, shared_yaxes=True)
    names = [labels[entry["method"]] for entry in answer["entries"]]
    colour = ROLE[answer["side"]["role"]]
    for column, key in enumerate(keys, 1):
        found = _with_interval([entry[key] for entry in answer["entries"]])
        figure.add_scatter(
            x=found["y"],
            y=names,
            error_x=found["error_y"],
            mode="markers",
            marker={"color": colour, "size": 10},
            hovertemplate="%{y}: %{x:.3f}<extra></extra>",
            showlegend=False,
            row=1,
            col=column,
        )
        figure.add_vline(x=_NOTHING[key], line={"color": NEUTRAL, "width": 1.5, "dash": "dash"}, row=1, col=column)
        figure.add_vline(x=found["y"][0], line={"color": colour, "width": 1, "dash": "dot"}, row=1, col=column)
        label, axis = NUMBERS[key]
        figure.update_xaxes(title_text=f"{label} ({axis})", range=_range(answer["entries"], key), row=1, col=column)
    figure.update_yaxes(autorange="reversed", row=1, col=1)
    figure = finish(figure, 360, "bias-methods")
    figure.update_layout(margin={"l": 150})
    return figure


def bands_figure(sides: list[tuple[Answer, dict[str, Any]]]) -> go.Figure:
    """Mean norm and distance from the centre by frequency band, in units of each space's spread.

    Parameters
    ----------
    sides : list of (answer, entry)
        Answers of `core.studies.frequency.bias.run_bias`, and of each the entry to show.
    """
    titles = ["Distance from the centre", "Norm"]
    figure = make_subplots(rows=1, cols=2, horizontal_spacing=0.07, subplot_titles=titles)
    shown = [name for name in BANDS if any(band["band"] == name for _, entry in sides for band in entry["bands"])]
    for number, (answer, entry) in enumerate(sides):
        name = plain(answer["side"]["title"])
        bands = {band["band"]: band for band in entry["bands"]}
        there = [band for band in shown if band in bands]
        for column, key in enumerate(("distance", "norm"), 1):
            figure.add_scatter(
                x=there,
                **_with_interval([bands[band][key] for band in there], entry["spread"]),
                customdata=[bands[band]["n_words"] for band in there],
                mode="lines+markers",
                line={
                    "color": ROLE[answer["side"]["role"]],
                    "width": 2,
                    "dash": _dash([one for one, _ in sides], number),
                },
                marker={"symbol": MARKERS[number % len(MARKERS)], "size": 8},
                name=name,
                legendgroup=str(number),
                showlegend=column == 1 and len(sides) > 1,
                hovertemplate=f"{name}, zipf %{{x}}: %{{y:.3f}} (n = %{{customdata:,}} words)<extra></extra>",
                row=1,
                col=column,
            )
    figure.update_xaxes(
        title_text="Zipf frequency, rare to frequent", type="category", categoryorder="array", categoryarray=shown
    )
    figure.update_yaxes(title_text="In units of the root-mean-square distance", row=1, col=1)
    figure = finish(figure, 420, "bias-bands")
    return above_titles(figure) if len(sides) > 1 else figure


def frequency_histogram(selected: np.ndarray, everything: np.ndarray) -> go.Figure:
    """Frequencies of selected points (purple) beside those of all (grey), as shares of each.

    Parameters
    ----------
    selected, everything : ndarray
        Zipf frequencies; NaN are left out and counted in the legend.
    """
    edges = np.arange(0.0, 8.51, 0.5)
    figure = go.Figure()
    for name, values, colour in (("all", everything, NEUTRAL), ("selected", selected, DIFFERENCE)):
        known = values[np.isfinite(values)]
        counts, _ = np.histogram(np.clip(known, 0.0, 8.49), edges)
        without = f", {len(values) - len(known):,} without a frequency" if len(known) < len(values) else ""
        median = f", median {decimals(float(np.median(known)), 1)}" if len(known) else ""
        figure.add_bar(
            x=edges[:-1] + 0.25,
            y=counts / max(1, len(known)),
            customdata=counts,
            marker={"color": colour, "opacity": 0.6 if name == "all" else 0.9},
            name=f"{name}: {len(known):,}{median}{without}",
            hovertemplate=f"{name}, zipf %{{x:.2f}} ± 0.25: %{{customdata:,}} (%{{y:.1%}})<extra></extra>",
        )
    figure.update_xaxes(title_text="Zipf frequency", range=[0, 8.5])
    figure.update_yaxes(title_text="Share", tickformat=".0%")
    return finish(figure, 300, "frequency-histogram", barmode="overlay")


def _dash(answers: list[Answer], number: int) -> str:
    """Lines of one role have one colour: the second of them is dotted."""
    role = answers[number]["side"]["role"]
    before = sum(answer["side"]["role"] == role for answer in answers[:number])
    return ("solid", "dot", "dashdot")[min(before, 2)]


def _with_interval(found: list[dict[str, Any]], unit: float = 1.0) -> dict[str, Any]:
    """Values and error bars of estimates, divided by a unit."""
    value, low, high = (
        np.array([one[end] for one in found], dtype=float) / (unit or 1.0) for end in ("value", "low", "high")
    )
    bars = {"symmetric": False, "array": high - value, "arrayminus": value - low, "thickness": 1, "width": 3}
    return {"y": value, "error_y": bars}


def _range(entries: list[dict[str, Any]], key: str) -> list[float]:
    """All intervals and the place of no bias, with some room."""
    ends = [entry[key][end] for entry in entries for end in ("value", "low", "high")]
    known = [_NOTHING[key], *(end for end in ends if end is not None)]
    room = 0.06 * (max(known) - min(known) or 1.0)
    return [min(known) - room, max(known) + room]
