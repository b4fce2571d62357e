"""Maps: tokens, words or sentences in two or three dimensions, a picture or two side by side."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ...tokens.points import COLOURS
from ..style import CATEGORIES, FREQUENCY_SCALE, MARKERS, NEUTRAL, above_titles, finish, plain
from .panel import Panel

_SYMBOLS_3D = ("circle", "square", "diamond", "cross", "x", "circle-open")
_LIT = "#CC79A7"
_EYE = {"x": 1.5, "y": 1.5, "z": 0.8}
_IN_LEGEND = 8  # categories
_NONE = {"frequency": "punctuation, symbols and unknown words"}
_TOP = {"frequency": 8.0}


def map_figure(
    panels: list[Panel], colour: str, dark: bool = False, same_frame: bool = False, drag: str = "pan"
) -> go.Figure:
    """A map in one panel, or several side by side under a common colour scale.

    Parameters
    ----------
    panels : list of Panel
        All in as many dimensions.
    colour : str
        Key of `core.tokens.points.COLOURS`; darker = more frequent on a light background, brighter on a dark one.
    dark : bool
    same_frame : bool
        Whether coordinates mean the same in all panels (a projection applied to the other): limits and zoom are then
        shared.
    drag : str
        Plotly's dragmode in two dimensions: 'pan', 'lasso', 'select' or 'zoom'.

    Notes
    -----
    Every point of the data carries its row number as customdata, for selections. Single precision, WebGL.
    """
    flat = panels[0].dimensions == 2
    figure = make_subplots(
        rows=1,
        cols=len(panels),
        specs=[[{"type": "xy" if flat else "scene"}] * len(panels)],
        subplot_titles=[plain(panel.title) for panel in panels] if len(panels) > 1 else None,
        horizontal_spacing=0.1,
    )
    categories = COLOURS[colour].categories
    names = np.unique(np.concatenate([panel.values for panel in panels])) if categories else np.zeros(0)
    for column, panel in enumerate(panels, 1):
        if categories:
            _grouped(figure, panel, column, names)
        else:
            _shaded(figure, panel, column, colour)
        _ring(figure, panel, column)
    if not categories:
        figure.update_layout(coloraxis=_colour_axis(panels, colour, dark))
    _axes(figure, panels, same_frame)
    _label(figure, panels, dark)
    layout: dict[str, Any] = {"dragmode": drag} if flat else {}
    legend = (categories and len(names) <= _IN_LEGEND) or (not categories and _greyed(panels))
    name = "map" + "".join("".join(panel.axes) for panel in panels)
    figure = finish(figure, 560, name, showlegend=legend, **layout)
    figure.update_annotations(font_size=13)
    return above_titles(figure) if legend and len(panels) > 1 else figure


def _shaded(figure: go.Figure, panel: Panel, column: int, colour: str) -> None:
    known = np.isfinite(panel.values)
    if not known.all():
        name, marker = _NONE.get(colour, "without a value"), {"color": NEUTRAL, "opacity": 0.4}
        _add(figure, panel, np.flatnonzero(~known), column, marker, name=name)
    marker = {"color": panel.values[known].astype(np.float32), "coloraxis": "coloraxis", "opacity": 0.8}
    hover = f"%{{text}}<br>{COLOURS[colour].label.lower()} %{{marker.color:.1f}}<extra></extra>"
    _add(figure, panel, np.flatnonzero(known), column, marker, name="words", showlegend=False, hovertemplate=hover)


def _grouped(figure: go.Figure, panel: Panel, column: int, names: np.ndarray) -> None:
    symbols = MARKERS if panel.dimensions == 2 else _SYMBOLS_3D
    place = np.searchsorted(names, panel.values)
    looks = len(CATEGORIES) * len(symbols)
    for look in np.unique(place % looks):
        rows = np.flatnonzero(place % looks == look)
        marker = {
            "color": CATEGORIES[look % len(CATEGORIES)],
            "symbol": symbols[look // len(CATEGORIES)],
            "opacity": 0.75,
        }
        if len(names) > looks:  # several categories look the same, as sentences do: each point says its own
            text = [f"{panel.text[row]}<br>{plain(str(panel.values[row]))}" for row in rows]
            _add(figure, panel, rows, column, marker, name="", text=text)
        else:
            name = plain(str(names[look]))
            hover = "%{text}" + (f"<br>{name}" if name else "") + "<extra></extra>"
            _add(figure, panel, rows, column, marker, name=name, hovertemplate=hover)


def _add(figure: go.Figure, panel: Panel, rows: np.ndarray, column: int, marker: dict[str, Any], **trace: Any) -> None:
    """Some points of a panel; `trace` holds plotly's arguments that differ from the usual ones."""
    size = 3 if len(panel.points) > 20_000 else 4 if len(panel.points) > 3000 else 5
    usual: dict[str, Any] = {
        **_coordinates(panel, rows),
        "mode": "markers",
        "marker": {"size": size if panel.dimensions == 2 else size - 1, **marker},
        "legendgroup": trace["name"],
        "showlegend": column == 1,
        "text": [panel.text[row] for row in rows],
        "customdata": rows.astype(np.int32),
        "hovertemplate": "%{text}<extra></extra>",
    }
    figure.add_trace((go.Scattergl if panel.dimensions == 2 else go.Scatter3d)(usual | trace), row=1, col=column)


def _ring(figure: go.Figure, panel: Panel, column: int) -> None:
    """Rings around what is lit up."""
    flat = panel.dimensions == 2
    if len(panel.lit):
        # Many rings at full size would hide what they mark, and each other.
        size, width = (11, 2) if len(panel.lit) <= 60 else (7, 1)
        ring = {"size": size if flat else 7, "symbol": "circle-open", "color": _LIT, "line": {"width": width}}
        trace = {**_coordinates(panel, panel.lit), "mode": "markers", "marker": ring, "hoverinfo": "skip"}
        figure.add_trace(
            (go.Scattergl if flat else go.Scatter3d)(trace | {"showlegend": False, "name": "lit"}), row=1, col=column
        )


def _label(figure: go.Figure, panels: list[Panel], dark: bool) -> None:
    """Words over the cloud, each on a plate that lets it be read there."""
    style = {
        "showarrow": False,
        "yshift": 9,
        "bgcolor": "rgba(14,17,23,0.7)" if dark else "rgba(255,255,255,0.75)",
        "borderpad": 1,
    }
    for column, panel in enumerate(panels, 1):
        points = panel.points[panel.labels].astype(float)
        texts = [_short(str(panel.name[row])) for row in panel.labels]
        labels = [
            {**dict(zip("xyz", place, strict=False)), "text": text, **style}
            for place, text in zip(points, texts, strict=True)
        ]
        if panel.dimensions == 3:
            figure.update_scenes(annotations=labels, row=1, col=column)
        else:
            for label in labels:
                figure.add_annotation(label, row=1, col=column)


def _short(text: str) -> str:
    return plain(text if len(text) <= 24 else text[:23] + "…")


def _coordinates(panel: Panel, rows: np.ndarray) -> dict[str, np.ndarray]:
    points = panel.points[rows].astype(np.float32, copy=False)
    return dict(zip("xyz", np.ascontiguousarray(points.T), strict=False))


def _colour_axis(panels: list[Panel], colour: str, dark: bool) -> dict[str, Any]:
    known = np.concatenate([panel.values[np.isfinite(panel.values)] for panel in panels])
    top = _TOP.get(colour) or (float(np.percentile(known, 99)) if len(known) else 0.0) or 1.0
    bar = {"title": {"text": COLOURS[colour].unit}, "thickness": 12, "len": 0.9, "outlinewidth": 0}
    return {"colorscale": FREQUENCY_SCALE[dark], "cmin": 0.0, "cmax": top, "colorbar": bar}


def _greyed(panels: list[Panel]) -> bool:
    return any(not np.isfinite(panel.values).all() for panel in panels)


def _axes(figure: go.Figure, panels: list[Panel], same_frame: bool) -> None:
    together = np.concatenate([panel.points for panel in panels])
    for column, panel in enumerate(panels, 1):
        points = together if same_frame else panel.points
        room = 0.04 * np.maximum(np.ptp(points, axis=0), 1e-6)
        ranges = np.stack([points.min(axis=0) - room, points.max(axis=0) + room], axis=1).tolist()
        plainly = {"showticklabels": False} if panel.scaled_alike else {"exponentformat": "power"}
        if panel.dimensions == 3:
            axes = {
                f"{letter}axis": {"title": {"text": title.replace(" of the variance", "")}, "range": range_, **plainly}
                for letter, title, range_ in zip("xyz", panel.axes, ranges, strict=True)
            }
            figure.update_scenes(**axes, aspectmode="cube", camera={"eye": _EYE}, row=1, col=column)
            continue
        first = "" if column == 1 else str(column)
        for update, title, range_, letter in zip(
            (figure.update_xaxes, figure.update_yaxes), panel.axes, ranges, "xy", strict=True
        ):
            shared = {"matches": letter} if same_frame and column > 1 else {}
            if panel.scaled_alike and letter == "y":
                shared |= {"scaleanchor": f"x{first}", "constrain": "domain"}
            update(title_text=title, range=range_, zeroline=False, row=1, col=column, **plainly, **shared)
