"""What the views of the Directions page say, each in a sentence computed from its answer."""

import numpy as np

from ...numbers_in_words import change, decimals, fold, isotropy_text, points, signed
from ...p_value import null_band
from ...studies.removal.basis import ScoreAfter, WindowRemoved
from ...studies.removal.curve import SpaceCurves
from ...studies.removal.elongation import ElongatedDirections
from ...studies.removal.factors import EncodedFactors
from ...studies.removal.leave_one_out import LeaveOneOut
from ...studies.removal.null import NullRemoval
from ...studies.removal.outliers import LayersOutliers


def curves_sentence(spaces: list[SpaceCurves]) -> str:
    """For each checkpoint: the best number of dominant directions to remove, and what that gains."""
    parts = []
    for space in spaces:
        spearman = space.curves["dominant"].spearman
        if spearman is None:
            continue
        if not np.isfinite(spearman).any():
            parts.append(f"{space.title} has no score that is defined")
            continue
        best = int(np.nanargmax(spearman))
        gain = float(spearman[best] - spearman[0])
        parts.append(
            f"{space.title} scores best with {best} dominant direction{'s' if best > 1 else ''} removed ({signed(gain)} points against the centred space)"
            if best
            else f"{space.title} scores best with no dominant direction removed"
        )
    return "; ".join(parts) + "." if parts else "These texts have no scores; the curves show isotropy alone."


def window_sentence(removed: WindowRemoved, begin: int, end: int, before: float) -> str:
    """What removing directions begin .. end - 1 does; `before`: log10 I(W) with all of them."""
    isotropy = isotropy_text(removed.log10)
    if begin == end:
        return f"Nothing is removed: I(W) = {isotropy}."
    what, moved = f"Removing directions {begin + 1} to {end}", fold(removed.log10 - before)
    if removed.score is None:
        return f"{what}: I(W) {moved} to {isotropy}."
    score = removed.score
    return f"{what} {_change(score)}, to {points(score.spearman)}, while I(W) {moved} to {isotropy}."


def _change(score: ScoreAfter) -> str:
    if score.difference_ci95 is None:
        return f"changes the score by {signed(score.difference)} points"
    return change(score.difference, *score.difference_ci95)


def null_sentence(answer: NullRemoval, k: int = 12) -> str:
    """How removing k dominant directions compares with each kind of random removal."""
    at = int(np.searchsorted(answer.k, min(k, answer.k[-1])))
    dominant, k = float(answer.dominant[at]), int(answer.k[at])
    parts = []
    for kind, draws in answer.null.items():
        column = draws[:, at]
        if np.isfinite(dominant) and np.isfinite(column).all():
            low, high = (float(end[0]) for end in null_band(column[:, None]))
            place = "below" if dominant < low else "above" if dominant > high else "within"
            parts.append(f"{place} what 95 of 100 {kind} leave ({points(low)} to {points(high)})")
    if not parts:
        return f"The score is not defined with {k} directions removed."
    return f"With the {k} most dominant directions removed the score is {points(dominant)}: {', and '.join(parts)}."


def leave_one_out_sentence(answer: LeaveOneOut) -> str:
    """How many directions matter by themselves, and which most."""
    hurt, gain, n = int((answer.high < 0).sum()), int((answer.low > 0).sum()), len(answer.change)
    matter = int(((answer.all_high < 0) | (answer.all_low > 0)).sum())
    most = int(np.nanargmax(np.abs(answer.change)))
    return (
        f"Taking a single direction away costs something distinguishable for {hurt} of {n} directions and gains "
        f"something for {gain}, each by itself; {decimals(answer.by_chance, 1)} would show up by chance. Taken together, "
        f"{matter} matter{'s' if matter == 1 else ''}. Direction {most + 1} matters most "
        f"({signed(float(answer.change[most]))} points)."
    )


def factors_sentence(answer: EncodedFactors) -> str:
    """The strongest factor of each of the first five directions."""
    parts, by_chance = [], answer.chance_of_sentences
    for j in range(min(5, answer.rank)):
        shares = {name: float(values[j]) for name, values in answer.share.items() if np.isfinite(values[j])}
        if shares:
            strongest = max(shares, key=lambda name: shares[name])
            chance = f", by chance {_percent(by_chance[strongest][j])}" if strongest in by_chance else ""
            parts.append(f"{j + 1}: {strongest} ({_percent(shares[strongest])}{chance})")
    return f"What goes most with each leading direction: {', '.join(parts)}."


def _percent(share: float) -> str:
    return f"{decimals(100 * share, 0)} %"


def elongation_sentence(answers: list[tuple[str, ElongatedDirections]], tau: float) -> str:
    """For each checkpoint (title, answer): how many directions are elongated, twice as long as the rest, and by what I(W) needs."""
    parts = []
    for title, answer in answers:
        fewest = answer.value.smallest_k[tau]
        parts.append(
            f"{title} has {answer.value.elongated} elongated directions of {answer.dim} "
            f"({answer.low.elongated} to {answer.high.elongated}), and "
            + (
                "no number of removed directions suffices"
                if fewest is None
                else f"needs {fewest} dominant directions removed"
            )
            + f" for I(W) ≥ {tau:g}"
        )
    return "; ".join(parts) + "."


def outliers_sentence(answer: LayersOutliers) -> str:
    """The dimension that holds most of the mean cosine of any layer."""
    row = max(answer.layers, key=lambda layer: np.nan_to_num(layer.share[0]))
    where = "the embedding layer" if row.layer == 0 else f"layer {row.layer}"
    if np.isnan(row.share[0]):
        return "No dimension stands out: the mean cosine is zero."
    return (
        f"On {where}, dimension {row.top[0]} alone holds {100 * row.share[0]:.0f} % of the mean cosine of two tokens."
    )
