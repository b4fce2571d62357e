"""What every view of a comparison hands to the page, and what several of them show."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from core.tables.table import Table
from pages.ui.plain import plain


@dataclass(frozen=True)
class Shown:
    """What is on the screen, for the footer: its rows, its figure, and the command that recomputes them."""

    table: Callable[[], Table]
    figure: Callable[[], go.Figure] | None
    command: str


_NUMBER, _TEXT = st.column_config.NumberColumn, st.column_config.TextColumn
WORD_COLUMNS = {
    "Word": _TEXT(pinned=True),
    "In its sentence": _TEXT(width="medium"),
    "Occurrences": _NUMBER("n", help="How often it occurs.", width=60),
    "Zipf frequency": _NUMBER(
        "Zipf", format="%.1f", help="Frequency: 3 once in a million words, 6 once in a thousand."
    ),
    "Moved": _NUMBER(format="%.2f", help="0: where it was; 1.41: as far as two unrelated spaces.", width=70),
    "Neighbours kept": _NUMBER(
        "Kept", format="percent", help="Share of its nearest neighbours that it kept.", width=70
    ),
    "Nearest before": _TEXT(width="medium"),
    "Nearest after": _TEXT(width="medium"),
}


def notes(answer: dict[str, Any]) -> None:
    """What a reader must know."""
    for note in answer["notes"]:
        st.caption(f":material/info: {plain(note)}")
