"""Finding 2: adjusting the fine-tuned space for isotropy hurts it; each step against the one before it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ..geometry.removal_curve import cosine_curve_in_basis
from ..progress import Progress
from ..studies.question import Context, answer
from ..studies.space.pairs import PAIR_COSINES, PrincipalPairs, principal_pairs
from .contrast import afters, changes, measure_spaces, side_levels
from .evidence import Evidence, OnTexts
from .finding import Curve, Finding, Measured
from .scores import PairDraws, Scores
from .specification import Estimate, Specification

MOST = 50
CENTRING, GLOBAL, CLUSTERING, CLUSTERED = "zero-mean", "global", "clustering + ZM", "cluster-based"
DECIDE = (GLOBAL, CLUSTERED)
BESIDE = {
    CENTRING: "Points that centring alone costs (baseline minus zero-mean)",
    CLUSTERING: "Points that clustering + ZM costs (baseline minus clustering + ZM)",
}


@dataclass(frozen=True)
class _Reader:
    """Measures the spaces of one text."""

    evidence: Evidence
    draws: PairDraws
    gold: np.ndarray

    def losses(self, context: Context, wanted: bool) -> list[Estimate]:
        """Points that every step loses against the one before it."""
        out = []
        for tokens in self.evidence.asked.tokens:
            named = Specification(GLOBAL, texts=context.texts.key, tokens=tokens)
            out += global_losses(principal_pairs(context, tokens), self.gold, self.draws, named, wanted)
        return out + self._cluster_losses(context, wanted)

    def _cluster_losses(self, context: Context, wanted: bool) -> list[Estimate]:
        asked, chosen = self.evidence.asked, context.selection
        count = min(asked.clusters, len(context.space.table.rows(chosen.tokens)))
        baseline = answer(PAIR_COSINES, chosen.but(method="baseline")).cosines
        out = []
        for seed in asked.seeds if wanted else asked.seeds[:1]:
            one = chosen.but(seed=seed, clusters=count)
            centred = answer(PAIR_COSINES, one.but(method="clustering-zero-mean")).cosines
            removed = answer(PAIR_COSINES, one.but(method="cluster-based")).cosines
            scores = Scores.of(np.stack([baseline, centred, removed]), self.gold, wanted)
            steps = scores.combined(np.array([[1.0, -1.0, 0.0], [0.0, 1.0, -1.0]]))
            named = Specification(CLUSTERING, texts=context.texts.key, tokens=chosen.tokens, kmeans=seed)
            removal = replace(named, approach=CLUSTERED, amount=float(asked.directions))
            out += self.draws.estimates(steps, [named, removal])
        return out


def global_losses(
    pairs: PrincipalPairs, gold: np.ndarray, draws: PairDraws, named: Specification, wanted: bool = True
) -> list[Estimate]:
    """Points that centring loses, and then the removal of D = 1 .. 50 dominant directions."""
    most = min(MOST, pairs.rank - 1)
    after = cosine_curve_in_basis(pairs.first, pairs.second, "dominant")[: most + 1]
    scores = Scores.of(np.concatenate([pairs.raw[None], after]), gold, wanted)
    signs = np.zeros((most + 1, most + 2))
    signs[0, :2] = 1.0, -1.0
    signs[1:, 1] = 1.0
    signs[np.arange(1, most + 1), np.arange(2, most + 2)] = -1.0
    specifications = [replace(named, approach=CENTRING)]
    specifications += [replace(named, amount=float(k)) for k in range(1, most + 1)]
    return draws.estimates(scores.combined(signs), specifications)


def _only(
    found: dict[tuple[str, str], list[Estimate]], approaches: tuple[str, ...]
) -> dict[tuple[str, str], list[Estimate]]:
    return {key: [one for one in some if one.specification.approach in approaches] for key, some in found.items()}


def measure_pairs(
    evidence: Evidence,
    reader: Callable[[Evidence, PairDraws, np.ndarray], Callable[[Context, bool], list[Estimate]]],
    progress: Progress,
) -> tuple[dict[tuple[str, str], list[Estimate]], int]:
    """(what a reader of one text's pairs measures in every space, the fewest groups of pairs)."""
    found: dict[tuple[str, str], list[Estimate]] = {}
    units = []
    for number, split in enumerate(evidence.scored):
        draws, gold = PairDraws(split.texts), split.texts.scores
        assert gold is not None
        units.append(draws.units)

        def tell(done: float, total: float, unit: str, before: int = number) -> None:
            progress(before * total + done, len(evidence.scored) * total, unit)

        found |= measure_spaces([split], reader(evidence, draws, gold), tell)
    return found, min(units, default=0)


def _curves(splits: tuple[OnTexts, ...], found: dict[tuple[str, str], list[Estimate]], tokens: str) -> list[Curve]:
    out = []
    for split in splits:
        for role, context in split.spaces:
            some = [
                one
                for one in found[split.texts.key, context.selection.checkpoint]
                if (one.specification.approach, one.specification.tokens) == (GLOBAL, tokens)
            ]
            if some:
                out.append(curve_of(some, context.located.card.title, role, split.texts.key, -1.0))
    return out


def curve_of(some: list[Estimate], name: str, role: str, texts: str, sign: float = 1.0) -> Curve:
    """Estimates along their amount, with a band point by point."""
    x = np.array([float(one.specification.amount or 0) for one in some])
    y = sign * np.array([one.value for one in some])
    moved = [one.deviations for one in some if one.deviations is not None]
    if len(moved) < len(some):
        return Curve(name, role, texts, x, y)
    low, high = np.quantile(sign * np.stack(moved), [0.025, 0.975], axis=1)
    return Curve(name, role, texts, x, y, y + low, y + high)


def measure(evidence: Evidence, progress: Progress) -> Measured:
    """Score each step of both approaches against the one before it."""
    found, units = measure_pairs(evidence, lambda *given: _Reader(*given).losses, progress)
    splits, removal = evidence.scored, _only(found, DECIDE)
    beside = {"Removal costs more after fine-tuning than before (interaction)": changes(splits, removal)}
    beside |= {words: afters(splits, _only(found, (approach,))) for approach, words in BESIDE.items()}
    curves = _curves(splits, found, evidence.asked.tokens[0])
    return Measured(afters(splits, removal), side_levels(splits, removal), beside, curves, units=units)


HURTS = Finding(
    "hurts",
    "Adjusting the fine-tuned embedding space for isotropy hurts its performance.",
    "points that removing directions costs the fine-tuned space: zero-mean minus global (D = 1 to 50), clustering + ZM minus "
    "cluster-based (every seed of k-means)",
    "points lost by removing directions",
    "points",
    "points",
    {"approach": "approach", "texts": "split", "tokens": "tokens", "amount": "D", "kmeans": "k-means seed"},
    "Dominant directions removed (global)",
    "Change of the score against zero-mean (points)",
    measure,
    order=2,
)
