"""Score against isotropy: the path of removing directions, and the five settings on it."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from ...numbers_in_words import isotropy_text
from ..style import ROLE, finish, log_axis, plain

_EMPTY = [-7.0, 0.0]  # log10 I(W) of axes without data
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "star", "cross", "x", "pentagon")


def settings_figure(halves: list[dict[str, Any]], labels: dict[str, str]) -> go.Figure:
    """Isotropy on the x axis, score on the y axis, for one checkpoint or both halves of a pair.

    Parameters
    ----------
    halves : list of dict
        `title`, `role`; `curves`: `isotropy` and `spearman` over k, dominant end; `rows`: measurements of the five
        settings, None while they are not there. None at all: the axes alone, which stand while there is nothing to show.
    labels : dict
        Method key -> label.
    """
    figure = go.Figure()
    named: set[str] = set()
    log10: list[Any] = []
    for number, half in enumerate(halves):
        log10.append(_add_path(figure, half, second=number > 0))
        scored = [row for row in half["rows"] or [] if row["sts"] and row["sts"]["spearman"] is not None]
        for row, symbol in zip(scored, _SYMBOLS, strict=False):
            twin = number > 0 and half["role"] == halves[0]["role"]  # told apart by colour otherwise
            _add_setting(figure, row, half, labels[row["method"]], f"{symbol}-open" if twin else symbol, named)
            log10.append([row["isotropy"]["symmetric"]["log10"]])
    every: np.ndarray = np.concatenate(log10 or [_EMPTY])
    room = 0.05 * (every.max() - every.min()) + 0.02
    figure.update_xaxes(
        title_text="Isotropy I(W), symmetric: more isotropic to the right",
        **log_axis(every.min() - room, every.max() + room),
    )
    figure.update_yaxes(title_text="STS score (points)")
    return finish(figure, 460, "-".join(["settings", *(half["title"] for half in halves)]), showlegend=bool(halves))


def _add_path(figure: go.Figure, half: dict[str, Any], second: bool) -> np.ndarray:
    """The line of removing dominant directions; its log10 I(W)."""
    log10 = np.asarray(half["curves"]["isotropy"]["symmetric"], dtype=float)
    score = np.asarray(half["curves"]["spearman"], dtype=float)
    shown = slice(0, max(2, len(score) * 3 // 4))
    title = plain(half["title"])
    figure.add_scatter(
        x=10 ** log10[shown],
        y=score[shown],
        mode="lines",
        line={"color": ROLE[half["role"]], "width": 2, "dash": "dash" if second else "solid"},
        name=title,
        legendrank=1,  # lines before settings
        customdata=np.arange(len(score))[shown],
        text=[isotropy_text(value) for value in log10[shown]],
        hovertemplate=f"{title}<br>%{{customdata}} directions removed<br>I(W) = %{{text}}<br>%{{y:.2f}} points<extra></extra>",
    )
    return log10[shown]


def _add_setting(
    figure: go.Figure, row: dict[str, Any], half: dict[str, Any], name: str, symbol: str, named: set[str]
) -> None:
    """One marker with its interval; a setting stands in the legend once and answers there for both halves."""
    score, (low, high) = row["sts"]["spearman"], row["sts"]["ci95"]
    isotropy = row["isotropy"]["symmetric"]
    figure.add_scatter(
        x=[isotropy["value"]],
        y=[score],
        error_y={
            "symmetric": False,
            "array": [high - score],
            "arrayminus": [score - low],
            "thickness": 1,
            "width": 3,
        },
        mode="markers",
        marker={
            "size": 13,
            "symbol": symbol,
            "color": ROLE[half["role"]],
            "line": {"width": 1.5} | ({} if symbol.endswith("-open") else {"color": "white"}),
        },
        name=name,
        legendgroup=name,
        showlegend=name not in named,
        hovertemplate=f"{plain(half['title'])}, {name}<br>I(W) = {isotropy_text(isotropy['log10'])}<br>%{{y:.2f}} points<extra></extra>",
    )
    named.add(name)
