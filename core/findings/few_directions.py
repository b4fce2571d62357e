"""Finding 3: fine-tuned models rely on a few top directions: against as many random ones, before and after."""

from dataclasses import dataclass, replace

import numpy as np

from ..geometry.null_removal import random_basis
from ..geometry.removal_curve import cosine_curve_in_basis
from ..progress import Progress
from ..studies.question import Context
from ..studies.space.pairs import PrincipalPairs, principal_pairs
from .contrast import afters, changes, side_levels
from .evidence import Evidence
from .finding import Curve, Finding, Measured
from .hurts import curve_of, measure_pairs
from .scores import PairDraws, Scores
from .specification import Estimate, Specification

RANDOM_SETS = 20
FEW_SETS = 5  # for a value without an interval
PAPER_SHARE = 68 / 768  # what the paper's table 2 keeps: 768 - 700
SHARES = (0.005, 0.01, 0.02, 0.04, PAPER_SHARE, 0.15, 0.25, 0.4)
KEPT, REMOVED = "kept", "removed"
PRINCIPAL, SPACE = "random principal directions", "random directions of the space"


def grid(rank: int) -> np.ndarray:
    """Numbers of directions that are kept or removed, increasing."""
    ks = np.unique([max(1, round(share * rank)) for share in SHARES])
    return np.asarray(ks[ks < rank])


def _kept_and_removed(first: np.ndarray, second: np.ndarray, ks: np.ndarray) -> np.ndarray:
    """Cosines with only the first k of the basis, then without them, shape (2 m, n_pairs)."""
    without = cosine_curve_in_basis(first, second, "dominant")[ks]
    only = cosine_curve_in_basis(first, second, "least")[first.shape[1] - ks]
    return np.concatenate([only, without])


def top_against_random(
    pairs: PrincipalPairs, gold: np.ndarray, draws: PairDraws, named: Specification, wanted: bool = True
) -> list[Estimate]:
    """Points by which the k most dominant directions matter more than k at random, kept and removed."""
    d = pairs.rank
    first, second, ks = pairs.first[:, :d], pairs.second[:, :d], grid(d)
    if not len(ks):
        return []
    top = Scores.of(_kept_and_removed(first, second, ks), gold, wanted)
    signs = np.repeat([1.0, -1.0], len(ks))  # kept: top minus random; removed: random minus top
    out = []
    for against in (PRINCIPAL, SPACE):
        sets = []
        for number in range(RANDOM_SETS if wanted else FEW_SETS):
            if against == PRINCIPAL:
                order = np.random.default_rng((1, number)).permutation(d)
                turned = first[:, order], second[:, order]
            else:
                basis = random_basis(d, (2, number))
                turned = first @ basis, second @ basis
            sets.append(Scores.of(_kept_and_removed(*turned, ks), gold, wanted))
        specifications = [
            replace(named, approach=approach, against=against, amount=float(k))
            for approach in (KEPT, REMOVED)
            for k in ks
        ]
        out += _beyond(top, sets, signs, draws, specifications)
    return out


def _beyond(
    top: Scores, sets: list[Scores], signs: np.ndarray, draws: PairDraws, specifications: list[Specification]
) -> list[Estimate]:
    """Top minus the mean of random sets, with both pairs and sets drawn again."""
    random = np.stack([one.values for one in sets])
    values = signs * (top.values - random.mean(axis=0))
    if top.influence is None:
        return [Estimate(one, float(value)) for one, value in zip(specifications, values, strict=True)]
    influence = signs[:, None] * (top.influence - np.mean([one.influence for one in sets], axis=0))  # type: ignore[arg-type]
    moved = draws.deviations(Scores(values, influence))
    assert moved is not None
    chosen = np.random.default_rng(3).integers(0, len(sets), (moved.shape[1], len(sets)))
    of_sets = signs[:, None] * (random - random.mean(axis=0))[chosen].mean(axis=1).T
    return [
        Estimate(one, float(value), moved[i] + of_sets[i])
        for i, (one, value) in enumerate(zip(specifications, values, strict=True))
    ]


@dataclass(frozen=True)
class _Reader:
    """Measures the spaces of one text."""

    evidence: Evidence
    draws: PairDraws
    gold: np.ndarray

    def levels(self, context: Context, wanted: bool) -> list[Estimate]:
        """How much more the most dominant directions matter than others."""
        out = []
        for tokens in self.evidence.asked.tokens:
            named = Specification(KEPT, texts=context.texts.key, tokens=tokens)
            out += top_against_random(principal_pairs(context, tokens), self.gold, self.draws, named, wanted)
        return out


def _curves(evidence: Evidence, found: dict[tuple[str, str], list[Estimate]]) -> list[Curve]:
    out = []
    for split in evidence.scored:
        for role, context in split.spaces:
            some = [
                one
                for one in found[split.texts.key, context.selection.checkpoint]
                if (one.specification.approach, one.specification.against, one.specification.tokens)
                == (KEPT, PRINCIPAL, evidence.asked.tokens[0])
            ]
            if some:
                out.append(curve_of(some, context.located.card.title, role, split.texts.key))
    return out


def measure(evidence: Evidence, progress: Progress) -> Measured:
    """Hold the most dominant directions against random ones, before and after."""
    found, units = measure_pairs(evidence, lambda *given: _Reader(*given).levels, progress)
    splits = evidence.scored
    beside = {"After fine-tuning alone: top directions matter more than random ones": afters(splits, found)}
    return Measured(changes(splits, found), side_levels(splits, found), beside, _curves(evidence, found), units=units)


FEW_DIRECTIONS = Finding(
    "few-directions",
    "The fine-tuned models heavily rely on a few top directions to solve the target task.",
    "fine-tuned minus pre-trained: points by which keeping the k most dominant directions beats keeping k random ones, and by "
    "which removing them costs more than removing k random ones (random principal directions, and random directions of the space)",
    "points by which the top directions matter more than random ones",
    "points",
    "points",
    {"approach": "test", "against": "against", "texts": "split", "tokens": "tokens", "amount": "k"},
    "Directions kept",
    "Top k minus k random principal directions (points)",
    measure,
    order=3,
)
