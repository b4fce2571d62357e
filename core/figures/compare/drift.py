"""How far two checkpoints have drifted apart: CKA, and shared neighbours layer by layer."""

import plotly.graph_objects as go
from plotly.colors import sample_colorscale

from ...studies.compare.drift import ComparedDrift
from ...studies.compare.naming import side_names
from ...texts.frequency import BANDS
from ...tokens.word_kinds import NO_BAND
from ..style import DIFFERENCE, FREQUENCY_SCALE, MARKERS, NEUTRAL, finish, plain


def cka_figure(answer: ComparedDrift) -> go.Figure:
    """Heat map of CKA: layers of the first (rows) with layers of the second (columns)."""
    first, second = map(plain, side_names(answer))
    figure = go.Figure(
        go.Heatmap(
            x=_layer_names(answer.cka.shape[1]),
            y=_layer_names(answer.cka.shape[0]),
            z=answer.cka,
            zmin=0,
            zmax=1,
            colorscale="Cividis",
            hovertemplate=f"{first}, layer %{{y}}<br>{second}, layer %{{x}}<br>CKA %{{z:.3f}}<extra></extra>",
            xgap=1,
            ygap=1,
            texttemplate="%{z:.2f}" if answer.cka.size <= 64 else None,
            colorbar={"title": {"text": "CKA"}, "thickness": 12, "outlinewidth": 0},
        )
    )
    figure.update_xaxes(title_text=f"Layer of {second}", type="category", showgrid=False)
    figure.update_yaxes(title_text=f"Layer of {first}", type="category", showgrid=False)
    return finish(figure, 460, "compare-cka")


def drift_figure(answer: ComparedDrift, dark: bool = False, chance: ComparedDrift | None = None) -> go.Figure:
    """Share of neighbours that both have, by layer: of all words (purple), in each frequency band, and by chance (grey).

    `chance`: the same of the first checkpoint and its untrained twin.
    """
    x = [layer.first for layer in answer.layers]
    figure = go.Figure()
    figure.add_scatter(
        x=x,
        y=[answer.chance] * len(x),
        mode="lines",
        line={"color": NEUTRAL, "width": 1.5, "dash": "dash"},
        name="by chance",
        hovertemplate="by chance: %{y:.1%}<extra></extra>",
    )
    if chance is not None:
        twin = plain(side_names(chance)[1])
        figure.add_scatter(
            x=[layer.first for layer in chance.layers],
            y=[layer.overlap for layer in chance.layers],
            mode="lines",
            line={"color": NEUTRAL, "width": 3},
            name="untrained twin",
            hovertemplate=f"with {twin}, layer %{{x}}: %{{y:.1%}}<extra></extra>",
        )
    for number, (name, colour) in enumerate(_band_colours(dark).items()):
        bands = [next((band for band in layer.bands if band.band == name), None) for layer in answer.layers]
        if any(bands):
            figure.add_scatter(
                x=x,
                y=[band.mean if band else None for band in bands],
                customdata=[band.n if band else 0 for band in bands],
                mode="lines+markers",
                line={"color": colour, "width": 1.5},
                marker={"size": 6, "symbol": MARKERS[number % len(MARKERS)]},
                name=f"zipf {name}" if name in BANDS else name,
                hovertemplate=f"{name}, layer %{{x}}: %{{y:.1%}} (n = %{{customdata:,}})<extra></extra>",
            )
    figure.add_scatter(
        x=x,
        y=[layer.overlap for layer in answer.layers],
        mode="lines+markers",
        line={"color": DIFFERENCE, "width": 3},
        marker={"size": 8},
        name="all words",
        hovertemplate="all words, layer %{x}: %{y:.1%}<extra></extra>",
    )
    figure.update_xaxes(title_text="Layer", tickvals=x, ticktext=_layer_names(len(x)))
    figure.update_yaxes(title_text=f"Share of {answer.k} neighbours kept", tickformat=".0%", range=[0, 1.02])
    figure = finish(figure, 460, "compare-drift")
    # Below the axis: so many bands above the plot would take a third of its height.
    figure.update_layout(
        margin_b=130, legend={"y": -0.2, "yanchor": "top", "entrywidth": 104, "entrywidthmode": "pixels"}
    )
    return figure


def _band_colours(dark: bool) -> dict[str, str]:
    """A colour for each frequency band, as the colour bar of frequency has them; punctuation grey."""
    middles = [(2.5 + i) / 8 for i in range(len(BANDS))]
    colours = sample_colorscale(FREQUENCY_SCALE[dark], middles)
    return {NO_BAND: NEUTRAL, **dict(zip(BANDS, colours, strict=True))}


def _layer_names(count: int) -> list[str]:
    return ["emb.", *map(str, range(1, count))]
