"""The same words in two panels: what is chosen in either lights up in both."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ...studies.compare.naming import side_names
from ...studies.compare.projection import ComparedProjection
from ...tokens.word_kinds import KINDS, PUNCTUATION
from ..style import CATEGORIES, FREQUENCY_SCALE, NEUTRAL, finish, plain

COLOURS = {
    "frequency": "Word frequency",
    "moved": "How far the word moved",
    "kept": "Neighbours kept",
    "kind": "Kind of word",
}
_TOP = {"frequency": 8.0, "moved": 1.5, "kept": 1.0}
_UNITS = {"frequency": "Zipf<br>frequency", "moved": "Moved", "kept": "Neighbours<br>kept"}


def projection_figure(
    answer: ComparedProjection,
    plane: str,
    colour: str = "frequency",
    selected: Iterable[int] | None = None,
    dark: bool = False,
) -> go.Figure:
    """The same words in two panels, in one frame and on one colour scale.

    Parameters
    ----------
    answer : ComparedProjection
    plane : str
        Key of its `views`.
    colour : str
        Key of `COLOURS`.
    selected : iterable of int, optional
        Words that light up in both panels, by their index in the answer; the others fade.
    dark : bool
        Whether it stands on a dark background.

    Notes
    -----
    Each point's `customdata` is [index of the word, how far it moved, share of neighbours kept]: `picked` reads it.
    """
    shown = answer.views[plane]
    titles = [
        f"{plain(name)}<br><span style='font-size:12px'>its variance on the axes: {share[0]:.1f} and {share[1]:.1f} %</span>"
        for name, share in zip(side_names(answer), shown.share, strict=True)
    ]
    figure = make_subplots(rows=1, cols=2, subplot_titles=titles, horizontal_spacing=0.03, shared_yaxes=True)
    for column, points in enumerate((shown.first, shown.second), start=1):
        for trace in _panel(answer, points.astype(np.float32), colour, selected, dark):
            trace.showlegend = bool(trace.name) and column == 1
            figure.add_trace(trace, row=1, col=column)
    figure.update_xaxes(title_text="Axis 1", matches="x", zeroline=False)
    figure.update_yaxes(matches="y", zeroline=False)
    figure.update_yaxes(title_text="Axis 2", scaleanchor="x", row=1, col=1)  # a distance is one length, whichever way
    figure = finish(figure, 540, f"compare-{plane}", dragmode="lasso", **_colour_axis(colour, dark))
    # Below: the panels' titles stand where other figures have their legend.
    figure.update_layout(margin_t=64, legend={"y": -0.16, "yanchor": "top", "itemsizing": "constant"})
    return figure


def _panel(
    answer: ComparedProjection, points: np.ndarray, colour: str, selected: Iterable[int] | None, dark: bool
) -> list[go.Scattergl]:
    """The traces of one space, its points of shape (m, 2)."""
    text = np.array([plain(str(word)) for word in answer.word], dtype=object)
    custom = np.column_stack([np.arange(len(text)), np.round(answer.moved, 3), answer.kept])
    lit = None if selected is None else np.isin(np.arange(len(text)), list(selected))
    return [
        go.Scattergl(
            x=points[members, 0],
            y=points[members, 1],
            mode="markers",
            marker=marker,
            name=name,
            legendgroup=name,
            text=text[members].tolist(),
            customdata=custom[members].tolist(),  # an encoded array comes back from a selection without its values
            selectedpoints=None if lit is None else np.flatnonzero(lit[members]).tolist(),
            selected={"marker": {"opacity": 1.0, "size": 8}},
            unselected={"marker": {"opacity": 0.12}},
            hovertemplate="%{text}<br>moved %{customdata[1]:.2f}, neighbours kept %{customdata[2]:.0%}<extra></extra>",
        )
        for name, members, marker in _groups(answer, colour, dark)
    ]


def _colour_axis(colour: str, dark: bool) -> dict[str, Any]:
    """Plotly's colour axis that both panels share; none for kinds."""
    if colour not in _TOP:
        return {}
    bar = {"title": {"text": _UNITS[colour]}, "thickness": 12, "len": 0.9, "outlinewidth": 0}
    return {"coloraxis": {"colorscale": FREQUENCY_SCALE[dark], "cmin": 0.0, "cmax": _TOP[colour], "colorbar": bar}}


def picked(points: Iterable[dict[str, Any]]) -> list[int]:
    """The words of a selection's points in `projection_figure`, each once, increasing."""
    return sorted({int(point["customdata"][0]) for point in points if point.get("customdata")})


def _groups(answer: ComparedProjection, colour: str, dark: bool) -> list[tuple[str, np.ndarray, dict[str, Any]]]:
    """(name, members, marker) of each trace of a panel."""
    kinds = answer.kind
    if colour == "kind":
        return [
            (name, np.flatnonzero(kinds == name), {"color": CATEGORIES[i], "size": 5, "opacity": 0.75})
            for i, name in reversed(list(enumerate(KINDS)))  # the many content words at the bottom
            if (kinds == name).any()
        ]
    values = {"frequency": answer.zipf, "moved": answer.moved, "kept": answer.kept}[colour]
    grey = (kinds == PUNCTUATION) if colour == "frequency" else np.zeros(len(kinds), dtype=bool)
    coloured = {"color": values[~grey], "coloraxis": "coloraxis", "size": 4, "opacity": 0.8}
    groups = [("", np.flatnonzero(~grey), coloured)]
    if grey.any():
        style = {"color": NEUTRAL, "size": 4, "opacity": 0.5}
        groups.insert(0, ("punctuation and symbols", np.flatnonzero(grey), style))
    return groups
