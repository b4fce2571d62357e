"""Figure 1: isotropy layer by layer, with the score and two other measures as small multiples."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ...numbers_in_words import isotropy_text
from ..style import MARKERS, ROLE, finish, plain

LN10 = float(np.log(10))


def layers_figure(
    answers: list[dict[str, Any]], small: list[tuple[str, str]], convention: str = "symmetric"
) -> go.Figure:
    """-ln I(W) for tokens (solid) and [CLS] (dashed) of every layer of every checkpoint.

    Parameters
    ----------
    answers : list of dict
        Of the study 'layers', one a checkpoint.
    small : list of (key, label)
        Measures for the small multiples beside the score.
    convention : str
        Of I(W).
    """
    columns = 1 + len(small)
    figure = make_subplots(
        rows=2,
        cols=columns,
        specs=[[{"colspan": columns}] + [None] * len(small), [{}] * columns],
        row_heights=[0.6, 0.4],
        vertical_spacing=0.17,
        horizontal_spacing=0.08,
        subplot_titles=["", "STS score (points)", *(label for _, label in small)],
    )
    for number, answer in enumerate(answers):
        for tokens, dash in (("tokens", "solid"), ("cls", "dash")):
            _one(figure, answer, tokens, dash, MARKERS[number % len(MARKERS)], small, convention)
    names = ["embeddings", *map(str, range(1, max((len(a["layers"]) for a in answers), default=1)))]
    figure.update_xaxes(title_text="Layer", tickvals=list(range(len(names))), ticktext=names, row=1, col=1)
    for column in range(1, columns + 1):
        figure.update_xaxes(
            title_text="Layer", tickvals=list(range(len(names))), ticktext=["emb.", *names[1:]], row=2, col=column
        )
    figure.update_yaxes(title_text="−ln I(W)   (less isotropic ↑)", rangemode="tozero", row=1, col=1)
    return finish(figure, 640, "layers-" + "-".join(a["checkpoint"] for a in answers))


def _one(
    figure: go.Figure,
    answer: dict[str, Any],
    tokens: str,
    dash: str,
    symbol: str,
    small: list[tuple[str, str]],
    convention: str,
) -> None:
    layers = [layer for layer in answer["layers"] if layer[tokens]]
    if not layers:
        return
    x = [layer["layer"] for layer in layers]
    found = [layer[tokens] for layer in layers]
    name = f"{plain(answer['provenance']['title'])}, {'tokens' if tokens == 'tokens' else '[CLS]'} (n = {found[0]['n_tokens']:,})"
    style = {
        "x": x,
        "mode": "lines+markers",
        "line": {"color": ROLE[answer["provenance"]["role"]], "dash": dash, "width": 2},
        "marker": {"symbol": symbol, "size": 7},
        "name": name,
        "legendgroup": name,
    }
    log10 = [one["isotropy"][convention]["log10"] for one in found]
    figure.add_scatter(
        y=[-value * LN10 for value in log10],
        text=[isotropy_text(value) for value in log10],
        hovertemplate=f"{name}<br>layer %{{x}}: −ln I(W) = %{{y:.2f}}, I(W) = %{{text}}<extra></extra>",
        **style,
        row=1,
        col=1,
    )
    series = [("STS score", [one["sts"]["spearman"] if one["sts"] else None for one in found])]
    series += [(label, [one["measures"][key] for one in found]) for key, label in small]
    for column, (label, y) in enumerate(series, start=1):
        figure.add_scatter(
            y=y,
            hovertemplate=f"{name}<br>layer %{{x}}: {label} %{{y:.4g}}<extra></extra>",
            **style,
            showlegend=False,
            row=2,
            col=column,
        )
