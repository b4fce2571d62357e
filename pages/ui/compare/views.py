"""The views of a comparison: each asks one study and draws its answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from core.checkpoints import catalogue
from core.figures.compare import drift
from core.figures.compare import views as figures
from core.geometry.measure import measures
from core.sentences import compare as words
from core.studies.compare.local import MEASURES
from core.studies.compare.measures import RESAMPLED, side_by_side
from core.studies.compare.table import Several, lookup_many
from core.studies.comparison import Comparison
from core.tables import compare as tables
from core.texts import Texts
from pages.ui.compare.help import HELP, MEANINGS
from pages.ui.compare.interval_table import local_table, measures_table
from pages.ui.compare.projection import projection_view
from pages.ui.compare.shown import WORD_COLUMNS, Shown, notes
from pages.ui.export import PLOT
from pages.ui.page import headline
from pages.ui.work import answer, answer_pair, answer_pair_now, in_the_background

SETTING = ("layer", "method", "directions")


@dataclass(frozen=True)
class View:
    """One way to look at two checkpoints.

    Attributes
    ----------
    key : str
        Also the name of the command's part.
    draw : callable
        Draws it; None while there is nothing to show.
    fields : tuple of str
        What of a selection matters to it; without 'layer' there are no controls.
    may_be_free : bool
        Whether the two sides may have settings of their own.
    of_words : bool
        Whether it stands on aligned words.
    """

    key: str
    draw: Callable[[Comparison, Texts], Shown | None]
    fields: tuple[str, ...] = SETTING
    may_be_free: bool = True
    of_words: bool = True

    @property
    def how(self) -> str:
        """How to read it."""
        return HELP[self.key]


def measures_view(comparison: Comparison, texts: Texts) -> Shown | None:
    """Both columns of numbers, their differences and verdicts."""
    row = st.container(horizontal=True)
    matched = row.toggle(
        "Same n",
        key="same_n",
        bind="query-params",
        help="Measure both on a sample of 10,000 tokens (or all, if fewer): I(W) and IsoScore depend on n.",
    )
    unit = row.toggle(
        "Unit RMS norm",
        key="unit_rms",
        bind="query-params",
        help="Scale both to a root-mean-square norm of 1 before I(W) is measured: it depends on scale.",
    )
    changed = {"sample": 10_000 if matched else 0, "unit_rms": unit}
    chosen = Comparison(replace(comparison.first, **changed), replace(comparison.second, **changed))
    place = st.empty()
    found = answer_pair("compare-measures", chosen) or _without_intervals(chosen, texts)
    with place.container():
        headline(words.measures_sentence(found))
        measures_table(found, {key: measure.meaning for key, measure in measures().items()} | MEANINGS)
        st.caption(f"Intervals of the score: {RESAMPLED['sts']}. Of the others: {RESAMPLED['other']}.")
        notes(found)
    return Shown(
        lambda: tables.measures(found),
        lambda: figures.differences_figure(found),
        chosen.command("measures", *SETTING, "sample", "unit_rms", "columns"),
    )


def _without_intervals(comparison: Comparison, texts: Texts) -> dict[str, Any]:
    """The same numbers while their intervals are being worked out (the score's is there at once)."""
    sides = [answer("measurement", one, quick=True) for one in (comparison.first, comparison.second)]
    first, second = (side | side["provenance"] for side in sides if side is not None)
    rows = side_by_side(first, second, texts, comparison.first.seed)
    waiting = "Intervals of all measures but the score are being worked out; the numbers stand."
    return {"first": first, "second": second, "rows": rows, "notes": [waiting]}


def drift_view(comparison: Comparison, texts: Texts) -> Shown | None:
    """CKA of all layers, and neighbours kept by frequency band."""
    found = answer_pair("compare-layers", comparison)
    if found is None:
        return None
    headline(words.layers_sentence(found))
    left, right = st.columns(2)
    heat = drift.cka_figure(found)
    left.markdown("**Are layers the same up to rotation?**", help=MEANINGS["cka"])
    left.plotly_chart(heat, key="cka", config=PLOT, alt="Heat map of CKA of every layer with every layer")
    overlap = drift.drift_figure(found, st.context.theme.type == "dark")
    right.markdown("**Do words keep their neighbours?**", help=MEANINGS["overlap"])
    right.plotly_chart(overlap, key="overlap", config=PLOT, alt="Share of nearest neighbours kept by layer and band")
    with st.expander("All numbers", icon=":material/table:"):
        st.dataframe(tables.layers(found), hide_index=True)
    notes(found)
    return Shown(lambda: tables.layers(found), lambda: heat, comparison.command("drift", "columns"))


def directions_view(comparison: Comparison, texts: Texts) -> Shown | None:
    """Principal angles, and what lies inside the other's dominant subspace."""
    found = answer_pair_now("compare-directions", comparison)
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
    figure = drift.directions_figure(found, frame)
    st.plotly_chart(
        figure, key="shares", config=PLOT, alt="Share of each direction inside the other's dominant subspace"
    )
    with st.expander("All angles", icon=":material/table:"):
        st.dataframe(tables.angles(found), hide_index=True)
    notes(found)
    return Shown(
        lambda: tables.directions(found), lambda: figure, comparison.command("directions", *SETTING, "columns")
    )


_ORDERS = ("moved most", "moved least", "lost most neighbours")


def words_view(comparison: Comparison, texts: Texts) -> Shown | None:
    """Words that moved most and least, with their neighbours before and after."""
    found = answer_pair_now("compare-words", comparison)
    headline(words.words_sentence(found))
    count = len(found["words"])
    row = st.columns([2, 3], vertical_alignment="bottom")
    typed = (
        row[0]
        .text_input("Find a word", key="word", bind="query-params", placeholder="a word, or a part of one")
        .strip()
    )
    order = row[1].segmented_control(
        "Words that", _ORDERS, default=_ORDERS[0], required=True, key="order", bind="query-params"
    )
    chosen = [i for i, word in enumerate(found["words"]) if typed.casefold() in word]
    if order == _ORDERS[1]:
        chosen.reverse()
    elif order == _ORDERS[2]:
        chosen.sort(key=lambda i: 2.0 if found["kept"][i] is None else found["kept"][i])
    figure = figures.words_figure(found, chosen[:12] if typed else ())
    st.plotly_chart(figure, key="words", config=PLOT, alt="How far each word moved against its frequency")
    if typed and not chosen:
        st.info(
            f"None of the {count:,} words has that in it. Words are here that occur at least {found['least']} times."
        )
    else:
        st.caption(f"{min(len(chosen), 200):,} of {count:,} words with at least {found['least']} occurrences")
        st.dataframe(
            words.word_rows(found, chosen[:200]), hide_index=True, height=420, column_config=WORD_COLUMNS, key="moved"
        )
    notes(found)
    return Shown(lambda: tables.words(found), lambda: figure, comparison.command("words", *SETTING, "columns"))


def local_view(comparison: Comparison, texts: Texts) -> Shown | None:
    """Whether local structure fades."""
    found = answer_pair("compare-local", comparison)
    if found is None:
        return None
    headline(words.local_sentence(found))
    figure = figures.local_figure(found)
    st.plotly_chart(figure, key="local", config=PLOT, alt="How well groups of words are kept apart in both spaces")
    local_table(found, MEASURES)
    notes(found)
    return Shown(lambda: tables.local(found), lambda: figure, comparison.command("local", *SETTING, "columns"))


def table_view(comparison: Comparison, texts: Texts) -> Shown | None:
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
        names = [one.checkpoint for one in several.selections]
        in_the_background("compare-table", several, names, instead_of="comparison")
        return None
    headline(words.many_sentence(found))
    rows = tables.many(found)
    st.dataframe(rows, hide_index=True, column_order=_order(list(rows[0])), column_config=_TABLE_COLUMNS, key="many")
    st.caption("A click on a column's head sorts by it. Differences are scores against the first checkpoint's.")
    return Shown(lambda: rows, None, several.command(*SETTING, "columns"))


_FIRST = ("checkpoint", "role", "spearman", "difference", "low", "high", "verdict", "log10 I(W) symmetric")
_LAST = ("p (Holm)", "layer", "n", "dim")
_NUMBER = st.column_config.NumberColumn
_TABLE_COLUMNS = {
    "checkpoint": st.column_config.TextColumn(pinned=True),
    "spearman": _NUMBER("score", format="%.2f", help="Spearman of cosine and gold score, in points."),
    "difference": _NUMBER(format="%+.2f", help="Second minus first, in points."),
    "low": _NUMBER(format="%+.2f", help="Lower end of the difference's 95 % interval."),
    "high": _NUMBER(format="%+.2f", help="Upper end of the difference's 95 % interval."),
    "p (Holm)": _NUMBER(format="%.3f", help="Of the difference, for as many comparisons as the table has."),
    "n": _NUMBER(format="localized", help="Tokens that are measured."),
} | {f"log10 I(W) {name}": _NUMBER(format="%.2f") for name in ("symmetric", "lowest", "as_published", "highest")}
_TABLE_COLUMNS |= {
    key: _NUMBER(measure.label, format="%.3f", help=measure.meaning) for key, measure in measures().items()
}


def _order(names: list[str]) -> list[str]:
    """What matters most first, what one only looks up last."""
    middle = [name for name in names if name not in (*_FIRST, *_LAST)]
    return [*(name for name in _FIRST if name in names), *middle, *(name for name in _LAST if name in names)]


VIEWS = {
    view.key: view
    for view in (
        View("measures", measures_view, (*SETTING, "sample", "unit_rms"), of_words=False),
        View("projection", projection_view),
        View("drift", drift_view, (), may_be_free=False),
        View("directions", directions_view),
        View("words", words_view),
        View("local", local_view),
        View("table", table_view, may_be_free=False, of_words=False),
    )
}
