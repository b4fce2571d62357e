"""The views of a comparison: each asks one study and draws its answer."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from core import comparison_tables as tables
from core.checkpoints import catalogue
from core.figures import comparison as figures
from core.studies import comparison_words as words
from core.studies.compared_measures import side_by_side
from core.studies.many_checkpoints import Several, lookup_many
from core.studies.pair import Comparison
from core.tables import Table
from core.texts import Texts
from pages.ui.compare_projection import projection_view
from pages.ui.export import PLOT
from pages.ui.page import headline
from pages.ui.plain import plain
from pages.ui.work import answer, answer_pair, in_the_background

Shown = tuple[Table, Any] | None
SETTING = ("layer", "method", "directions")


def notes(answer: dict[str, Any]) -> None:
    """What a reader must know."""
    for note in answer["notes"]:
        st.caption(f":material/info: {plain(note)}")


def measures_view(comparison: Comparison, texts: Texts) -> Shown:
    """Both columns of numbers, their differences and verdicts."""
    row = st.container(horizontal=True)
    matched = row.toggle(
        "Same n",
        key="same_n",
        bind="query-params",
        help="Measure both on a sample of 10,000 tokens (or all, if fewer).",
    )
    unit = row.toggle("Unit RMS norm", key="unit_rms", bind="query-params", help="Scale both before I(W) is measured.")
    changed = {"sample": 10_000 if matched else 0, "unit_rms": unit}
    chosen = Comparison(replace(comparison.first, **changed), replace(comparison.second, **changed))
    found = answer_pair("compare-measures", chosen) or _without_intervals(chosen, texts)
    if found is None:
        return None
    headline(words.measures_sentence(found))
    figure = figures.differences_figure(found)
    st.plotly_chart(figure, key="differences", config=PLOT, alt="Differences of every measure with 95 % intervals")
    st.table(words.measure_rows(found), hide_index=True, border="horizontal")
    notes(found)
    return tables.measures(found), figure


def _without_intervals(comparison: Comparison, texts: Texts) -> dict[str, Any] | None:
    """The same numbers while their intervals are being worked out (the score's is there at once)."""
    sides = [answer("measurement", one, quick=True) for one in (comparison.first, comparison.second)]
    first, second = (side | side["provenance"] for side in sides if side is not None)
    rows = side_by_side(first, second, texts, comparison.first.seed)
    waiting = "Intervals of all measures but the score are being worked out; numbers stand."
    return {"first": first, "second": second, "rows": rows, "notes": [waiting]}


def drift_view(comparison: Comparison, texts: Texts) -> Shown:
    """CKA of all layers, and neighbours kept by frequency band."""
    found = answer_pair("compare-layers", comparison)
    if found is None:
        return None
    headline(words.layers_sentence(found))
    dark = st.context.theme.type == "dark"
    left, right = st.columns(2)
    heat = figures.cka_figure(found)
    left.plotly_chart(heat, key="cka", config=PLOT, alt="CKA of every layer with every layer")
    overlap = figures.drift_figure(found, dark)
    right.plotly_chart(overlap, key="overlap", config=PLOT, alt="Share of nearest neighbours kept by layer and band")
    table = tables.layers(found)
    with st.expander("All numbers", icon=":material/table:"):
        st.dataframe(table, hide_index=True)
    notes(found)
    return table, heat


def directions_view(comparison: Comparison, texts: Texts) -> Shown:
    """Principal angles, and what lies inside the other's dominant subspace."""
    found = answer_pair("compare-directions", comparison)
    if found is None:
        return None
    headline(words.directions_sentence(found))
    frames = list(found["frames"])
    frame = frames[0]
    if len(frames) > 1:
        frame = str(
            st.segmented_control(
                "Coordinates",
                frames,
                default=frames[0],
                required=True,
                key="frame",
                bind="query-params",
                help="**own**: as they are. **rotated**: after the rotation that brings the spaces closest (Procrustes).",
            )
        )
    figure = figures.directions_figure(found, frame)
    st.plotly_chart(
        figure, key="shares", config=PLOT, alt="Share of each direction inside the other's dominant subspace"
    )
    with st.expander("All angles", icon=":material/table:"):
        st.dataframe(tables.angles(found), hide_index=True)
    notes(found)
    return tables.directions(found), figure


def words_view(comparison: Comparison, texts: Texts) -> Shown:
    """Words that moved most and least, with their neighbours before and after."""
    found = answer_pair("compare-words", comparison)
    if found is None:
        return None
    headline(words.words_sentence(found))
    count = len(found["words"])
    figure = figures.words_figure(found)
    st.plotly_chart(figure, key="words", config=PLOT, alt="How far each word moved against its frequency")
    typed = st.text_input(
        "Find a word", key="word", bind="query-params", placeholder="a word, or a part of one"
    ).strip()
    if typed:
        chosen = [i for i, word in enumerate(found["words"]) if typed.casefold() in word]
        st.caption(f"{len(chosen):,} of {count:,} words")
        st.dataframe(words.word_rows(found, chosen[:500]), hide_index=True)
    else:
        for title, rows in (
            ("Moved most", range(min(25, count))),
            ("Moved least", range(count - 1, max(count - 26, -1), -1)),
        ):
            st.markdown(f"**{title}**")
            st.dataframe(words.word_rows(found, rows), hide_index=True, height=390)
    notes(found)
    return tables.words(found), figure


def local_view(comparison: Comparison, texts: Texts) -> Shown:
    """Whether local structure fades."""
    found = answer_pair("compare-local", comparison)
    if found is None:
        return None
    headline(words.local_sentence(found))
    figure = figures.local_figure(found)
    st.plotly_chart(figure, key="local", config=PLOT, alt="How well groups of words are kept apart in both spaces")
    st.table(words.local_rows(found), hide_index=True, border="horizontal")
    notes(found)
    return tables.local(found), figure


def table_view(comparison: Comparison, texts: Texts) -> Shown:
    """Any number of checkpoints in one sortable table."""
    present = [comparison.first.checkpoint, comparison.second.checkpoint]
    others = st.multiselect(
        "More checkpoints",
        [name for name in catalogue() if name not in present],
        key="more",
        bind="query-params",
        accept_new_options=True,
        help="Catalogue keys, hub ids or folders; all at the setting of the first.",
    )
    several = Several.of(comparison.first, (comparison.second.checkpoint, *others))
    found = lookup_many(several)
    if found is None:
        in_the_background("compare-table", several, [one.checkpoint for one in several.selections])
        return None
    headline(words.many_sentence(found))
    table = tables.many(found)
    st.dataframe(table, hide_index=True)
    return table, None


VIEWS: dict[str, tuple[str, Callable[[Comparison, Texts], Shown], tuple[str, ...]]] = {
    "measures": ("measures", measures_view, (*SETTING, "sample", "unit_rms")),
    "projection": ("projection", projection_view, SETTING),
    "drift": ("drift", drift_view, ()),
    "directions": ("directions", directions_view, SETTING),
    "words": ("words", words_view, SETTING),
    "local": ("local", local_view, SETTING),
    "table": ("table", table_view, SETTING),
}
