"""Colours and layout that every figure shares."""

from typing import Any

import plotly.graph_objects as go

PRE_TRAINED = "#0072B2"
FINE_TUNED = "#D55E00"
DIFFERENCE = "#7B4EA3"
NEUTRAL = "#7A7A7A"
ROLE = {"pre-trained": PRE_TRAINED, "fine-tuned": FINE_TUNED, "unknown": NEUTRAL}
MARKERS = ("circle", "square", "diamond", "triangle-up", "x", "star")
FREQUENCY_SCALE = "Cividis_r"  # darker = more frequent
CATEGORIES = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")


def band(colour: str, alpha: float = 0.16) -> str:
    """A hex colour as a translucent fill."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"


def finish(figure: go.Figure, height: int, name: str, **layout: Any) -> go.Figure:
    """Margins, hover and a stable `uirevision`, so that zoom survives a redraw."""
    figure.update_layout(
        height=height,
        margin={"l": 70, "r": 24, "t": 44, "b": 56},
        hoverlabel={"align": "left"},
        uirevision=name,
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02, "xanchor": "left", "x": 0},
        **layout,
    )
    figure.update_annotations(font_size=14)
    return figure
