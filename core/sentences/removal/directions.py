"""What the views of the Directions page say, each in a sentence computed from its answer."""

import numpy as np

from ...effect import BUT, PERHAPS, SmallestEffect, effect
from ...numbers_in_words import change, decimals, defined, moved_to, points, signed
from ...studies.removal.basis import ScoreAfter, WindowRemoved
from ...studies.removal.elongation import ElongatedDirections
from ...studies.removal.factors import EncodedFactors
from ...studies.removal.leave_one_out import LeaveOneOut
from ...studies.removal.null import NullRemoval
from ...studies.removal.outliers import LayersOutliers
from ...studies.removal.space_curves import SpaceCurves

_USUAL = SmallestEffect()


def curves_sentence(spaces: list[SpaceCurves], smallest: SmallestEffect = _USUAL) -> str:
    """For each checkpoint: the best number of dominant directions to remove, what that gains here and on other texts."""
    parts = [_best_part(space, smallest) for space in spaces if space.curves["dominant"].spearman is not None]
    return "; ".join(parts) + "." if parts else "These texts have no scores; the curves show isotropy alone."


def _best_part(space: SpaceCurves, smallest: SmallestEffect) -> str:
    spearman = np.asarray(space.curves["dominant"].spearman)
    known = np.isfinite(spearman)
    if not known.any():
        return f"{space.title} has no score that is defined"
    best = int(np.where(known, spearman, -np.inf).argmax())
    if not best:
        return f"{space.title} scores best with no dominant direction removed"
    text = f"{space.title} scores best with {_dominant(best)} removed"
    if space.best is None or space.best.k != best:
        gain = spearman[best] - spearman[0]
        return f"{text} ({signed(gain)} points against the centred space)" if defined(gain) else text
    text += (
        f", which {_gain(space.best.here, smallest)} against the centred space on the pairs that {best} was chosen on"
    )
    if space.best.there is None:
        return text
    return f"{text}, and {_gain(space.best.there, smallest)} on {space.best.elsewhere}"


def _dominant(k: int) -> str:
    return f"{k} dominant direction{'s' if k > 1 else ''}"


def _gain(score: ScoreAfter, smallest: SmallestEffect) -> str:
    """The change with its interval, and whether it is of a size that matters."""
    word = effect(score.difference, score.difference_ci95, smallest.points)
    return _change(score) + next((end for end in (PERHAPS, BUT) if word.endswith(end)), "")


def window_sentence(removed: WindowRemoved, begin: int, end: int, before: float) -> str:
    """What removing directions begin .. end - 1 does; `before`: log10 I(W) with all of them."""
    if begin == end:
        return f"Nothing is removed: I(W) {moved_to(removed.log10, removed.log10)}."
    what, moved = f"Removing directions {begin + 1} to {end}", moved_to(before, removed.log10)
    if removed.score is None:
        return f"{what}: I(W) {moved}."
    score = removed.score
    reached = f", to {points(score.spearman)}" if defined(score.spearman) else ""
    return f"{what} {_change(score)}{reached}, while I(W) {moved}."


def _change(score: ScoreAfter) -> str:
    if score.difference_ci95 is None and defined(score.difference):
        return f"changes the score by {signed(score.difference)} points"
    return change(score.difference, *(score.difference_ci95 or (None, None)))


def null_sentence(answer: NullRemoval, k: int = 12) -> str:
    """How removing k dominant directions compares with each kind of random removal."""
    at = int(np.searchsorted(answer.k, min(k, answer.k[-1])))
    dominant, k = float(answer.dominant[at]), int(answer.k[at])
    parts = []
    for kind, draws in answer.null.items():
        column = draws[:, at]
        if len(column) and np.isfinite(dominant) and np.isfinite(column).all():
            # What prints alike is alike.
            shown, low, high = (round(float(value), 2) for value in (dominant, column.min(), column.max()))
            place = "below" if shown < low else "above" if shown > high else "within"
            parts.append(f"{place} what {len(column)} draws of {kind} leave ({points(low)} to {points(high)})")
    if not parts:
        return f"The score is not defined with {_dominant(k) if k else 'no direction'} removed."
    which = (
        "no direction" if not k else "the most dominant direction" if k == 1 else f"the {k} most dominant directions"
    )
    return f"With {which} removed the score is {points(dominant)}: {', and '.join(parts)}."


def leave_one_out_sentence(answer: LeaveOneOut) -> str:
    """How many directions matter by themselves, and which most."""
    known = np.isfinite(answer.change)
    if not known.any():
        return "The score is not defined: nothing can be said of single directions."
    hurt, gain = int((answer.high < 0).sum()), int((answer.low > 0).sum())
    n = int((np.isfinite(answer.low) & np.isfinite(answer.high)).sum())
    most = int(np.where(known, np.abs(answer.change), -1.0).argmax())
    matters = f"Direction {most + 1} matters most ({signed(float(answer.change[most]))} points)."
    if not n:
        return matters
    return (
        f"Taking a single direction away costs something distinguishable for {hurt} of {n} directions and gains "
        f"something for {gain}; about {round(n / 20)} would show up by chance. {matters}"
    )


def factors_sentence(answer: EncodedFactors) -> str:
    """The strongest factor of each of the first five directions."""
    parts = []
    for j in range(min(5, answer.rank)):
        shares = {name: float(values[j]) for name, values in answer.share.items() if np.isfinite(values[j])}
        if shares:
            strongest = max(shares, key=lambda name: shares[name])
            parts.append(f"{j + 1}: {strongest} ({decimals(100 * shares[strongest], 0)} %)")
    if not parts:
        return "No factor is defined for any leading direction."
    return f"What goes most with each leading direction: {', '.join(parts)}."


def elongation_sentence(answers: list[tuple[str, ElongatedDirections]], tau: float) -> str:
    """For each checkpoint (title, answer): how many directions are elongated, twice as long as the rest, and by what I(W) needs."""
    parts = []
    for title, answer in answers:
        count, fewest = answer.value.elongated, answer.value.smallest_k[tau]
        parts.append(
            f"{title} has {count} elongated direction{'' if count == 1 else 's'} of {answer.dim} "
            f"({answer.low.elongated} to {answer.high.elongated}), and "
            + (
                "no number of removed directions suffices"
                if fewest is None
                else f"needs {_dominant(fewest)} removed"
                if fewest
                else "needs no direction removed"
            )
            + f" for I(W) ≥ {tau:g}"
        )
    return "; ".join(parts) + "." if parts else "There is no checkpoint to count elongated directions of."


def outliers_sentence(answer: LayersOutliers) -> str:
    """The dimension that holds most of the mean cosine of any layer."""
    known = [layer for layer in answer.layers if len(layer.share) and defined(float(layer.share[0]))]
    if not known:
        return "No dimension stands out: the mean cosine is zero."
    row = max(known, key=lambda layer: float(layer.share[0]))
    where = "the embedding layer" if row.layer == 0 else f"layer {row.layer}"
    share = decimals(100 * float(row.share[0]), 0)
    return f"On {where}, dimension {row.top[0]} alone holds {share} % of the mean cosine of two tokens."
