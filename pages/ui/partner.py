"""Widgets that choose what is compared with the sidebar's checkpoint; its partner is the default."""

from typing import Any

import streamlit as st

from core.checkpoints import catalogue, partner_here
from core.studies.selection import Selection


def follow(key: str, default: Any) -> None:
    """Move a widget that nobody has touched to its new default when another checkpoint is chosen."""
    earlier, state = f"{key}_default", st.session_state
    if key in state and earlier in state:
        if state[key] != state[earlier]:  # chosen: it stays, and so does what it was chosen against
            return
        if state[key] != default:
            state[key] = default
    state[earlier] = default


def compare_with(place: Any, selection: Selection, help: str) -> list[str]:
    """More checkpoints in the same figure: at first the partner of the sidebar's, if it is here."""
    partner = partner_here(selection.checkpoint)
    default = [partner] if partner else []
    follow("with", default)
    chosen = place.multiselect(
        "Compare with",
        [name for name in catalogue() if name != selection.checkpoint],
        default=default,
        key="with",
        bind="query-params",
        accept_new_options=True,
        help=help,
    )
    return [name for name in chosen if name != selection.checkpoint]
