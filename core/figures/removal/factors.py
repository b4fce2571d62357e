"""Heat map: what each leading direction encodes."""

import numpy as np
import plotly.graph_objects as go

from ...studies.removal.factors import EncodedFactors
from ..style import finish


def factors_figure(answer: EncodedFactors, shown: int) -> go.Figure:
    """How much of each of the `shown` leading directions each factor explains."""
    shown = min(shown, answer.rank)
    share = 100 * np.stack([values[:shown] for values in answer.share.values()])
    same = np.full(answer.rank, answer.chance)
    chance = 100 * np.stack([answer.chance_of_sentences.get(name, same)[:shown] for name in answer.share])
    figure = go.Figure(
        go.Heatmap(
            x=np.arange(1, shown + 1),
            y=list(answer.share),
            z=share,
            customdata=chance,
            zmin=0,
            zmax=max(10.0, float(np.nanmax(share))),
            colorscale="Cividis",
            hovertemplate="direction %{x}, %{y}: %{z:.1f} % (by chance %{customdata:.2f} %)<extra></extra>",
            xgap=1,
            ygap=1,
            colorbar={"title": {"text": "Explained<br>(%)"}, "thickness": 12, "outlinewidth": 0},
        )
    )
    figure.update_xaxes(title_text="Principal direction, most dominant first", showgrid=False)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure = finish(figure, 420, "factors")
    figure.update_layout(margin={"l": 130})
    return figure
