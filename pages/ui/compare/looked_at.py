"""What every view of a comparison looks at, and what several of them show."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from core.studies.comparison import Comparison
from core.texts import Texts
from pages.ui.plain import plain

SETTING = ("layer", "method", "directions")  # that the page has controls of
APART = "apart"  # option of a view whose two sides may have settings of their own
ONE_AT_A_TIME = "comparison"  # a new comparison's job takes the place of the earlier job


@dataclass(frozen=True)
class Pair:
    """Two checkpoints at the chosen settings, and the texts that both read."""

    comparison: Comparison
    texts: Texts


_NUMBER, _TEXT = st.column_config.NumberColumn, st.column_config.TextColumn
WORD_COLUMNS = {
    "Word": _TEXT(pinned=True),
    "In its sentence": _TEXT(width="medium"),
    "Occurrences": _NUMBER("n", help="How often it occurs.", width=60),
    "Zipf frequency": _NUMBER(
        "Zipf", format="%.1f", help="Frequency: 3 once in a million words, 6 once in a thousand."
    ),
    "Moved": _NUMBER(format="%.2f", help="0: where it was; up to 1.41: as far as two unrelated spaces.", width=70),
    "Neighbours kept": _NUMBER(
        "Kept", format="percent", help="Share of its nearest neighbours that it kept.", width=70
    ),
    "Nearest before": _TEXT(width="medium"),
    "Nearest after": _TEXT(width="medium"),
}


def notes(texts: Sequence[str]) -> None:
    """What a reader must know."""
    for note in texts:
        st.caption(f":material/info: {plain(note)}")
