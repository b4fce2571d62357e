"""Figures of the removal lab: curves of both ends, windows, the null, single directions."""

from itertools import cycle
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ...numbers_in_words import isotropy_text
from ..style import DIFFERENCE, MARKERS, NEUTRAL, ROLE, band, finish, log_axis, plain

_DASH = {"dominant": "solid", "least": "dot"}
# Loss orange, gain purple; nothing changed is the background.
_DIVERGING = {
    False: [[0, "#B35806"], [0.5, "#F7F7F7"], [1, "#542788"]],
    True: [[0, "#F1A340"], [0.5, "#1B222A"], [1, "#B79CE8"]],
}


def both_ends_figure(spaces: list[dict[str, Any]], references: list[dict[str, Any]]) -> go.Figure:
    """I(W) and score over k, both ends, of one or more spaces in one figure.

    Parameters
    ----------
    spaces : list of dict
        `title`, `role`, `curves` (end -> {isotropy, spearman}) and, if there, `clusters` (cluster-based: {isotropy,
        spearman} over k).
    references : list of dict
        Settings without a number of directions: `label`, `role`, `log10`, `spearman`.
    """
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, vertical_spacing=0.08)
    lows: list[float] = [0.0]
    for number, space in enumerate(spaces):
        series = [(f"global, {end}", _DASH[end], 2.0, curves) for end, curves in space["curves"].items()]
        if space.get("clusters"):
            series.append(("cluster-based, dominant", "dashdot", 3.0, space["clusters"]))
        for label, dash, width, curves in series:
            name = f"{plain(space['title'])}: {label}"
            style = {
                "mode": "lines" if len(spaces) == 1 else "lines+markers",
                "line": {"color": ROLE[space["role"]], "dash": dash, "width": width},
                "marker": {"symbol": MARKERS[number % len(MARKERS)], "size": 6, "maxdisplayed": 12},
                "legendgroup": name,
                "name": name,
            }
            lows.append(_isotropy_and_score(figure, curves, name, style))
    longest = max(
        (len(curves["isotropy"]["symmetric"]) for space in spaces for curves in space["curves"].values()), default=1
    )
    for dash, reference in zip(cycle(("longdash", "dot", "dashdot")), references, strict=False):
        if reference["spearman"] is not None:
            figure.add_scatter(
                x=[0, longest - 1],
                y=[reference["spearman"]] * 2,
                mode="lines",
                line={"color": NEUTRAL, "width": 1.5, "dash": dash},
                name=plain(reference["label"]),
                hovertemplate=f"{plain(reference['label'])}: %{{y:.2f}} points<extra></extra>",
                row=2,
                col=1,
            )
    figure.update_yaxes(title_text="Isotropy I(W)", **log_axis(min(lows) - 0.1, 0.1), row=1, col=1)
    figure.update_yaxes(title_text="STS score (points)", row=2, col=1)
    figure.update_xaxes(title_text="Directions removed, k", row=2, col=1)
    return finish(figure, 560, "both-ends")


def _isotropy_and_score(figure: go.Figure, curves: dict[str, Any], name: str, style: dict[str, Any]) -> float:
    """Draw one space's curves over k in rows 1 and 2; gives the least log10 I(W)."""
    log10 = np.asarray(curves["isotropy"]["symmetric"], dtype=float)
    figure.add_scatter(
        y=10**log10,
        text=[isotropy_text(value) for value in log10],
        hovertemplate=f"{name}<br>%{{x}} removed: I(W) = %{{text}}<extra></extra>",
        **style,
        row=1,
        col=1,
    )
    if curves["spearman"] is not None:
        figure.add_scatter(
            y=curves["spearman"],
            hovertemplate=f"{name}<br>%{{x}} removed: %{{y:.2f}} points<extra></extra>",
            **style,
            showlegend=False,
            row=2,
            col=1,
        )
    return float(np.nanmin(log10))


def windows_figure(answer: dict[str, Any], dark: bool = False) -> go.Figure:
    """Heat map: change of the score after removing directions a+1 .. b; the best window marked.

    Colours end at a little more than the largest gain: losses of many directions would outshine everything.
    """
    edges = np.asarray(answer["edges"])
    score = np.array(answer["spearman"], dtype=float)
    change = score - score[0, 0]
    isotropy = np.array(answer["isotropy"], dtype=float)
    at = np.arange(len(edges))
    labels = np.array([[isotropy_text(value) if np.isfinite(value) else "" for value in row] for row in isotropy])
    span = max(2.0, 1.5 * float(np.nanmax(change)))
    figure = go.Figure(
        go.Heatmap(
            x=at,
            y=at,
            z=change,
            zmid=0,
            zmin=-span,
            zmax=span,
            colorscale=_DIVERGING[dark],
            text=labels,
            customdata=np.stack(np.broadcast_arrays(edges[:, None] + 1, edges[None, :]), axis=-1),
            hovertemplate="directions %{customdata[0]} to %{customdata[1]} removed<br>score %{z:+.2f} points"
            "<br>I(W) = %{text}<extra></extra>",
            hoverongaps=False,
            colorbar={
                "title": {"text": "Change of<br>the score"},
                "thickness": 12,
                "outlinewidth": 0,
                "tickvals": [-span, 0, span],
                "ticktext": [f"≤ −{span:.1f}", "0", f"+{span:.1f}"],
            },
        )
    )
    if answer["best"]:
        begin, end, value = answer["best"]
        figure.add_scatter(
            x=[np.searchsorted(edges, end)],
            y=[np.searchsorted(edges, begin)],
            mode="markers",
            marker={"symbol": "star", "size": 14, "color": DIFFERENCE, "line": {"width": 1, "color": "white"}},
            name=f"best window: direction{f's {begin + 1} to' if end - begin > 1 else ''} {end} removed, {value:.2f} points",
            hovertemplate=f"best: {begin + 1} to {end} removed<br>{value:.2f} points<extra></extra>",
        )
    ticks = [int(i) for i in at[:-1] if i % 8 == 0 and len(at) - i > 4]
    common = {"tickvals": ticks, "tickangle": 0, "showgrid": False, "zeroline": False}
    figure.update_xaxes(title_text="… to direction b", ticktext=[str(edges[i]) for i in ticks], **common)
    figure.update_yaxes(title_text="Removed from direction a …", ticktext=[str(edges[i] + 1) for i in ticks], **common)
    return finish(figure, 520, "windows", showlegend=True)


def null_figure(answer: dict[str, Any], role: str) -> go.Figure:
    """Score over k: dominant and least dominant directions removed, over the bands of both nulls."""
    k = answer["k"]
    figure = go.Figure()
    for (kind, draws), colour, alpha in zip(answer["null"].items(), (NEUTRAL, DIFFERENCE), (0.3, 0.2), strict=True):
        values = np.array(draws, dtype=float)
        with np.errstate(all="ignore"):
            low, middle, high = np.nanpercentile(values, [0, 50, 100], axis=0)
        there = np.isfinite(low)
        x = np.asarray(k)[there]
        edge = {"x": x, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
        figure.add_scatter(y=low[there], **edge)
        figure.add_scatter(y=high[there], **edge, fill="tonexty", fillcolor=band(colour, alpha))
        figure.add_scatter(
            x=x,
            y=middle[there],
            mode="lines",
            line={"color": colour, "width": 1.5, "dash": "dash"},
            name=f"{kind}: median and range of {len(values)} draws",
            hovertemplate=f"{kind}<br>k = %{{x}}: %{{y:.2f}} points<extra></extra>",
        )
    for end, dash in _DASH.items():
        figure.add_scatter(
            x=k,
            y=answer[end],
            mode="lines",
            line={"color": ROLE[role], "width": 2.5, "dash": dash},
            name=f"{'most' if end == 'dominant' else 'least'} dominant directions",
            hovertemplate=f"{end}<br>k = %{{x}}: %{{y:.2f}} points<extra></extra>",
        )
    figure.update_xaxes(title_text="Directions removed, k")
    figure.update_yaxes(title_text="STS score (points)")
    return finish(figure, 480, "null", hovermode="x")


def single_figure(answer: dict[str, Any], role: str) -> go.Figure:
    """Change of the score with direction i alone removed, with its interval; grey where that holds zero."""
    change, low, high = (np.array(answer[name], dtype=float) for name in ("change", "low", "high"))
    i = np.arange(1, len(change) + 1)
    known, clear = np.isfinite(low), (low > 0) | (high < 0)
    kinds = [("interval holds 0", known & ~clear, NEUTRAL), ("interval without 0", clear, ROLE[role])]
    figure = go.Figure()
    for name, mask, colour in [*kinds, ("interval not known yet", ~known, NEUTRAL)]:
        if not mask.any():
            continue
        figure.add_scatter(
            x=i[mask],
            y=change[mask],
            error_y={
                "symmetric": False,
                "array": (high - change)[mask],
                "arrayminus": (change - low)[mask],
                "thickness": 1,
                "width": 0,
            },
            mode="markers",
            marker={"size": 6, "color": colour},
            name=name,
            hovertemplate="direction %{x} alone removed: %{y:+.2f} points<extra></extra>",
        )
    figure.add_hline(y=0, line_width=1)
    figure.update_xaxes(
        title_text="Principal direction i, most dominant first", **log_axis(-0.05, float(np.log10(len(i))) + 0.05)
    )
    figure.update_yaxes(title_text="Change of the score without it (points)")
    return finish(figure, 460, "single")


def factors_figure(answer: dict[str, Any], shown: int) -> go.Figure:
    """Heat map: how much of each leading direction each factor explains."""
    names = list(answer["share"])
    shown = min(shown, answer["rank"])
    share = 100 * np.array([answer["share"][name][:shown] for name in names], dtype=float)
    figure = go.Figure(
        go.Heatmap(
            x=np.arange(1, shown + 1),
            y=names,
            z=share,
            zmin=0,
            zmax=max(10.0, float(np.nanmax(share))),
            colorscale="Cividis",
            hovertemplate="direction %{x}, %{y}: %{z:.1f} %<extra></extra>",
            xgap=1,
            ygap=1,
            colorbar={"title": {"text": "Explained<br>(%)"}, "thickness": 12, "outlinewidth": 0},
        )
    )
    figure.update_xaxes(title_text="Principal direction, most dominant first", showgrid=False)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure = finish(figure, 420, "factors")
    figure.update_layout(margin={"l": 130})
    return figure


def outliers_figure(answer: list[dict[str, Any]], role: str) -> go.Figure:
    """Share of the mean cosine that the largest dimensions of each layer hold."""
    layers = [row["layer"] for row in answer]
    figure = go.Figure()
    for rank in range(3):
        figure.add_bar(
            x=layers,
            y=[100 * row["share"][rank] if row["share"][rank] is not None else None for row in answer],
            customdata=[row["top"][rank] for row in answer],
            marker={"color": ROLE[role], "opacity": (1.0, 0.65, 0.35)[rank]},
            name=("largest", "second", "third")[rank],
            hovertemplate="layer %{x}: dimension %{customdata} holds %{y:.1f} % of the mean cosine<extra></extra>",
        )
    names = ["embeddings", *map(str, layers[1:])]
    figure.update_xaxes(title_text="Layer", tickvals=layers, ticktext=names)
    figure.update_yaxes(title_text="Share of the mean cosine (%)")
    return finish(figure, 420, "outliers", barmode="group")
