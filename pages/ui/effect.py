"""The smallest effect that matters, as a control of every view that gives verdicts."""

from typing import Any

import streamlit as st

from core.effect import PARAMETERS, SCALES, SmallestEffect, usual_effect


def smallest_effect(place: Any = st) -> SmallestEffect:
    """What the visitor cares for, in a popover; the page's link carries it."""
    usual = usual_effect()
    with place.popover("Smallest effect that matters", icon=":material/straighten:"):
        st.caption(
            "A judgement, not a finding. A difference is called higher or lower only where its 95 % interval lies "
            "beyond it, and none that matters where the interval lies inside."
        )
        chosen = {
            scale: st.number_input(
                parameter.label.removeprefix("Smallest effect that matters, ").capitalize(),
                min_value=0.0,
                value=usual.of(scale),
                step=parameter.step,
                format="%.2f",
                key=parameter.name,
                bind="query-params",
                help=parameter.help,
            )
            for scale, parameter in zip(SCALES, PARAMETERS, strict=True)
        }
    return SmallestEffect(**chosen)


def with_options(command: str, smallest: SmallestEffect) -> str:
    """A command of the footer that gives the same verdicts."""
    return " ".join([command, *smallest.options()])
