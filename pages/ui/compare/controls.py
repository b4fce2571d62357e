"""What is compared: the second checkpoint, and layer, method and directions of both, linked or free."""

from dataclasses import replace
from typing import Any

import streamlit as st

from core.checkpoints import catalogue, partners
from core.geometry.post_processing import methods
from core.spaces import Space
from core.studies.compare.drift import matched_layer
from core.studies.comparison import Comparison
from core.studies.selection import Selection
from pages.ui.partner import follow
from pages.ui.plain import plain


def second_checkpoint(selection: Selection) -> str | None:
    """The other checkpoint: at first what was fine-tuned from the chosen one, or what that was fine-tuned from."""
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
    """One row for both, or one a side when they are set free; a view without these settings has no row."""
    if "layer" not in settings:
        return Comparison.of(selection, second)
    if free:
        return _free(selection, second, spaces)
    row = st.columns([4, 3, 3], vertical_alignment="bottom")
    last, others = (space.n_layers - 1 for space in spaces)
    with row[0]:
        layer = _layer("Layer (0 = embeddings)", last, "layer")
    chosen = {"layer": layer, **_method(row[1], row[2], spaces[0], "method", "removed")}
    # The last layer is asked for as such, so that links mean the same for a checkpoint of another depth.
    first = replace(selection, **chosen | ({"layer": -1} if layer == last else {}))
    own = matched_layer(layer, spaces[0].n_layers, spaces[1].n_layers)
    return Comparison.of(first, second, layer=-1 if own == others else own)


def _free(selection: Selection, second: str, spaces: tuple[Space, Space]) -> Comparison:
    sides: list[dict[str, Any]] = []
    for column, space, name, mark in zip(
        st.columns(2, gap="large"), spaces, (selection.checkpoint, second), ("", "second_"), strict=True
    ):
        with column.container(border=True):
            st.markdown(f"**{plain(name)}**")
            layer = _layer("Layer (0 = embeddings)", space.n_layers - 1, f"{mark}layer")
            one, two = st.columns(2, vertical_alignment="bottom")
            sides.append({"layer": layer, **_method(one, two, space, f"{mark}method", f"{mark}removed")})
    return Comparison.of(replace(selection, **sides[0]), second, **sides[1])


def _layer(label: str, last: int, key: str) -> int:
    if st.session_state.get(key, 0) > last:
        st.session_state[key] = last
    return int(st.slider(label, 0, last, last, key=key, bind="query-params"))


def _method(one: Any, two: Any, space: Space, key: str, removed: str) -> dict[str, Any]:
    keys = list(methods())
    steps = "\n".join(f"- **{m.key}**: {m.steps}" for m in methods().values())
    chosen = one.selectbox("Post-processing", keys, key=key, bind="query-params", help=steps)
    if not methods()[chosen].uses_directions:
        return {"method": chosen}
    most = min(128, space.dim - 1)
    count = two.number_input("Directions removed", 0, most, min(12, most), key=removed, bind="query-params")
    return {"method": chosen, "directions": int(count)}
