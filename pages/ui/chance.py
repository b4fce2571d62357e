"""The baseline of chance: what a checkpoint's untrained twin gives, in grey beside what was learnt."""

import streamlit as st

from core.checkpoints.untrained import base_and_seed, untrained_name
from core.studies.selection import Selection

HELP = (
    "The same architecture and tokenizer with random weights (`random:NAME@seed` is a checkpoint like any other). "
    "A claim about training has to stand against what chance gives."
)


def untrained_twin(selection: Selection) -> Selection | None:
    """The same of the untrained twin, unless that is switched off or the checkpoint is itself untrained."""
    if base_and_seed(selection.checkpoint):
        return None
    wanted = st.toggle("Untrained twin", True, key="twin", bind="query-params", help=HELP)
    return selection.but(checkpoint=untrained_name(selection.checkpoint)) if wanted else None
