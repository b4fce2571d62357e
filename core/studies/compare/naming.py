"""What sentences, tables and figures of a comparison call its two sides, and words by their indices."""

from collections.abc import Iterable

import numpy as np

from ...geometry.post_processing import methods
from ...numbers_in_words import layer_name
from ..side import Side
from .aligned import TwoSides


def side_names(answer: TwoSides) -> tuple[str, str]:
    """What to call the two sides: titles; with layer and method where these do not tell them apart."""
    first, second = answer.first, answer.second
    if first.title != second.title:
        return first.title, second.title
    names = f"{first.title} ({_setting(first)})", f"{second.title} ({_setting(second)})"
    return names if names[0] != names[1] else (f"{names[0]}, first", f"{names[1]}, second")


def _setting(side: Side) -> str:
    layer = "every layer" if side.layer is None else layer_name(side.layer, side.n_layers - 1)
    removed = f", D = {side.directions}" if side.end else ""
    return f"{layer}, {methods()[side.method].label.lower()}{removed}"


def named(words: np.ndarray, places: Iterable[int]) -> str:
    """Words by their indices, with commas; -1 is none."""
    return ", ".join(str(words[i]) for i in places if i >= 0)
