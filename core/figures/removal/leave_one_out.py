"""What each direction alone does to the score."""

import numpy as np
import plotly.graph_objects as go

from ...studies.removal.leave_one_out import LeaveOneOut
from ..style import NEUTRAL, ROLE, finish, log_axis


def leave_one_out_figure(answer: LeaveOneOut, role: str) -> go.Figure:
    """Change of the score with direction i alone removed, with its interval; grey where that holds zero, a diamond where it does not among all."""
    i = np.arange(1, len(answer.change) + 1)
    known, clear = np.isfinite(answer.low), (answer.low > 0) | (answer.high < 0)
    matter = clear & ((answer.all_low > 0) | (answer.all_high < 0))
    kinds = [
        ("interval holds 0", known & ~clear, NEUTRAL),
        ("interval without 0", clear & ~matter, ROLE[role]),
        ("without 0 among all directions together", matter, ROLE[role]),
        ("interval not known yet", ~known, NEUTRAL),
    ]
    figure = go.Figure()
    for name, mask, colour in kinds:
        if not mask.any():
            continue
        change = answer.change[mask]
        figure.add_scatter(
            x=i[mask],
            y=change,
            error_y={
                "symmetric": False,
                "array": answer.high[mask] - change,
                "arrayminus": change - answer.low[mask],
                "thickness": 1,
                "width": 0,
            },
            mode="markers",
            marker={"size": 6, "color": colour} | ({"symbol": "diamond", "size": 10} if mask is matter else {}),
            name=name,
            hovertemplate="direction %{x} alone removed: %{y:+.2f} points<extra></extra>",
        )
    figure.add_hline(y=0, line_width=1)
    figure.update_xaxes(
        title_text="Principal direction i, most dominant first", **log_axis(-0.05, float(np.log10(len(i))) + 0.05)
    )
    figure.update_yaxes(title_text="Change of the score without it (points)")
    return finish(figure, 460, "single")
