"""Any number of checkpoints in a sortable table."""

import streamlit as st

from core.checkpoints import catalogue
from core.geometry.measure import measures
from core.sentences.compare import table_sentence
from core.studies.compare.table import COMPARED_TABLE, Several, table_of_known
from core.studies.comparison import Comparison
from core.tables import compare as tables
from pages.ui.ask import ask
from pages.ui.compare.help import HELP
from pages.ui.compare.looked_at import ONE_AT_A_TIME, SETTING, Pair
from pages.ui.effect import smallest_effect, with_options
from pages.ui.page import headline
from pages.ui.view import Shown, View


def _draw(pair: Pair) -> Shown | None:
    """A row for each checkpoint, all at the setting of the first."""
    several = Several.of(pair.comparison.first, (pair.comparison.second.checkpoint, *_more(pair.comparison)))
    answer = table_of_known(several) or ask(COMPARED_TABLE, several, instead_of=ONE_AT_A_TIME)
    if answer is None:
        return None
    place = st.container()
    smallest = smallest_effect()
    with place:
        headline(table_sentence(answer, smallest))
    rows = tables.table(answer, smallest)
    st.dataframe(rows, hide_index=True, column_order=_order(list(rows[0])), column_config=_COLUMNS, key="many")
    st.caption("A click on a column's head sorts by it. Differences are scores against the first checkpoint's.")
    return Shown(lambda: rows, None, with_options(COMPARED_TABLE.command(several), smallest))


def _more(comparison: Comparison) -> list[str]:
    present = comparison.first.checkpoint, comparison.second.checkpoint
    return st.multiselect(
        "More checkpoints",
        [name for name in catalogue() if name not in present],
        key="more",
        bind="query-params",
        accept_new_options=True,
        help="Catalogue keys, hub ids or folders; all at the setting of the first.",
    )


_FIRST = ("checkpoint", "role", "spearman", "difference", "low", "high", "effect", "log10 I(W) symmetric")
_LAST = ("p (Holm), printed", "verdict", "layer", "n", "dim")
_NUMBER = st.column_config.NumberColumn
_COLUMNS = {
    "checkpoint": st.column_config.TextColumn(pinned=True),
    "spearman": _NUMBER("score", format="%.2f", help="Spearman of cosine and gold score, in points."),
    "difference": _NUMBER(format="%+.2f", help="Second minus first, in points."),
    "low": _NUMBER(format="%+.2f", help="Lower end of the difference's 95 % interval."),
    "high": _NUMBER(format="%+.2f", help="Upper end of the difference's 95 % interval."),
    "effect": st.column_config.TextColumn(
        help="What holds after Holm's correction, beside the smallest effect that matters."
    ),
    "verdict": st.column_config.TextColumn(
        help="Of this difference alone: lower, higher, or not distinguishable from 0."
    ),
    "p (Holm), printed": st.column_config.TextColumn(
        "p (Holm)", help="Of the difference, for as many comparisons as the table has."
    ),
    "n": _NUMBER(format="localized", help="Tokens that are measured."),
} | {f"log10 I(W) {name}": _NUMBER(format="%.2f") for name in ("symmetric", "lowest", "as_published", "highest")}
_COLUMNS |= {key: _NUMBER(measure.label, format="%.3f", help=measure.meaning) for key, measure in measures().items()}


def _order(names: list[str]) -> list[str]:
    """Names of columns: what matters most first, what is only looked up last."""
    middle = [name for name in names if name not in (*_FIRST, *_LAST, "p (Holm)")]
    return [*(name for name in _FIRST if name in names), *middle, *(name for name in _LAST if name in names)]


TABLE = View("table", _draw, HELP["table"], SETTING)
