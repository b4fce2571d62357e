"""Two-dimensional projections of tokens, coloured by what they are."""

import numpy as np
import plotly.graph_objects as go

from ...tokens.excerpts import COLOURS, TokenDetails
from ..style import CATEGORIES, FREQUENCY_SCALE, MARKERS, NEUTRAL, finish

_UNITS = {"frequency": "Zipf<br>frequency", "position": "Position", "length": "Tokens in<br>sentence"}


def projection_figure(
    points: np.ndarray,
    details: TokenDetails,
    colour: str,
    axes: tuple[str, str],
    clusters: np.ndarray | None = None,
    dark: bool = False,
) -> go.Figure:
    """Tokens as points of shape (m, 2).

    Parameters
    ----------
    points : ndarray of shape (m, 2), float32
    details : TokenDetails
    colour : str
        Key of `COLOURS`.
    axes : (str, str)
        Axis titles.
    clusters : ndarray of shape (m,), optional
        Cluster of each token, for colour 'cluster'.
    dark : bool
        Whether it stands on a dark background.
    """
    figure = go.Figure()
    text = np.array(details.context, dtype=object)
    if colour == "cluster" and clusters is not None:
        for number in np.unique(clusters):
            members = clusters == number
            style = {
                "color": CATEGORIES[number % len(CATEGORIES)],
                "symbol": MARKERS[number // len(CATEGORIES) % len(MARKERS)],
                "size": 5,
                "opacity": 0.75,
            }
            _points(figure, points[members], text[members], f"cluster {number + 1}", style, f"cluster {number + 1}")
        return _laid_out(figure, axes, legend=False)
    values = np.asarray(getattr(details, colour), dtype=np.float32)
    plain = details.punctuation if colour == "frequency" else np.zeros(len(values), dtype=bool)
    if plain.any():
        style = {"color": NEUTRAL, "size": 4, "opacity": 0.5}
        _points(figure, points[plain], text[plain], "punctuation and symbols", style, "punctuation or symbol")
    top = 8.0 if colour == "frequency" else float(np.percentile(values, 99)) or 1.0
    style = {
        "color": values[~plain],
        "colorscale": FREQUENCY_SCALE[dark],
        "cmin": 0.0,
        "cmax": top,
        "size": 4,
        "opacity": 0.8,
        "colorbar": {"title": {"text": _UNITS[colour]}, "thickness": 12, "len": 0.9, "outlinewidth": 0},
    }
    _points(figure, points[~plain], text[~plain], "words", style, COLOURS[colour].lower() + " %{marker.color:.1f}")
    return _laid_out(figure, axes, legend=bool(plain.any()))


def _points(
    figure: go.Figure, points: np.ndarray, text: np.ndarray, name: str, marker: dict[str, object], line: str
) -> None:
    figure.add_trace(
        go.Scattergl(
            x=points[:, 0],
            y=points[:, 1],
            mode="markers",
            name=name,
            marker=marker,
            text=text.tolist(),
            hovertemplate="%{text}<br>" + line + "<extra></extra>",
            showlegend=name == "punctuation and symbols",
        )
    )


def _laid_out(figure: go.Figure, axes: tuple[str, str], legend: bool) -> go.Figure:
    figure.update_xaxes(title_text=axes[0], zeroline=False, exponentformat="power")
    figure.update_yaxes(title_text=axes[1], zeroline=False, exponentformat="power")
    return finish(figure, 460, "projection" + axes[0] + axes[1], showlegend=legend, dragmode="pan")
