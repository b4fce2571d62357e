"""Colours and layout that every figure shares."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

PRE_TRAINED = "#0072B2"
FINE_TUNED = "#D55E00"
DIFFERENCE = "#7B4EA3"
NEUTRAL = "#7A7A7A"
ROLE = {"pre-trained": PRE_TRAINED, "fine-tuned": FINE_TUNED, "unknown": NEUTRAL, "untrained": NEUTRAL}
MARKERS = ("circle", "square", "diamond", "triangle-up", "x", "star")
# More frequent words stand out from the background: darker on light, brighter on dark.
FREQUENCY_SCALE = {False: "Cividis_r", True: "Cividis"}
CATEGORIES = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")


def band(colour: str, alpha: float = 0.16) -> str:
    """A hex colour as a translucent fill."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"


def plain(text: str) -> str:
    """Text that files or people wrote, as plotly shows it literally: no mark-up, no template fields."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("%{", "% {")


def log_axis(least: float, most: float) -> dict[str, Any]:
    """A logarithmic axis from 10^least to 10^most: decades, with steps between them where there are few decades.

    Plotly's own minor labels are digits without their decade, which nobody reads.
    """
    decades = range(int(np.floor(least)) - 1, int(np.ceil(most)) + 1)
    steps = (1, 2, 3, 4, 5, 6, 7, 8) if most - least < 0.8 else (1, 2, 5) if most - least < 2.5 else (1,)
    every = max(1, round((most - least) / 8))
    marks = [(step, decade) for decade in decades[::every] for step in steps]
    return {
        "type": "log",
        "range": [least, most],
        "tickvals": [step * 10.0**decade for step, decade in marks],
        "ticktext": [f"{step * 10.0**decade:g}" if decade > -4 else f"{step}e{decade}" for step, decade in marks],
    }


def finish(figure: go.Figure, height: int, name: str, **layout: Any) -> go.Figure:
    """Margins, hover and a stable `uirevision`, so that zoom survives a redraw."""
    figure.update_layout(
        height=height,
        margin={"l": 70, "r": 24, "t": 44, "b": 56},
        hoverlabel={"align": "left"},
        uirevision=name,
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02, "xanchor": "left", "x": 0, "traceorder": "normal"},
        **layout,
    )
    figure.update_annotations(font_size=14)
    return figure


def above_titles(figure: go.Figure) -> go.Figure:
    """Room for a legend above the titles of a figure's panels."""
    return figure.update_layout(margin={"t": 78}, legend={"y": 1.0, "yref": "container", "yanchor": "top"})
