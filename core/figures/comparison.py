"""Two spaces side by side: drift by layer, subspaces, differences, words, local structure, linked projections."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.colors import sample_colorscale
from plotly.subplots import make_subplots

from core.figures.style import (
    CATEGORIES,
    DIFFERENCE,
    FREQUENCY_SCALE,
    MARKERS,
    NEUTRAL,
    ROLE,
    finish,
    plain,
)
from core.studies.comparison_words import side_names
from core.studies.word_kinds import KINDS
from core.texts.frequency import BANDS
from core.words import decimals, isotropy_text, signed

Answer = dict[str, Any]
COLOURS = {
    "frequency": "Word frequency",
    "moved": "How far the word moved",
    "kept": "Neighbours kept",
    "kind": "Kind of word",
}
_SYMBOLS = ("circle", "diamond")
_TOP = {"frequency": 8.0, "moved": 1.5, "kept": 1.0}
_UNITS = {"frequency": "Zipf<br>frequency", "moved": "Moved", "kept": "Neighbours<br>kept"}


def cka_figure(answer: Answer) -> go.Figure:
    """Heat map of CKA: layers of the first (rows) with layers of the second (columns)."""
    first, second = map(plain, side_names(answer))
    found = np.array(answer["cka"], dtype=float)
    figure = go.Figure(
        go.Heatmap(
            x=_layer_names(found.shape[1]),
            y=_layer_names(found.shape[0]),
            z=found,
            zmin=0,
            zmax=1,
            colorscale="Cividis",
            hovertemplate=f"{first}, layer %{{y}}<br>{second}, layer %{{x}}<br>CKA %{{z:.3f}}<extra></extra>",
            xgap=1,
            ygap=1,
            texttemplate="%{z:.2f}" if found.size <= 64 else None,
            colorbar={"title": {"text": "CKA"}, "thickness": 12, "outlinewidth": 0},
        )
    )
    figure.update_xaxes(title_text=f"Layer of {second}", type="category", showgrid=False)
    figure.update_yaxes(title_text=f"Layer of {first}", type="category", showgrid=False)
    return finish(figure, 460, "compare-cka")


def drift_figure(answer: Answer, dark: bool = False) -> go.Figure:
    """Neighbours kept by layer: of all words (purple), in each frequency band, and by chance (grey)."""
    x = [row["first"] for row in answer["layers"]]
    figure = go.Figure()
    figure.add_scatter(
        x=x,
        y=[answer["chance"]] * len(x),
        mode="lines",
        line={"color": NEUTRAL, "width": 1.5, "dash": "dash"},
        name="by chance",
        hovertemplate="by chance: %{y:.1%}<extra></extra>",
    )
    for number, (name, colour) in enumerate(_band_colours(dark).items()):
        found = [next((band for band in row["bands"] if band["band"] == name), None) for row in answer["layers"]]
        if any(found):
            figure.add_scatter(
                x=x,
                y=[band["mean"] if band else None for band in found],
                customdata=[band["n"] if band else 0 for band in found],
                mode="lines+markers",
                line={"color": colour, "width": 1.5},
                marker={"size": 6, "symbol": MARKERS[number % len(MARKERS)]},
                name=f"zipf {name}" if name in BANDS else name,
                hovertemplate=f"{name}, layer %{{x}}: %{{y:.1%}} (n = %{{customdata:,}})<extra></extra>",
            )
    figure.add_scatter(
        x=x,
        y=[row["overlap"] for row in answer["layers"]],
        mode="lines+markers",
        line={"color": DIFFERENCE, "width": 3},
        marker={"size": 8},
        name="all words",
        hovertemplate="all words, layer %{x}: %{y:.1%}<extra></extra>",
    )
    figure.update_xaxes(title_text="Layer", tickvals=x, ticktext=_layer_names(len(x)))
    figure.update_yaxes(title_text=f"Share of {answer['k']} neighbours kept", tickformat=".0%", range=[0, 1.02])
    figure = finish(figure, 460, "compare-drift")
    # Below the axis: so many bands above the plot would take it a third of its height.
    figure.update_layout(
        margin_b=130, legend={"y": -0.2, "yanchor": "top", "entrywidth": 104, "entrywidthmode": "pixels"}
    )
    return figure


def directions_figure(answer: Answer, frame: str) -> go.Figure:
    """Angles between dominant subspaces, their overlap, and where each direction of the second lies in the first.

    Parameters
    ----------
    answer : dict
        Of the study 'compare-directions'.
    frame : str
        Key of its `frames`.
    """
    first, second = map(plain, side_names(answer))
    found, chance = answer["frames"][frame], np.asarray(answer["chance"], dtype=float)
    k = np.asarray(found["k"])
    titles = (
        "Angles between the subspaces",
        "Overlap of the subspaces",
        "Direction j inside the first k",
    )
    figure = make_subplots(rows=1, cols=3, subplot_titles=titles, horizontal_spacing=0.09)
    for number, (size, angles) in enumerate(found["angles"].items()):
        figure.add_scatter(
            x=(np.arange(len(angles)) + 1) / len(angles),
            y=angles,
            mode="lines+markers",
            line={"color": DIFFERENCE, "width": 2, "dash": ("solid", "dash", "dot", "dashdot")[number % 4]},
            marker={"size": 5, "symbol": MARKERS[number % len(MARKERS)]},
            name=f"k = {size}",
            hovertemplate=f"k = {size}: %{{y:.1f}}°<extra></extra>",
            row=1,
            col=1,
        )
    curves = (("overlap", found["overlap"], DIFFERENCE, "solid"), ("by chance", chance[: len(k)], NEUTRAL, "dash"))
    for name, values, colour, dash in curves:
        figure.add_scatter(
            x=k,
            y=values,
            mode="lines",
            line={"color": colour, "width": 2, "dash": dash},
            name=name,
            hovertemplate=f"{name}, k = %{{x}}: %{{y:.1%}}<extra></extra>",
            row=1,
            col=2,
        )
    share = np.array(found["share"], dtype=float)
    figure.add_heatmap(
        x=np.arange(1, share.shape[1] + 1),
        y=[str(value) for value in k],
        z=share,
        zmin=0,
        zmax=1,
        colorscale="Cividis",
        hovertemplate=f"direction %{{x}} of {second}: %{{z:.1%}} inside the %{{y}} most dominant of {first}<extra></extra>",
        colorbar={"title": {"text": "Share"}, "thickness": 12, "outlinewidth": 0, "tickformat": ".0%"},
        row=1,
        col=3,
    )
    figure.update_xaxes(title_text="Angle, the smallest first", showticklabels=False, row=1, col=1)
    figure.update_yaxes(title_text="Degrees", range=[-2, 92], row=1, col=1)
    figure.update_xaxes(title_text="k", row=1, col=2)
    figure.update_yaxes(tickformat=".0%", range=[0, 1.02], row=1, col=2)
    figure.update_xaxes(title_text="Direction j of the second", showgrid=False, row=1, col=3)
    figure.update_yaxes(title_text="k of the first", type="category", showgrid=False, nticks=12, row=1, col=3)
    return _legend_above_titles(finish(figure, 460, f"compare-directions-{frame}"))


def differences_figure(answer: Answer, keys: Iterable[str] = ()) -> go.Figure:
    """Second minus first, a row a measure on its own scale around 0, with 95 % intervals; grey where that holds 0.

    Parameters
    ----------
    answer : dict
        Of the study 'compare-measures' (or with `rows` of `side_by_side` alone).
    keys : iterable of str
        Of the rows to show; all by default.
    """
    wanted = list(keys)
    rows = [row for row in answer["rows"] if row["difference"] is not None and (not wanted or row["key"] in wanted)]
    figure = go.Figure()
    names = [row["label"].replace("log10", "log₁₀") for row in rows]
    for name, row in zip(names, rows, strict=True):
        low, high = row["ci95"] or (None, None)
        known = low is not None and high is not None
        clear = row["verdict"] in ("lower", "higher")
        scale = max(abs(value) for value in (low, high, row["difference"]) if value is not None) or 1.0
        error = {
            "type": "data",
            "symmetric": False,
            "array": [(high - row["difference"]) / scale if known else 0],
            "arrayminus": [(row["difference"] - low) / scale if known else 0],
            "thickness": 2,
            "width": 5,
        }
        figure.add_scatter(
            x=[row["difference"] / scale],
            y=[name],
            error_x=error,
            mode="markers",
            marker={"size": 10, "color": DIFFERENCE if clear or not known else NEUTRAL},
            hovertemplate=f"{row['label']}<br>{_both_values(row)}<br>difference {signed(row['difference'], 3)}"
            f"<br>{row['verdict'] or 'interval not known yet'}<extra></extra>",
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


def words_figure(answer: Answer, named: Iterable[int] = ()) -> go.Figure:
    """Every word by its frequency and how far it moved.

    Parameters
    ----------
    answer : dict
        Of the study 'compare-words'.
    named : iterable of int
        Indices of words to write beside their points; the most and least moved by default.
    """
    count = len(answer["words"])
    places = ("top center", "middle right", "middle left", "bottom center")  # in turn: words of one rank stand close
    chosen = set(named) or {*range(min(8, count)), *range(max(0, count - 4), count)}
    figure = go.Figure()
    figure.add_scatter(
        x=answer["zipf"],
        y=answer["moved"],
        mode="markers+text",
        marker={"size": 6, "color": DIFFERENCE, "opacity": 0.6},
        text=[plain(word) if i in chosen else "" for i, word in enumerate(answer["words"])],
        textposition=[places[i % len(places)] for i in range(count)],
        customdata=[
            [plain(word), plain(_named(near, answer["words"])), plain(_named(after, answer["words"])), n]
            for word, near, after, n in zip(
                answer["words"], answer["near_first"], answer["near_second"], answer["n"], strict=True
            )
        ],
        hovertemplate="<b>%{customdata[0]}</b> (%{customdata[3]} times): moved %{y:.2f}<br>before: %{customdata[1]}"
        "<br>after: %{customdata[2]}<extra></extra>",
        showlegend=False,
    )
    figure.update_xaxes(title_text="Zipf frequency of the word")
    figure.update_yaxes(title_text="Moved (0: not at all, 1.41: unrelated)", rangemode="tozero")
    return finish(figure, 480, "compare-words")


def local_figure(answer: Answer) -> go.Figure:
    """For each measure, how far each grouping is kept apart in both spaces, and by chance (grey)."""
    names = {
        "silhouette": "Silhouette",
        "neighbours": "Neighbours of the same group",
        "clusters": "Clusters' information",
    }
    groups = list(dict.fromkeys(row["groups"] for row in answer["rows"]))[::-1]
    figure = make_subplots(
        rows=1, cols=3, subplot_titles=list(names.values()), shared_yaxes=True, horizontal_spacing=0.04
    )
    sides = zip(("first", "second"), side_names(answer), _SYMBOLS, strict=True)
    for side, title, symbol in sides:
        for column, measure in enumerate(names, start=1):
            rows = [row for row in answer["rows"] if row["measure"] == measure and row[side]["value"] is not None]
            colour = ROLE[answer[side]["role"]]
            common = {"y": [row["groups"] for row in rows], "mode": "markers", "row": 1, "col": column}
            if side == "first":
                figure.add_scatter(
                    x=[row[side]["chance"] for row in rows],
                    marker={"symbol": "line-ns-open", "size": 14, "color": NEUTRAL, "line": {"width": 2}},
                    name="shuffled groups",
                    showlegend=column == 1,
                    hovertemplate="%{y}, shuffled: %{x:.3f}<extra></extra>",
                    **common,
                )
            figure.add_scatter(
                x=[row[side]["value"] for row in rows],
                marker={"symbol": symbol, "size": 12, "color": colour},
                name=plain(title),
                showlegend=column == 1,
                customdata=[row["verdict"] for row in rows],
                hovertemplate=f"{plain(title)}<br>%{{y}}: %{{x:.3f}}<br>second against first: %{{customdata}}<extra></extra>",
                **common,
            )
    figure.update_yaxes(categoryorder="array", categoryarray=groups)
    figure = _legend_above_titles(finish(figure, 420, "compare-local"))
    figure.update_layout(margin_l=130)
    return figure


def pair_figure(
    answer: Answer,
    view: str,
    colour: str = "frequency",
    selected: Iterable[int] | None = None,
    contexts: list[str] | None = None,
    dark: bool = False,
) -> go.Figure:
    """The same words in two panels, in one frame and on one colour scale.

    Parameters
    ----------
    answer : dict
        Of the study 'compare-projection'.
    view : str
        Key of its `views`.
    colour : str
        Key of `COLOURS`.
    selected : iterable of int, optional
        Words that light up in both panels, by their index in the answer; the others fade.
    contexts : list of str, optional
        Hover text of each word.
    dark : bool
        Whether it stands on a dark background.

    Notes
    -----
    Each point's `customdata` is [index of the word, how far it moved, share of neighbours kept]: `picked` reads it.
    """
    found = answer["views"][view]
    titles = [
        f"{plain(name)}<br><span style='font-size:12px'>its variance on the axes: {share[0]:.1f} and {share[1]:.1f} %</span>"
        for name, share in zip(side_names(answer), found["share"], strict=True)
    ]
    figure = make_subplots(rows=1, cols=2, subplot_titles=titles, horizontal_spacing=0.03, shared_yaxes=True)
    text = np.array(contexts if contexts is not None else [plain(str(word)) for word in answer["word"]], dtype=object)
    custom = np.column_stack([np.arange(len(text)), answer["moved"], _numbers(answer["kept"])])
    lit = None if selected is None else np.isin(np.arange(len(text)), list(selected))
    for column, side in enumerate(("first", "second"), start=1):
        points = np.array(found[side], dtype=np.float32)
        for name, members, marker in _groups(answer, colour, dark):
            figure.add_trace(
                go.Scattergl(
                    x=points[members, 0],
                    y=points[members, 1],
                    mode="markers",
                    marker=marker,
                    name=name,
                    legendgroup=name,
                    showlegend=bool(name) and column == 1,
                    text=text[members].tolist(),
                    customdata=custom[members],
                    selectedpoints=None if lit is None else np.flatnonzero(lit[members]).tolist(),
                    selected={"marker": {"opacity": 1.0, "size": 8}},
                    unselected={"marker": {"opacity": 0.12}},
                    hovertemplate="%{text}<br>moved %{customdata[1]:.2f}, neighbours kept %{customdata[2]:.0%}<extra></extra>",
                ),
                row=1,
                col=column,
            )
    figure.update_xaxes(title_text="Axis 1", matches="x", zeroline=False)
    figure.update_yaxes(matches="y", zeroline=False)
    figure.update_yaxes(title_text="Axis 2", scaleanchor="x", row=1, col=1)  # a distance is one length, whichever way
    scale = {}
    if colour in _TOP:
        scale["coloraxis"] = {
            "colorscale": FREQUENCY_SCALE[dark],
            "cmin": 0.0,
            "cmax": _TOP[colour],
            "colorbar": {"title": {"text": _UNITS[colour]}, "thickness": 12, "len": 0.9, "outlinewidth": 0},
        }
    figure = finish(figure, 560, f"compare-{view}", dragmode="lasso", **scale)
    # Below: the panels' titles stand where other figures have their legend.
    figure.update_layout(margin_t=64, legend={"y": -0.16, "yanchor": "top", "itemsizing": "constant"})
    return figure


def picked(points: Iterable[dict[str, Any]]) -> list[int]:
    """The words of a selection's points in `pair_figure`, each once, increasing."""
    return sorted({int(point["customdata"][0]) for point in points if point.get("customdata")})


def _legend_above_titles(figure: go.Figure) -> go.Figure:
    """Room for the subplots' titles between plot and legend."""
    figure.update_layout(margin_t=96, legend_y=1 + 34 / (figure.layout.height - 96 - figure.layout.margin.b))
    return figure


def _groups(answer: Answer, colour: str, dark: bool) -> list[tuple[str, np.ndarray, dict[str, Any]]]:
    """(name, members, marker) of each trace of a panel."""
    kinds = np.array(answer["kind"])
    if colour == "kind":
        return [
            (name, np.flatnonzero(kinds == name), {"color": CATEGORIES[i], "size": 5, "opacity": 0.75})
            for i, name in enumerate(KINDS)
            if (kinds == name).any()
        ]
    values = _numbers(answer["zipf" if colour == "frequency" else colour])
    grey = (kinds == "punctuation") if colour == "frequency" else np.zeros(len(kinds), dtype=bool)
    coloured = {"color": values[~grey], "coloraxis": "coloraxis", "size": 4, "opacity": 0.8}
    groups = [("", np.flatnonzero(~grey), coloured)]
    if grey.any():
        style = {"color": NEUTRAL, "size": 4, "opacity": 0.5}
        groups.insert(0, ("punctuation and symbols", np.flatnonzero(grey), style))
    return groups


def _band_colours(dark: bool) -> dict[str, str]:
    """A colour a frequency band, as the colour bar of frequency has them; punctuation grey."""
    middles = [(2.5 + i) / 8 for i in range(len(BANDS))]
    colours = sample_colorscale(FREQUENCY_SCALE[dark], middles)
    return {"punctuation": NEUTRAL, **dict(zip(BANDS, colours, strict=True))}


def _both_values(row: dict[str, Any]) -> str:
    show = isotropy_text if row["label"].startswith("log10 I(W)") else decimals
    return f"{show(row['first'])} → {show(row['second'])}"


def _named(near: list[int], words: list[str]) -> str:
    return ", ".join(words[i] for i in near if i >= 0)


def _numbers(values: Iterable[Any]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _layer_names(count: int) -> list[str]:
    return ["emb.", *map(str, range(1, count))]
