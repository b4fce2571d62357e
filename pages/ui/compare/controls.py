"""What is compared: the second checkpoint, and layer, method and directions of both, linked or free."""

from typing import Any

import streamlit as st

from core.checkpoints import catalogue, partners
from core.geometry.post_processing import methods
from core.spaces import Space
from core.studies.compare.drift import matched_layer
from core.studies.comparison import Comparison
from core.studies.selection import Selection
from pages.ui import choose
from pages.ui.partner import follow
from pages.ui.plain import plain


def second_checkpoint(selection: Selection) -> str | None:
    """The other checkpoint: at first the partner of the chosen checkpoint (fine-tuned from it, or what it came from)."""
    names = [name for name in catalogue() if name != selection.checkpoint]
    first = next(iter(partners(selection.checkpoint)), None)
    follow("second", first)
    return st.selectbox(
        "Compare with",
        names,
        index=names.index(first) if first else None,
        key="second",
        bind="query-params",
        accept_new_options=True,
        placeholder="Choose or type a checkpoint",
        help="The second checkpoint; the first is chosen on the left. Any two work.",
    )


def sides_apart() -> bool:
    """Whether each side has controls of its own."""
    return st.toggle(
        "Set the two sides apart",
        key="free",
        bind="query-params",
        help="Off: one layer, method and number of directions for both; layers of another depth are matched by their share of it.",
    )


def linked_controls(
    selection: Selection, second: str, spaces: tuple[Space, Space], settings: tuple[str, ...], free: bool
) -> Comparison:
    """The comparison that a row of controls sets for both sides, or a row for each when they are set apart."""
    if "layer" not in settings:
        return Comparison.of(selection, second)
    if free:
        return _separate_controls(selection, second, spaces)
    row = st.columns([4, 3, 3], vertical_alignment="bottom")
    last, others = (space.n_layers - 1 for space in spaces)
    with row[0]:
        layer = _layer("Layer (0 = embeddings)", last, "layer")
    # The last layer is asked for as such, so that links mean the same for a checkpoint of another depth.
    first = _with_method(selection.but(layer=-1 if layer == last else layer), row[1:], spaces[0], "")
    matched = matched_layer(layer, spaces[0].n_layers, spaces[1].n_layers)
    return Comparison.of(first, second, layer=-1 if matched == others else matched)


def _separate_controls(selection: Selection, second: str, spaces: tuple[Space, Space]) -> Comparison:
    left, right = st.columns(2, gap="large")
    first = _side_controls(selection, left, spaces[0], "")
    return Comparison(first, _side_controls(first.but(checkpoint=second), right, spaces[1], "second_"))


def _side_controls(selection: Selection, place: Any, space: Space, mark: str) -> Selection:
    """The selection at the setting of a side's own controls, whose keys begin with `mark`."""
    with place.container(border=True):
        st.markdown(f"**{plain(selection.checkpoint)}**")
        layer = _layer("Layer (0 = embeddings)", space.n_layers - 1, f"{mark}layer")
        return _with_method(selection.but(layer=layer), st.columns(2, vertical_alignment="bottom"), space, mark)


def _layer(label: str, last: int, key: str) -> int:
    if st.session_state.get(key, 0) > last:
        st.session_state[key] = last
    return int(st.slider(label, 0, last, last, key=key, bind="query-params"))


def _with_method(selection: Selection, places: Any, space: Space, mark: str) -> Selection:
    keys = list(methods())
    steps = "\n".join(f"- **{m.key}**: {m.steps}" for m in methods().values())
    chosen = places[0].selectbox("Post-processing", keys, key=f"{mark}method", bind="query-params", help=steps)
    selection = selection.but(method=chosen, values=choose.values_of(places[1], chosen, mark))
    if not methods()[chosen].uses_directions:
        return selection
    most = min(128, space.dim - 1)
    count = places[1].number_input(
        "Directions removed", 0, most, min(12, most), key=f"{mark}removed", bind="query-params"
    )
    return selection.but(directions=int(count))
