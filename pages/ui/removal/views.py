"""The views of the Directions page, one function each: sentence, figure, table; they give (table, figure) for export."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from core.checkpoints import locate
from core.figures.removal import views as figures
from core.numbers_in_words import decimals
from core.sentences import removal as words
from core.spaces import Space
from core.studies.removal.elongation import ROWS, TAUS
from core.studies.removal.factors import SHOWN, ends_of
from core.studies.selection import Selection
from core.tables.removal import curves_table
from core.tables.table import Table, matrix_table, series_table
from core.texts import Texts
from core.tokens.factors import FACTORS
from pages.ui.export import PLOT
from pages.ui.page import error_boundary, headline
from pages.ui.plain import plain
from pages.ui.removal.slider_panel import lab_and_curves
from pages.ui.removal.window_slider import chosen_window, window_slider
from pages.ui.work import answer, space_or_progress

Shown = tuple[Table, go.Figure | None] | None
View = Callable[[list[Selection], Space, Texts], Shown]


def _plot(figure: go.Figure, key: str, alt: str) -> None:
    st.plotly_chart(figure, key=key, config=PLOT, alt=alt)


def _card(selection: Selection) -> Any:
    return locate(selection.checkpoint, download=False).card


def curves(selections: list[Selection], space: Space, texts: Texts) -> Shown:
    """Both ends, all checkpoints, and the cluster-based curve where it was asked for."""
    clusters = st.toggle(
        "Cluster-based curve",
        key="clusters_too",
        bind="query-params",
        help="27 clusters, every k: a job of half a minute or more.",
    )
    spaces, references = [], []
    for one in selections:
        with error_boundary(stop=False):
            own = space if one is selections[0] else space_or_progress(one, texts)
            if own is None:
                continue
            card = _card(one)
            shown = {
                "title": card.title,
                "role": card.role,
                "curves": lab_and_curves(own.key, texts.data_hash, one.layer, one.tokens, own, texts)[1],
            }
            base = answer("measurement", replace(one, method="baseline"), quick=True)
            if base and base["sts"]:
                references.append(
                    {"label": f"baseline, {card.title}", "role": card.role, "spearman": base["sts"]["spearman"]}
                )
            if clusters and (found := answer("cluster-curve", one)):
                shown["clusters"] = found
                zero = {"label": f"clustering + ZM, {card.title}", "role": card.role}
                references.append(zero | {"spearman": found["spearman"][0] if found["spearman"] else None})
            spaces.append(shown)
    headline(words.curves_sentence(spaces))
    figure = figures.both_ends_figure(spaces, references)
    _plot(figure, "both_ends", "Isotropy and score over the number of removed directions, both ends")
    return curves_table(spaces), figure


def windows(selections: list[Selection], space: Space, texts: Texts) -> Shown:
    """Heat map over all windows; two sliders."""
    found = answer("windows", selections[0], quick=True)
    if found is None:
        return None
    _window_panel(selections[0], space, texts, found["edges"])
    figure = figures.windows_figure(found, st.context.theme.type == "dark")
    _plot(figure, "windows", "Change of the score after removing each window of directions")
    st.caption(
        "Cells: every number of directions up to 16, steps of 5 % beyond; the sliders go through all, and the command line has every "
        "window (--part every-window). The best window was chosen on these pairs, so its score is too high as an estimate for others."
    )
    score = np.array(found["spearman"], dtype=float)
    return matrix_table(score, found["edges"], "from", "to", "STS score"), figure


@st.fragment
def _window_panel(selection: Selection, space: Space, texts: Texts, edges: list[int]) -> None:
    """The sliders alone: the figure below them need not be drawn again to follow."""
    lab, _ = lab_and_curves(space.key, texts.data_hash, selection.layer, selection.tokens, space, texts)
    begin, end, at_rest = chosen_window(lab.dim - 1)
    now = lab.window(begin, end, intervals=at_rest)
    before = lab.window(0, 0, intervals=False)["isotropy"]
    window_slider((begin, end), lab.dim - 1, words.window_sentence(now, begin, end, before), edges, "windows")


def null(selections: list[Selection], space: Space, texts: Texts) -> Shown:
    """Dominant directions against random ones."""
    found = answer("null", selections[0])
    if found is None:
        return None
    headline(words.null_sentence(found))
    figure = figures.null_figure(found, _card(selections[0]).role)
    _plot(figure, "null", "Score after removing dominant directions, over bands of random removals")
    return series_table({"k": found["k"], "dominant": found["dominant"], "least": found["least"]}, "row"), figure


def single(selections: list[Selection], space: Space, texts: Texts) -> Shown:
    """Each direction alone removed: the changes at once, their intervals when the job has them."""
    chosen = selections[0]
    found = answer("leave-one-out", chosen)
    if found:
        headline(words.single_sentence(found))
    else:
        lab, _ = lab_and_curves(space.key, texts.data_hash, chosen.layer, chosen.tokens, space, texts)
        change = lab.without_each()
        if change is None:
            return None
        found = {"change": change, "low": np.full(len(change), np.nan), "high": np.full(len(change), np.nan)}
    figure = figures.single_figure(found, _card(chosen).role)
    _plot(figure, "single", "Change of the score with each direction alone removed")
    return series_table({name: found[name] for name in ("change", "low", "high")}, "direction", first=1), figure


def encodes(selections: list[Selection], space: Space, texts: Texts) -> Shown:
    """Factors by direction, and the tokens at a direction's ends."""
    chosen = selections[0]
    found = answer("factors", chosen, quick=True)
    if found is None:
        return None
    headline(words.factors_sentence(found))
    figure = figures.factors_figure(found, SHOWN)
    _plot(figure, "factors", "Share of each leading direction's variance that each factor explains")
    st.caption("\n".join(f"- **{name}**: {meaning}" for name, meaning in FACTORS.items() if name in found["share"]))
    st.caption(
        f"- **gold score**: R² of the human score with the term that the direction adds to the cosine. "
        f"By chance R² is {100 * found['chance']:.3f} % over {found['n_tokens']:,} independent tokens; as tokens of a sentence "
        "go together, nothing below 0.1 % should be read as a finding."
    )
    _ends(chosen, space, texts, found["rank"])
    return series_table(found["share"], "direction", first=1), figure


@st.fragment
def _ends(chosen: Selection, space: Space, texts: Texts, rank: int) -> None:
    number = int(
        st.number_input("Tokens at the two ends of direction", 1, rank, 1, key="direction", bind="query-params")
    )
    lab, _ = lab_and_curves(space.key, texts.data_hash, chosen.layer, chosen.tokens, space, texts)
    spectrum = lab.spectrum
    found = ends_of(space, texts, chosen.layer, chosen.tokens, spectrum.mean, spectrum.principal.vectors[:, number - 1])
    for column, (side, title) in zip(st.columns(2), (("low", "Negative end"), ("high", "Positive end")), strict=True):
        column.markdown(f"**{title}**")
        rows = [
            {
                "word": one["word"],
                "coordinate": decimals(one["coordinate"], 2),
                "in its sentence": _bold(one["context"]),
            }
            for one in found[side]
        ]
        column.table(
            [{name: text if name == "in its sentence" else plain(text) for name, text in row.items()} for row in rows],
            hide_index=True,
        )


def _bold(context: str) -> str:
    """Plotly's mark-up of a token in its sentence, as markdown."""
    before, _, rest = context.partition("<b>")
    token, _, after = rest.partition("</b>")
    unescaped = [
        part.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for part in (before, token, after)
    ]
    return f"{plain(unescaped[0])}**{plain(unescaped[1])}**{plain(unescaped[2])}"


def elongated(selections: list[Selection], space: Space, texts: Texts) -> Shown:
    """How many directions are elongated, checkpoint beside checkpoint."""
    tau = float(
        st.select_slider(
            "I(W) at least", TAUS, 0.5, key="tau", bind="query-params", help="τ: how isotropic the rest has to be."
        )
    )
    answers = []
    for one in selections:
        with error_boundary(stop=False):
            if found := answer("elongation", one):
                answers.append((_card(one).title, found))
    if not answers:
        return None
    headline(words.elongation_sentence(answers, tau))
    table: Table = [dict(row) for row in words.elongation_rows(answers, ROWS, tau)]
    st.table(table, hide_index=True, border="horizontal")
    st.caption("In brackets: 95 % intervals over sentences (bootstrap). All of these depend on the number of tokens.")
    return table, None


def outliers(selections: list[Selection], space: Space, texts: Texts) -> Shown:
    """Outlier dimensions on every layer, and what zeroing them does."""
    found = answer("outliers", selections[0])
    if found is None:
        return None
    headline(words.outliers_sentence(found))
    figure = figures.outliers_figure(found, _card(selections[0]).role)
    _plot(figure, "outliers", "Share of the mean cosine held by the three largest dimensions of each layer")
    table: Table = [dict(row) for row in words.outlier_rows(found)]
    if st.toggle("Show what setting them to 0 does", True, key="zeroed", bind="query-params"):
        st.table(table, hide_index=True, border="horizontal")
    return table, figure


VIEWS: dict[str, tuple[str, View]] = {
    "curves": ("directions", curves),
    "windows": ("directions --part windows", windows),
    "null": ("directions --part null", null),
    "one-by-one": ("directions --part leave-one-out", single),
    "encodes": ("directions --part factors", encodes),
    "elongated": ("directions --part elongation", elongated),
    "outliers": ("directions --part outliers", outliers),
}
