"""Table 2 and beyond: what every direction does, and what it encodes."""

import streamlit as st

from core.numbers_in_words import layer_name
from core.spaces import Space
from core.studies.selection import Selection
from core.texts import Texts
from pages.ui import choose
from pages.ui.chance import untrained_twin
from pages.ui.export import footer
from pages.ui.page import error_boundary, how_to_read, open_page
from pages.ui.partner import compare_with
from pages.ui.removal.chosen import Chosen
from pages.ui.removal.views import VIEWS
from pages.ui.view import Shown, View
from pages.ui.work import space_of

COMPARE = "Catalogue keys, hub ids or folders, on the same texts and layer; on the last layer each shows its own last."


def controls(selection: Selection, space: Space, texts: Texts, view: View[Chosen]) -> Chosen:
    """The selection that a row of controls sets, those of the view's settings."""
    row, last = st.columns([3, 2, 4, 3], vertical_alignment="bottom"), space.n_layers - 1
    if "layer" in view.settings:
        with row[0]:
            layer = choose.layer(last)
        # The last layer is asked for as such, so that a compared checkpoint of another depth shows its own last one.
        selection = selection.but(layer=-1 if layer == last else layer)
    with row[1]:
        selection = selection.but(tokens=choose.tokens())
    others = compare_with(row[2], selection, COMPARE) if "with" in view.options else []
    with row[3]:
        twin = untrained_twin(selection, *others) if "twin" in view.options else None
    return Chosen((selection, *(selection.but(checkpoint=name) for name in others)), space, texts, twin)


def footer_of(view: View[Chosen], chosen: Chosen, shown: Shown) -> None:
    """What is shown, as a link, a command and files."""
    names, layer = (
        [selection.checkpoint for selection in chosen.selections],
        chosen.space.layer_index(chosen.first.layer),
    )
    of_layer = "layer" in view.settings
    where = f"{layer_name(layer, chosen.space.n_layers - 1) if of_layer else 'every layer'}, {chosen.first.tokens}"
    footer(
        chosen.first,
        f"{', '.join(names)} reading {chosen.texts.title}, {where}: {view.key}",
        shown.command,
        shown.table,
        shown.figure,
        f"isoscope-{view.key}{f'-layer{layer}' if of_layer else ''}",
        {"with": names[1:] or ""} if "with" in view.options else {},
    )


selection = open_page("Directions", "What does each direction do and encode?")
with error_boundary():
    space, texts = space_of(selection)
    view = VIEWS[
        str(st.segmented_control("View", list(VIEWS), default="curves", required=True, key="view", bind="query-params"))
    ]
    chosen = controls(selection, space, texts, view)
    shown = view.draw(chosen)
    how_to_read(view.help)
    if shown:
        footer_of(view, chosen, shown)
