"""Explore a space: layer, method and removed directions, and what they do to isotropy and score."""

import streamlit as st

from core.checkpoints import locate
from core.spaces import Space
from core.studies.selection import Selection
from pages.ui import choose
from pages.ui.chance import untrained_twin
from pages.ui.page import error_boundary, open_page
from pages.ui.removal.setting_panel import setting_panel
from pages.ui.removal.slider_panel import removal_panel
from pages.ui.space.own_embedding import own_embedding
from pages.ui.work import space_of

HOW = r"""
**Isotropy I(W)** compares how much the tokens lean towards each eigenvector $u$ of $W^\top W$:
$I(W) = \min_u F(u) / \max_u F(u)$ with $F(u) = \sum_i e^{u \cdot w_i}$ (Mu & Viswanath 2018). 1 means that no direction is favoured.
An eigenvector has no sign, yet $F(u) \ne F(-u)$: *sign-free* takes both signs; the range shows what one choice of signs can give.
I(W) also depends on the number of tokens and on their scale, so compare it at equal n.

**STS score**: the cosine of two mean token vectors, correlated (Spearman × 100) with human judgements.

**Removing directions**: centre the tokens, then project out principal directions, the most dominant first (or the least).
Every k is computed at once: on centred data a removed direction has $F = n$ exactly, so
$I = n / \max_{j\ \text{left}} F(\pm u_j)$, and each cosine is a cumulative sum in the principal basis.

**What it can't tell**: a higher I(W) is not a better space. That is the question, not the answer.
"""


def controls(selection: Selection, space: Space) -> tuple[Selection, Selection | None]:
    """A row of widgets above what they move: the selection, and the same of its untrained twin."""
    row = st.columns([3, 2, 3, 3, 3], vertical_alignment="bottom")
    with row[0]:
        layer = choose.layer(space.n_layers - 1)
    with row[1]:
        tokens = choose.tokens()
    with row[2]:
        method = choose.method()
    with row[3]:
        end = choose.end() if method in ("global", "cluster-based") else "dominant"
    selection = selection.but(layer=layer, tokens=tokens, method=method, end=end)
    with row[4]:
        return selection, untrained_twin(selection)


selection = open_page("Explore", "What happens when directions are removed?")
with error_boundary():
    space, texts = space_of(selection)
    selection, twin = controls(selection, space)
    if selection.layer in (-1, space.n_layers - 1):
        own_embedding(selection, texts)
    role = locate(selection.checkpoint, download=False).card.role
    if selection.method == "global":
        removal_panel(selection, space, texts, role, HOW, twin)
    else:
        setting_panel(selection, space, texts, role, HOW, twin)
