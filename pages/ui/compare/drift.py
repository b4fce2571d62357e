"""How far two checkpoints have drifted apart, layer by layer."""

from dataclasses import replace

import streamlit as st

from core.figures.compare.drift import cka_figure, drift_figure
from core.sentences.compare import drift_sentence
from core.studies.compare.drift import COMPARED_DRIFT
from core.tables import compare as tables
from pages.ui.ask import ask
from pages.ui.chance import untrained_twin
from pages.ui.compare.help import HELP, MEANINGS, WORDS_NOT_PIECES
from pages.ui.compare.looked_at import ONE_AT_A_TIME, Pair, notes
from pages.ui.export import PLOT
from pages.ui.page import error_boundary, headline
from pages.ui.plain import plain
from pages.ui.view import Shown, View


def _draw(pair: Pair) -> Shown | None:
    """CKA of all layers, and shared neighbours by frequency band."""
    answer = ask(COMPARED_DRIFT, pair.comparison, instead_of=ONE_AT_A_TIME)
    if answer is None:
        return None
    headline(drift_sentence(answer))
    twin = untrained_twin(pair.comparison.first, pair.comparison.second.checkpoint)
    apart, chance = replace(pair.comparison, second=twin) if twin else None, None
    if apart:
        with error_boundary(stop=False):
            chance = ask(COMPARED_DRIFT, apart)
    if chance:
        st.caption(plain(f"By chance: {drift_sentence(chance)}"))
    left, right = st.columns(2)
    heat = cka_figure(answer)
    left.markdown("**Are layers the same up to rotation?**", help=MEANINGS["cka"])
    left.plotly_chart(heat, key="cka", config=PLOT, alt="Heat map of CKA of every layer with every layer")
    overlap = drift_figure(answer, st.context.theme.type == "dark", chance)
    right.markdown("**Do words keep their neighbours?**", help=MEANINGS["overlap"])
    right.plotly_chart(overlap, key="overlap", config=PLOT, alt="Share of nearest neighbours kept by layer and band")
    rows = tables.drift(answer)
    with st.expander("All numbers", icon=":material/table:"):
        st.dataframe(rows, hide_index=True)
    notes(answer.notes)
    return Shown(lambda: rows, lambda: heat, COMPARED_DRIFT.command(pair.comparison))


DRIFT = View("drift", _draw, f"{HELP['drift']}{WORDS_NOT_PIECES}")
