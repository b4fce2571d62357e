"""The baseline of chance: what a checkpoint's untrained twin gives, in grey beside what was learnt."""

import streamlit as st

from core.checkpoints.partners import twin_of
from core.checkpoints.untrained import base_and_seed
from core.sentences.removal.setting import setting_sentence
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT
from pages.ui.ask import ask
from pages.ui.page import error_boundary
from pages.ui.plain import plain

HELP = (
    "The same architecture and tokenizer with random weights (`random:NAME@seed` is a checkpoint like any other). "
    "A claim about training has to stand against what chance gives."
)


def by_chance(twin: Selection) -> None:
    """I(W) and score of an untrained twin's setting, in small print."""
    with error_boundary(stop=False):
        measured = ask(MEASUREMENT, twin)
        if measured is not None:
            st.caption(plain(f"By chance: {setting_sentence(measured, measured.provenance.title)}"))


def untrained_twin(selection: Selection, *beside: str) -> Selection | None:
    """The same of the untrained twin, unless that is switched off, stands `beside` already, or the checkpoint is itself untrained."""
    if base_and_seed(selection.checkpoint):
        return None
    if not st.toggle("Untrained twin", True, key="twin", bind="query-params", help=HELP):
        return None
    twin = twin_of(selection.checkpoint)
    return None if twin in beside else selection.but(checkpoint=twin)
