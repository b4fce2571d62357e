"""How frequent the chosen points of a map are."""

import numpy as np
import plotly.graph_objects as go

from ...numbers_in_words import decimals
from ..style import DIFFERENCE, NEUTRAL, finish


def frequency_histogram(selected: np.ndarray, everything: np.ndarray) -> go.Figure:
    """Frequencies of selected points (purple) beside those of all (grey), as shares of each.

    Parameters
    ----------
    selected, everything : ndarray
        Zipf frequencies; NaN are left out and counted in the legend.
    """
    edges = np.arange(0.0, 8.51, 0.5)
    figure = go.Figure()
    for name, values, colour in (("all", everything, NEUTRAL), ("selected", selected, DIFFERENCE)):
        known = values[np.isfinite(values)]
        counts, _ = np.histogram(np.clip(known, 0.0, 8.49), edges)
        without = f", {len(values) - len(known):,} without a frequency" if len(known) < len(values) else ""
        median = f", median {decimals(float(np.median(known)), 1)}" if len(known) else ""
        figure.add_bar(
            x=edges[:-1] + 0.25,
            y=counts / max(1, len(known)),
            customdata=counts,
            marker={"color": colour, "opacity": 0.6 if name == "all" else 0.9},
            name=f"{name}: {len(known):,}{median}{without}",
            hovertemplate=f"{name}, zipf %{{x:.2f}} ± 0.25: %{{customdata:,}} (%{{y:.1%}})<extra></extra>",
        )
    figure.update_xaxes(title_text="Zipf frequency", range=[0, 8.5])
    figure.update_yaxes(title_text="Share", tickformat=".0%")
    return finish(figure, 300, "frequency-histogram", barmode="overlay")
