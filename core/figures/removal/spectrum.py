"""The spectrum: variance along each principal direction."""

import numpy as np
import plotly.graph_objects as go

from ..style import NEUTRAL, ROLE, finish, log_axis


def spectrum_figure(eigenvalues: np.ndarray, role: str, removed: int, end: str) -> go.Figure:
    """Share of the variance of each principal direction, removed directions in grey.

    Parameters
    ----------
    eigenvalues : ndarray of shape (d,)
        Of the covariance, decreasing.
    role : str
    removed : int
        How many of `end` are taken away.
    end : {'dominant', 'least'}
    """
    share = 100 * eigenvalues / max(eigenvalues.sum(), np.finfo(float).tiny)
    j = np.arange(1, len(share) + 1)
    is_removed = j <= removed if end == "dominant" else j > len(j) - removed
    figure = go.Figure()
    for name, mask, colour in (("left", ~is_removed, ROLE[role]), ("removed", is_removed, NEUTRAL)):
        figure.add_scatter(
            x=j[mask],
            y=share[mask],
            mode="markers",
            marker={"size": 4, "color": colour, "symbol": "x" if name == "removed" else "circle"},
            name=name,
            hovertemplate="direction %{x}: %{y:.3g} % of the variance<extra></extra>",
        )
    figure.update_xaxes(
        title_text="Principal direction, most dominant first", **log_axis(-0.05, float(np.log10(len(j))) + 0.05)
    )
    # LayerNorm leaves a direction with next to no variance: it would squeeze all others into a line.
    floor = np.percentile(share, 2) if len(share) > 50 else share.min()
    top = np.log10(max(share[0], 1e-12))
    bottom = min(np.log10(max(floor, 1e-9 * share[0], 1e-12)), top - 0.5)
    figure.update_yaxes(title_text="Share of variance (%)", **log_axis(bottom - 0.3, top + 0.2))
    return finish(figure, 460, f"spectrum-{len(j)}")
