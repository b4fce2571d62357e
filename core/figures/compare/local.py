"""How well groups of words are separated in two spaces."""

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ...studies.compare.local import ComparedLocal
from ...studies.compare.naming import side_names
from ..style import NEUTRAL, ROLE, above_titles, finish, plain

_SYMBOLS = ("circle", "diamond")


def local_figure(answer: ComparedLocal) -> go.Figure:
    """For each measure, how far the groups of each grouping are separated in both spaces, and by chance (grey)."""
    names = {
        "silhouette": "Silhouette",
        "neighbours": "Neighbours of the same group",
        "clusters": "Clusters' information",
    }
    groups = list(dict.fromkeys(row.groups for row in answer.rows))[::-1]
    figure = make_subplots(
        rows=1, cols=3, subplot_titles=list(names.values()), shared_yaxes=True, horizontal_spacing=0.04
    )
    roles = answer.first.role, answer.second.role
    for number, (title, role, symbol) in enumerate(zip(side_names(answer), roles, _SYMBOLS, strict=True)):
        for column, measure in enumerate(names, start=1):
            both = [(row, (row.first, row.second)[number]) for row in answer.rows if row.measure == measure]
            shown = [(row, separation) for row, separation in both if np.isfinite(separation.value)]
            common = {"y": [row.groups for row, _ in shown], "mode": "markers", "row": 1, "col": column}
            if number == 0:
                figure.add_scatter(
                    x=[separation.chance for _, separation in shown],
                    marker={"symbol": "line-ns-open", "size": 14, "color": NEUTRAL, "line": {"width": 2}},
                    name="shuffled groups",
                    showlegend=column == 1,
                    hovertemplate="%{y}, shuffled: %{x:.3f}<extra></extra>",
                    **common,
                )
            figure.add_scatter(
                x=[separation.value for _, separation in shown],
                marker={"symbol": symbol, "size": 12, "color": ROLE[role]},
                name=plain(title),
                showlegend=column == 1,
                customdata=[row.verdict for row, _ in shown],
                hovertemplate=f"{plain(title)}<br>%{{y}}: %{{x:.3f}}<br>second against first: %{{customdata}}<extra></extra>",
                **common,
            )
    figure.update_yaxes(categoryorder="array", categoryarray=groups)
    figure = above_titles(finish(figure, 420, "compare-local"))
    figure.update_layout(margin_l=130)
    return figure
