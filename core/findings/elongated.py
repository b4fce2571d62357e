"""Finding 5: more elongated directions after fine-tuning."""

from dataclasses import replace

import numpy as np

from ..geometry.elongation import RATIOS, smallest_k
from ..geometry.held_out import HeldOut
from ..progress import Progress
from ..studies.question import Context, answer
from ..studies.space.shape import REMOVAL_SHAPE, SHAPE_DRAWS, SHAPE_OF_TWIN, ShapeDraws
from .contrast import change_of
from .evidence import Evidence
from .finding import Curve, Finding, Measured
from .specification import Estimate, Specification, deviations

TAUS = tuple(round(0.1 * tenths, 1) for tenths in range(1, 10))
LONGER = tuple(ratio for ratio in RATIOS if ratio > 1)  # at 1 a space without a flat part reaches its limit
SMALLEST, AREA, COUNTED = "smallest k", "area", "elongated"


def percent_removed(curves: np.ndarray, tau: float) -> np.ndarray:
    """Smallest k with I(W) >= tau, in percent of d (all of them where there is none), of curves of shape (m, d)."""
    d = curves.shape[1]
    return np.array([100.0 if k is None else 100.0 * k / d for k in (smallest_k(curve, tau) for curve in curves)])


def percent_area(curves: np.ndarray) -> np.ndarray:
    """Area above the curve of I(W) itself over k, in percent of d: the mean over all tau of the smallest k."""
    return np.asarray(100.0 * (1.0 - 10.0**curves).mean(axis=1))


def shape_estimates(
    curve: np.ndarray, drawn: ShapeDraws | None, tokens: str, texts: str, draws: bool
) -> list[Estimate]:
    """Every count of one space's elongated directions, in percent of d.

    Parameters
    ----------
    curve : ndarray of shape (d,)
        log10 I(W) over k.
    drawn : ShapeDraws or None
        Of half-samples, without which directions cannot be counted.
    tokens, texts : str
    draws : bool
        Whether the half-samples are enough for deviations.
    """
    named = Specification(SMALLEST, texts=texts, tokens=tokens)
    known = drawn is not None and draws
    out = []
    for tau in TAUS:
        own = deviations(percent_removed(drawn.curves, tau)) if drawn is not None and known else None
        out.append(Estimate(replace(named, amount=tau), float(percent_removed(curve[None], tau)[0]), own))
    own = deviations(percent_area(drawn.curves)) if drawn is not None and known else None
    out.append(Estimate(replace(named, approach=AREA), float(percent_area(curve[None])[0]), own))
    if drawn is not None:
        held, d = HeldOut(drawn.shares), len(curve)
        for ratio in LONGER:
            counts = 100.0 * np.array(held.counts(ratio)) / d
            value = 100.0 * held.count(ratio) / d
            there = replace(named, approach=COUNTED, against=f"{ratio:g} times the rest")
            out.append(Estimate(there, value, deviations(counts) if known else None))
    return out


def _levels(evidence: Evidence, context: Context, draws: bool) -> list[Estimate]:
    out = []
    for number, tokens in enumerate(evidence.asked.tokens):
        selection = context.selection.but(tokens=tokens)
        curve = answer(REMOVAL_SHAPE, selection).curve
        drawn = answer(SHAPE_DRAWS if draws else SHAPE_OF_TWIN, selection) if number == 0 else None
        out += shape_estimates(curve, drawn, tokens, context.texts.key, draws)
    return out


def _curves(evidence: Evidence) -> list[Curve]:
    out = []
    for split in evidence.splits:
        for role, context in split.spaces:
            curve = answer(REMOVAL_SHAPE, context.selection).curve
            low = high = None
            if role != "untrained":
                spread = np.quantile(deviations(answer(SHAPE_DRAWS, context.selection).curves), [0.025, 0.975], axis=0)
                low, high = (10 ** np.minimum(0.0, curve + end) for end in spread)
            name = context.located.card.title
            out.append(Curve(name, role, split.texts.key, np.arange(len(curve)) * 1.0, 10**curve, low, high))
    return out


def measure(evidence: Evidence, progress: Progress) -> Measured:
    """Count elongated directions before and after."""
    found = change_of(evidence, evidence.splits, lambda context, draws: _levels(evidence, context, draws), progress)
    return replace(found, curves=_curves(evidence))


ELONGATED = Finding(
    "elongated",
    "The number of elongated dominant directions significantly increases after fine-tuning.",
    "fine-tuned minus pre-trained: smallest k that must go until I(W) >= tau (0.1 to 0.9), area above the curve of I(W) over "
    "all k, and directions longer than the rest (2 to 9 times its mean variance, on held-out sentences)",
    "directions, in percent of the dimensions",
    "% of d",
    "percent",
    {"approach": "count", "against": "ratio", "texts": "split", "tokens": "tokens", "amount": "tau"},
    "Dominant directions removed",
    "I(W)",
    measure,
    order=5,
)
