"""Two spaces side by side: every number of both, and what the difference is worth."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.figures.compare.measures import measures_figure
from core.geometry.measure import measures
from core.sentences.compare import measures_sentence
from core.studies.compare.measures import COMPARED_MEASURES, RESAMPLED, SideBySide, side_by_side
from core.studies.comparison import Comparison
from core.studies.space.measurement import MEASUREMENT
from core.tables import compare as tables
from core.texts import Texts
from pages.ui.ask import ask
from pages.ui.chance import by_chance, untrained_twin
from pages.ui.compare.help import HELP, MEANINGS
from pages.ui.compare.interval_table import measures_table
from pages.ui.compare.looked_at import APART, ONE_AT_A_TIME, SETTING, Pair, notes
from pages.ui.effect import smallest_effect, with_options
from pages.ui.page import headline
from pages.ui.view import Shown, View

_SAMPLE = 10_000  # tokens of either space
_WAITING = "Intervals of all measures but the score are being worked out; the numbers stand."


def _draw(pair: Pair) -> Shown | None:
    """Both columns of numbers, their differences and verdicts."""
    row = st.container(horizontal=True, vertical_alignment="center")
    chosen, smallest = _matched(row, pair.comparison), smallest_effect(row)
    with row:
        twin = untrained_twin(chosen.first, chosen.second.checkpoint)
    place = st.empty()
    answer = ask(COMPARED_MEASURES, chosen, instead_of=ONE_AT_A_TIME) or _without_intervals(chosen, pair.texts)
    if answer is None:
        return None
    with place.container():
        headline(measures_sentence(answer, smallest))
        measures_table(answer, {key: measure.meaning for key, measure in measures().items()} | MEANINGS, smallest)
        st.caption(f"Intervals of the score: {RESAMPLED['sts']}. Of the others: {RESAMPLED['other']}.")
        if twin:
            by_chance(twin)
        notes(answer.notes)
    command = with_options(COMPARED_MEASURES.command(chosen), smallest)
    return Shown(lambda: tables.measures(answer, smallest), lambda: measures_figure(answer), command)


def _matched(row: DeltaGenerator, comparison: Comparison) -> Comparison:
    """The comparison on samples of the same size and at the same scale, where these are asked for."""
    same_n = row.toggle(
        "Same n",
        key="same_n",
        bind="query-params",
        help="Measure both on a sample of 10,000 tokens (or all, if fewer): I(W) and IsoScore depend on n.",
    )
    unit_rms = row.toggle(
        "Unit RMS norm",
        key="unit_rms",
        bind="query-params",
        help="Scale both to a root-mean-square norm of 1 before I(W) is measured: it depends on scale.",
    )
    sides = (
        side.but(sample=_SAMPLE if same_n else 0, unit_rms=unit_rms) for side in (comparison.first, comparison.second)
    )
    return Comparison(*sides)


def _without_intervals(comparison: Comparison, texts: Texts) -> SideBySide | None:
    """The same numbers while their intervals are being worked out (the score's is there at once)."""
    first = ask(MEASUREMENT, comparison.first, quick=True)
    second = ask(MEASUREMENT, comparison.second, quick=True)
    if first is None or second is None:
        return None
    return side_by_side(first, second, texts, comparison.first.seed, _WAITING)


MEASURES = View("measures", _draw, HELP["measures"], (*SETTING, "sample", "unit_rms"), (APART,))
