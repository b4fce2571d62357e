"""Two sliders for a window of removed directions; the server answers each move with that window's numbers."""

from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent
_HTML = """<div class="wrap"><p class="sentence" role="status"></p><div class="top"></div>
<input class="slide" type="range" min="0" step="1" aria-label="First removed direction">
<input class="slide" type="range" min="0" step="1" aria-label="Last removed direction"></div>"""
_COMPONENT = st.components.v2.component(
    "isoscope_window_slider",
    html=_HTML,
    css=(_HERE / "removal_slider.css").read_text(encoding="utf-8"),
    js="".join((_HERE / name).read_text(encoding="utf-8") for name in ("overlay.js", "window_slider.js")),
)
_KEY = "window_slider"


def chosen_window(most: int) -> tuple[int, int, bool]:
    """(begin, end, at rest): what was dragged to last, else what the link says, else the paper's first 12."""
    state = st.session_state.get(_KEY)
    begin, end, rest = (state.get("window") if state else None) or (*_from_link(), True)
    end = max(0, min(int(end), most))
    return max(0, min(int(begin), end)), end, bool(rest)


def window_slider(window: tuple[int, int], most: int, sentence: str, edges: list[int], target: str) -> None:
    """Draw the sliders.

    Parameters
    ----------
    window : (int, int)
        Directions begin .. end - 1 are removed.
    most : int
        Most directions that can go.
    sentence : str
        What the server says of this window.
    edges : list of int
        Cells of the heat map under the key `target`.
    """
    data: dict[str, Any] = {"window": list(window), "max": most, "sentence": sentence, "edges": edges, "target": target}
    _COMPONENT(key=_KEY, data=data, default={"window": [*window, True]}, on_window_change=lambda: None)
    shown = f"{window[0]}-{window[1]}"
    if st.query_params.get("window", "0-12") != shown:
        st.query_params["window"] = shown


def _from_link() -> tuple[int, int]:
    begin, _, end = st.query_params.get("window", "0-12").partition("-")
    if begin.isdecimal() and end.isdecimal() and len(begin) < 6 and len(end) < 6:
        return int(begin), int(end)
    return 0, 12
