"""What each slider position says, for every k at once, so that a drag needs no server."""

import numpy as np

from ...numbers_in_words import change, defined, digits_of, interval, isotropy_text, moved_to, points, signed
from ...studies.removal.basis import ScoreAfter
from ...studies.removal.curve import Curve

_ROLES = {
    "pre-trained": "this pre-trained checkpoint",
    "fine-tuned": "this fine-tuned checkpoint",
    "untrained": "this untrained checkpoint",
    "unknown": "this checkpoint",
}


def removal_texts(curve: Curve, end: str, role: str) -> dict[str, list[str]]:
    """Tile values and the sentence for k = 0 .. K of one end.

    Returns
    -------
    dict
        `isotropy`, `range`, `score`, `difference`, `sentence`: each a list over k; `score` and
        `difference` are '–' without a gold score.
    """
    log10, steps = curve.log10, len(curve.log10)
    spearman = curve.spearman if curve.spearman is not None else np.full(steps, np.nan)
    sentences = []
    for k in range(steps):
        moved = moved_to(float(log10[0]), float(log10[k]))
        if k == 0:
            sentences.append(
                f"With no direction removed, the centred space of {_ROLES[role]} has I(W) = {isotropy_text(log10[0])}."
            )
        elif not (defined(spearman[k]) and defined(spearman[0])):
            sentences.append(f"Removing {_directions(k, end)}: I(W) {moved}.")
        else:
            sentences.append(
                f"Removing {_directions(k, end)} changes the score of {_ROLES[role]} by {signed(spearman[k] - spearman[0])} points, while I(W) {moved}."
            )
    differences = [value - spearman[0] if defined(value) and defined(spearman[0]) else None for value in spearman]
    return {
        "isotropy": [isotropy_text(value) for value in log10],
        "range": [
            f"{isotropy_text(low)} to {isotropy_text(high)}"
            for low, high in zip(curve.isotropy["lowest"], curve.isotropy["highest"], strict=True)
        ],
        "score": [points(value) for value in spearman],
        "difference": [signed(value) for value in differences],
        "sentence": sentences,
    }


def exact_texts(curve: Curve, k: int, end: str, role: str, at: ScoreAfter | None) -> dict[str, str]:
    """The sentence and the intervals at one k, from the bootstrap (`Removal.at`); empty without a gold score."""
    if at is None or at.ci95 is None or at.difference_ci95 is None:
        return {}
    texts = {"score": f"95 % interval {interval(*at.ci95)}", "difference": "this is the centred space"}
    if k:
        low, high = at.difference_ci95
        digits = digits_of(at.difference, at.difference_ci95)
        texts["difference"] = (
            "not distinguishable from 0" if low <= 0 <= high else f"95 % interval {interval(low, high, digits)}"
        )
        moved = moved_to(float(curve.log10[0]), float(curve.log10[k]))
        texts["sentence"] = (
            f"On {_ROLES[role]}, removing {_directions(k, end)} {change(at.difference, low, high)} against the centred space, while I(W) {moved}."
        )
    return texts


def _directions(k: int, end: str) -> str:
    which = "most" if end == "dominant" else "least"
    return f"the {which} dominant direction" if k == 1 else f"the {k} {which} dominant directions"
