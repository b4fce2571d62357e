"""Score against isotropy: the path of removing directions, and the five settings on it."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from core.figures.style import NEUTRAL, ROLE, finish, log_axis
from core.words import isotropy_text

_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "star", "cross", "x", "pentagon")


def settings_figure(
    curves: dict[str, Any], rows: list[dict[str, Any]] | None, labels: dict[str, str], role: str, title: str
) -> go.Figure:
    """Isotropy on the x axis, score on the y axis.

    Parameters
    ----------
    curves : dict
        `isotropy` and `spearman` over k, dominant end.
    rows : list of dict, optional
        Measurements of the five settings, once they are there.
    labels : dict
        Method key -> label.
    role, title : str
        Of the checkpoint.
    """
    log10 = np.asarray(curves["isotropy"]["symmetric"], dtype=float)
    score = np.asarray(curves["spearman"], dtype=float)
    shown = slice(0, max(2, len(score) * 3 // 4))
    figure = go.Figure()
    figure.add_scatter(
        x=10 ** log10[shown],
        y=score[shown],
        mode="lines",
        line={"color": NEUTRAL, "width": 2},
        name="removing 0, 1, 2, … dominant directions",
        customdata=np.arange(len(score))[shown],
        text=[isotropy_text(value) for value in log10[shown]],
        hovertemplate="%{customdata} directions removed<br>I(W) = %{text}<br>%{y:.2f} points<extra></extra>",
    )
    scored = [row for row in rows or [] if row["sts"] and row["sts"]["spearman"] is not None]
    for row, symbol in zip(scored, _SYMBOLS, strict=False):
        name, score_, (low, high) = labels[row["method"]], row["sts"]["spearman"], row["sts"]["ci95"]
        figure.add_scatter(
            x=[row["isotropy"]["symmetric"]["value"]],
            y=[score_],
            error_y={
                "symmetric": False,
                "array": [high - score_],
                "arrayminus": [score_ - low],
                "thickness": 1,
                "width": 3,
            },
            mode="markers",
            marker={"size": 13, "symbol": symbol, "color": ROLE[role], "line": {"width": 1.5, "color": "white"}},
            name=name,
            hovertemplate=f"{name}<br>I(W) = {isotropy_text(row['isotropy']['symmetric']['log10'])}<br>%{{y:.2f}} points<extra></extra>",
        )
    ends: list[Any] = [log10[shown], *([row["isotropy"]["symmetric"]["log10"]] for row in scored)]
    every: np.ndarray = np.concatenate(ends)
    room = 0.05 * (every.max() - every.min()) + 0.02
    figure.update_xaxes(
        title_text="Isotropy I(W), symmetric: more isotropic to the right",
        **log_axis(every.min() - room, every.max() + room),
    )
    figure.update_yaxes(title_text="STS score (points)")
    return finish(figure, 440, f"settings-{title}")
