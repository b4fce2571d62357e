"""Score against isotropy: the path of removing directions, and the five settings on it."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from core.figures.style import NEUTRAL, ROLE, finish
from core.words import isotropy_text

_TO_THE_LEFT = {"baseline", "global"}  # neighbours on the x axis, as a rule, of those whose label stands to the right


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
    log10 = np.asarray(curves["isotropy"]["symmetric"])
    score = np.asarray(curves["spearman"])
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
    for row in scored:
        figure.add_scatter(
            x=[row["isotropy"]["symmetric"]["value"]],
            y=[row["sts"]["spearman"]],
            error_y={
                "type": "data",
                "symmetric": False,
                "array": [row["sts"]["ci95"][1] - row["sts"]["spearman"]],
                "arrayminus": [row["sts"]["spearman"] - row["sts"]["ci95"][0]],
                "thickness": 1,
                "width": 3,
            },
            mode="markers+text",
            marker={"size": 12, "color": ROLE[role], "line": {"width": 1, "color": "white"}},
            text=[labels[row["method"]]],
            textposition=f"middle {'left' if row['method'] in _TO_THE_LEFT else 'right'}",
            showlegend=False,
            name=labels[row["method"]],
            hovertemplate=f"{labels[row['method']]}<br>I(W) = {isotropy_text(row['isotropy']['symmetric']['log10'])}<br>%{{y:.2f}} points<extra></extra>",
        )
    ends: list[Any] = [log10[shown], *([row["isotropy"]["symmetric"]["log10"]] for row in scored)]
    every: np.ndarray = np.concatenate(ends)
    least, most = every.min(), every.max()
    room = 0.16 * (most - least) + 0.05  # for the labels
    figure.update_xaxes(range=[least - room, most + room])
    figure.update_xaxes(
        type="log", title_text="Isotropy I(W), log scale: more isotropic to the right", exponentformat="power"
    )
    figure.update_yaxes(title_text="STS score (points)")
    return finish(figure, 440, f"settings-{title}")
