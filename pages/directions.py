"""Table 2 and beyond: what every direction does, and what it encodes."""

from dataclasses import replace

import streamlit as st

from core.codec import to_json
from core.numbers_in_words import layer_name
from core.studies.removal.curves import REMOVAL_CURVES
from core.tables.removal import directions_table
from pages.ui import choose
from pages.ui.export import footer
from pages.ui.page import error_boundary, how_to_read, open_page
from pages.ui.partner import compare_with
from pages.ui.removal.views import VIEWS
from pages.ui.seeds import over_seeds
from pages.ui.work import space_of

HOW = r"""
**curves**: I(W) and score after removing k directions from either end, exact for every k (global: one decomposition; cluster-based: one more
direction in each cluster is a rank-one update). **windows**: directions a to b removed, all windows from cumulative sums.

**null**: the same number of *random* orthonormal directions, and random principal directions that hold the same *variance*, 20 draws each. If
dominant directions carried the task, removing them costs more than either.

**one-by-one**: the score without direction i alone, minus the score with all; paired bootstrap over pairs, 500 draws, each direction by itself.

**encodes**: R² (η² for genre) of the tokens' coordinate on a direction with a factor. It is a correlation: a direction can encode what was not asked.

**elongated**: eigenvalues above what independent dimensions of the same variances reach by chance (Horn's parallel analysis), above the
Marchenko-Pastur edge $\sigma^2(1+\sqrt{d/n})^2$, the participation ratio, and the fewest directions to remove for $I(W)\ge\tau$. The paper says that
this number grows in fine-tuning and does not measure it.

**outliers**: each coordinate's share of the mean cosine of two tokens (Timkey & van Schijndel 2021). These are coordinates, not principal directions.
"""
COMPARED = ("curves", "elongated")  # views of several checkpoints
COMPARE = "Catalogue keys, hub ids or folders, on the same texts and layer; on the last layer each shows its own last."
selection = open_page("Directions", "What does each direction do and encode?")
with error_boundary():
    space, texts = space_of(selection)
    view = str(
        st.segmented_control("View", list(VIEWS), default="curves", required=True, key="view", bind="query-params")
    )
    row = st.columns([3, 2, 4], vertical_alignment="bottom")
    with row[0]:
        layer = choose.layer(space.n_layers - 1)
    with row[1]:
        tokens = choose.tokens()
    others: list[str] = []
    if view in COMPARED:
        others = compare_with(row[2], selection, COMPARE)
    # The last layer is asked for as such, so that a compared checkpoint of another depth shows its own last one.
    chosen = replace(selection, layer=-1 if layer == space.n_layers - 1 else layer, tokens=tokens)
    verb, draw = VIEWS[view]
    selections = [chosen, *(replace(chosen, checkpoint=name) for name in others)]
    shown = draw(selections, space, texts)
    if view == "curves":
        over_seeds(chosen, REMOVAL_CURVES, lambda curves: directions_table(to_json(curves)), quick=True)
    how_to_read(HOW)
    if shown:
        table, figure = shown
        where = layer_name(layer, space.n_layers - 1)
        footer(
            chosen,
            f"{', '.join(one.checkpoint for one in selections)} reading {texts.title}, {where}, {tokens}: {view}",
            "\n".join(one.command(verb, "layer", "tokens") for one in selections),
            lambda: table,
            (lambda: figure) if figure else None,
            f"isoscope-{view}-layer{layer}",
            {"with": others or ""} if view in COMPARED else {},
        )
