"""Two spaces side by side: differences of measures, words that moved, local structure, linked projections."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ...numbers_in_words import decimals, isotropy_text, signed
from ...sentences.compare import side_names
from ...tokens.word_kinds import KINDS
from ..style import CATEGORIES, DIFFERENCE, FREQUENCY_SCALE, NEUTRAL, ROLE, above_titles, finish, plain

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
    figure = above_titles(finish(figure, 420, "compare-local"))
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
    custom = np.column_stack([np.arange(len(text)), np.round(answer["moved"], 3), _numbers(answer["kept"])])
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
                    customdata=custom[
                        members
                    ].tolist(),  # an encoded array comes back from a selection without its values
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
    figure = finish(figure, 540, f"compare-{view}", dragmode="lasso", **scale)
    # Below: the panels' titles stand where other figures have their legend.
    figure.update_layout(margin_t=64, legend={"y": -0.16, "yanchor": "top", "itemsizing": "constant"})
    return figure


def picked(points: Iterable[dict[str, Any]]) -> list[int]:
    """The words of a selection's points in `pair_figure`, each once, increasing."""
    return sorted({int(point["customdata"][0]) for point in points if point.get("customdata")})


def _groups(answer: Answer, colour: str, dark: bool) -> list[tuple[str, np.ndarray, dict[str, Any]]]:
    """(name, members, marker) of each trace of a panel."""
    kinds = np.array(answer["kind"])
    if colour == "kind":
        return [
            (name, np.flatnonzero(kinds == name), {"color": CATEGORIES[i], "size": 5, "opacity": 0.75})
            for i, name in reversed(list(enumerate(KINDS)))  # the many content words at the bottom
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


def _both_values(row: dict[str, Any]) -> str:
    show = isotropy_text if row["label"].startswith("log10 I(W)") else decimals
    return f"{show(row['first'])} → {show(row['second'])}"


def _named(near: list[int], words: list[str]) -> str:
    return ", ".join(words[i] for i in near if i >= 0)


def _numbers(values: Iterable[Any]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values], dtype=float)
