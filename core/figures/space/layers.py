"""Figure 1: isotropy layer by layer, with the score and two other measures as small multiples."""

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ...numbers_in_words import isotropy_text
from ...studies.space.layers import Layers, TokenSet
from ..style import MARKERS, ROLE, finish, plain

LN10 = float(np.log(10))


def layers_figure(answers: list[Layers], small: list[tuple[str, str]], convention: str = "symmetric") -> go.Figure:
    """-ln I(W) for tokens (solid) and [CLS] (dashed) of every layer of every checkpoint.

    Parameters
    ----------
    answers : list of Layers
        For each checkpoint.
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
            _add_tokens(figure, answer, tokens, dash, MARKERS[number % len(MARKERS)], small, convention)
    names = ["embeddings", *map(str, range(1, max((len(answer.layers) for answer in answers), default=1)))]
    figure.update_xaxes(title_text="Layer", tickvals=list(range(len(names))), ticktext=names, row=1, col=1)
    for column in range(1, columns + 1):
        figure.update_xaxes(
            title_text="Layer", tickvals=list(range(len(names))), ticktext=["emb.", *names[1:]], row=2, col=column
        )
    figure.update_yaxes(title_text="−ln I(W)   (less isotropic ↑)", rangemode="tozero", row=1, col=1)
    return finish(figure, 640, "layers-" + "-".join(answer.checkpoint for answer in answers))


def _add_tokens(
    figure: go.Figure,
    answer: Layers,
    tokens: str,
    dash: str,
    symbol: str,
    small: list[tuple[str, str]],
    convention: str,
) -> None:
    """Four lines of a checkpoint's tokens or [CLS] vectors, a point a layer."""
    sets: dict[int, TokenSet] = {
        layer.layer: chosen for layer in answer.layers if (chosen := getattr(layer, tokens)) is not None
    }
    if not sets:
        return
    first = next(iter(sets.values()))
    name = f"{plain(answer.provenance.title)}, {'tokens' if tokens == 'tokens' else '[CLS]'} (n = {first.n_tokens:,})"
    style = {
        "x": list(sets),
        "mode": "lines+markers",
        "line": {"color": ROLE[answer.provenance.role], "dash": dash, "width": 2},
        "marker": {"symbol": symbol, "size": 7},
        "name": name,
        "legendgroup": name,
    }
    log10 = [chosen.isotropy.log10(convention) for chosen in sets.values()]
    figure.add_scatter(
        y=[-value * LN10 for value in log10],
        text=[isotropy_text(value) for value in log10],
        hovertemplate=f"{name}<br>layer %{{x}}: −ln I(W) = %{{y:.2f}}, I(W) = %{{text}}<extra></extra>",
        **style,
        row=1,
        col=1,
    )
    series = [("STS score", [chosen.sts.spearman if chosen.sts else None for chosen in sets.values()])]
    series += [(label, [chosen.measures[key] for chosen in sets.values()]) for key, label in small]
    for column, (label, y) in enumerate(series, start=1):
        figure.add_scatter(
            y=y,
            hovertemplate=f"{name}<br>layer %{{x}}: {label} %{{y:.4g}}<extra></extra>",
            **style,
            showlegend=False,
            row=2,
            col=column,
        )
