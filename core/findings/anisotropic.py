"""Finding 1: the fine-tuned space is still anisotropic: against isotropic spaces of its size."""

from dataclasses import replace

import numpy as np

from ..progress import Progress
from ..studies.question import Context, answer
from ..studies.space.shape import BESIDE_NULLS, GAUSSIAN, SHAPE_DRAWS, BesideNulls
from .contrast import afters, changes, measure_spaces, side_levels
from .evidence import Evidence
from .finding import Curve, Finding, Measured
from .specification import Estimate, Specification, deviations

GAP, OWN = "short of an isotropic space", "I(W) itself"


def gap_estimates(found: BesideNulls, drawn: np.ndarray | None, named: Specification) -> list[Estimate]:
    """log10 I(W) of isotropic spaces of a space's size minus its own, one estimate a null.

    Parameters
    ----------
    found : BesideNulls
    drawn : ndarray of shape (draws,) or None
        log10 I(W) in half-samples.
    named : Specification

    Notes
    -----
    An isotropic space would be one more draw of the null: its own spread is added to that of the half-samples.
    """
    out = []
    for name, null in found.nulls.items():
        own = None
        if drawn is not None:
            own = -deviations(drawn) + np.random.default_rng(4).choice(null - null.mean(), len(drawn))
        out.append(Estimate(replace(named, against=name), float(null.mean()) - found.log10, own))
    return out


def _levels(evidence: Evidence, context: Context, draws: bool) -> list[Estimate]:
    """Gaps of the last layer, and of every layer of the fine-tuned spaces; and I(W) itself of the last."""
    last = context.space.n_layers - 1
    fine = context.selection.checkpoint in evidence.asked.fine
    out = []
    for number, tokens in enumerate(evidence.asked.tokens if fine else evidence.asked.tokens[:1]):
        for layer in range(0 if fine and number == 0 else last, last + 1):
            selection = context.selection.but(tokens=tokens, layer=layer)
            found = answer(BESIDE_NULLS, selection)
            drawn = answer(SHAPE_DRAWS, selection).isotropy if draws and number == 0 and layer == last else None
            named = Specification(GAP, texts=context.texts.key, tokens=tokens, layer=layer)
            out += gap_estimates(found, drawn, named)
            if layer == last:
                own = None if drawn is None else deviations(drawn)
                out.append(Estimate(replace(named, approach=OWN, layer=None), found.log10, own))
    return out


def _curves(evidence: Evidence) -> list[Curve]:
    out = []
    for split in evidence.splits:
        for after in split.after:
            layers = range(after.space.n_layers)
            found = [answer(BESIDE_NULLS, after.selection.but(layer=layer)) for layer in layers]
            x, title = np.arange(len(found)) * 1.0, after.located.card.title
            out.append(Curve(title, "fine-tuned", split.texts.key, x, np.array([one.log10 for one in found])))
            nulls = np.array([one.nulls[GAUSSIAN].mean() for one in found])
            out.append(Curve(f"Isotropic, as {title}", "fine-tuned", split.texts.key, x, nulls, dash=True))
        for role, context in split.spaces:
            if role != "fine-tuned":
                last = context.space.n_layers - 1
                one = answer(BESIDE_NULLS, context.selection.but(layer=last))
                name = f"{context.located.card.title}, last layer"
                out.append(Curve(name, role, split.texts.key, np.array([float(last)]), np.array([one.log10])))
    return out


def measure(evidence: Evidence, progress: Progress) -> Measured:
    """Hold I(W) of every layer against isotropic spaces."""
    found = measure_spaces(evidence.splits, lambda context, draws: _levels(evidence, context, draws), progress)

    def only(approach: str) -> dict[tuple[str, str], list[Estimate]]:
        return {key: [one for one in some if one.specification.approach == approach] for key, some in found.items()}

    splits = evidence.splits
    beside = {
        "Fine-tuning made the last layer more isotropic: log10 I(W) after minus before": changes(splits, only(OWN))
    }
    return Measured(afters(splits, only(GAP)), side_levels(splits, only(GAP)), beside, _curves(evidence))


ANISOTROPIC = Finding(
    "anisotropic",
    "The embedding space of fine-tuned models is still highly anisotropic.",
    "log10 I(W) of isotropic spaces with as many tokens, as many dimensions and the same norms, minus log10 I(W) of the "
    "fine-tuned space, on every layer",
    "log10 I(W) short of an isotropic space of the same size",
    "log10 I(W)",
    "log10",
    {"against": "isotropic space", "texts": "split", "tokens": "tokens", "layer": "layer"},
    "Layer",
    "log10 I(W)",
    measure,
    order=1,
)
