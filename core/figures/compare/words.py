"""Words that moved between two spaces."""

from collections.abc import Iterable

import plotly.graph_objects as go

from ...studies.compare.naming import named
from ...studies.compare.words import ComparedWords
from ..style import DIFFERENCE, finish, plain


def words_figure(answer: ComparedWords, labelled: Iterable[int] = ()) -> go.Figure:
    """Every word by its frequency and how far it moved.

    Parameters
    ----------
    answer : ComparedWords
    labelled : iterable of int
        Indices of words to write beside their points; the most and least moved by default.
    """
    words, count = answer.words.tolist(), len(answer.words)
    places = ("top center", "middle right", "middle left", "bottom center")  # in turn: words of one rank stand close
    chosen = set(labelled) or {*range(min(8, count)), *range(max(0, count - 4), count)}
    figure = go.Figure()
    figure.add_scatter(
        x=answer.zipf,
        y=answer.moved,
        mode="markers+text",
        marker={"size": 6, "color": DIFFERENCE, "opacity": 0.6},
        text=[plain(word) if i in chosen else "" for i, word in enumerate(words)],
        textposition=[places[i % len(places)] for i in range(count)],
        customdata=[
            [plain(word), plain(named(answer.words, before)), plain(named(answer.words, after)), n]
            for word, before, after, n in zip(
                words, answer.near_first, answer.near_second, answer.n.tolist(), strict=True
            )
        ],
        hovertemplate="<b>%{customdata[0]}</b> (%{customdata[3]} times): moved %{y:.2f}<br>before: %{customdata[1]}"
        "<br>after: %{customdata[2]}<extra></extra>",
        showlegend=False,
    )
    figure.update_xaxes(title_text="Zipf frequency of the word")
    figure.update_yaxes(title_text=f"Moved (0: not at all, {answer.unrelated:.2f}: unrelated)", rangemode="tozero")
    return finish(figure, 480, "compare-words")
