"""Differences of measures, second minus first, with their intervals."""

from collections.abc import Iterable

import numpy as np
import plotly.graph_objects as go

from ...numbers_in_words import decimals, isotropy_text, signed
from ...studies.compare.measures import MeasureDifference, SideBySide
from ...uncertainty import HIGHER, LOWER
from ..style import DIFFERENCE, NEUTRAL, finish


def measures_figure(answer: SideBySide, keys: Iterable[str] = ()) -> go.Figure:
    """Second minus first, a row a measure on its own scale around 0, with 95 % intervals; grey where that holds 0.

    Parameters
    ----------
    answer : SideBySide
    keys : iterable of str
        Of the rows to show; all by default.
    """
    wanted = list(keys)
    rows = [row for row in answer.rows if np.isfinite(row.difference) and (not wanted or row.key in wanted)]
    figure = go.Figure()
    names = [row.label.replace("log10", "log₁₀") for row in rows]
    for name, row in zip(names, rows, strict=True):
        low, high = row.ci95 or (np.nan, np.nan)
        known = bool(np.isfinite(low + high))
        clear = row.verdict in (LOWER, HIGHER)
        scale = float(np.nanmax(np.abs([low, high, row.difference]))) or 1.0
        error = {
            "type": "data",
            "symmetric": False,
            "array": [(high - row.difference) / scale if known else 0],
            "arrayminus": [(row.difference - low) / scale if known else 0],
            "thickness": 2,
            "width": 5,
        }
        figure.add_scatter(
            x=[row.difference / scale],
            y=[name],
            error_x=error,
            mode="markers",
            marker={"size": 10, "color": DIFFERENCE if clear or not known else NEUTRAL},
            hovertemplate=f"{row.label}<br>{_both_values(row)}<br>difference {signed(row.difference, 3)}"
            f"<br>{row.verdict or 'interval not known yet'}<extra></extra>",
            showlegend=False,
        )
    figure.update_xaxes(
        title_text="← lower in the second · each row on its own scale · higher →",
        range=[-1.08, 1.08],
        tickvals=[0],
        zeroline=True,
        showgrid=False,
    )
    figure.update_yaxes(categoryorder="array", categoryarray=names[::-1], showgrid=False, automargin=True)
    return finish(figure, 110 + 28 * len(rows), "compare-differences")


def _both_values(row: MeasureDifference) -> str:
    show = isotropy_text if row.is_isotropy else decimals
    return f"{show(row.first)} → {show(row.second)}"
