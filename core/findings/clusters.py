"""Finding 4: clustered structure changes in fine-tuning: how well the same words are kept apart before and after."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..progress import Progress
from ..studies.compare.local import COMPARED_LOCAL, SAME
from ..studies.compare.local_levels import LOCAL_LEVELS
from ..studies.compare.local_structures import LocalDifference
from ..studies.comparison import Comparison
from ..studies.question import Context, answer
from ..studies.space.pairs import PAIR_COSINES
from .contrast import changes
from .evidence import Evidence, OnTexts
from .finding import Curve, Finding, Measured, SideLevel
from .hurts import CLUSTERING, measure_pairs
from .scores import PairDraws, Scores
from .specification import Estimate, Specification, deviations, weights

Rows = Sequence[LocalDifference]


def fading(rows: Rows, texts: str, training: str | None = None) -> list[Estimate]:
    """Before minus after of every measure and grouping; those that are not defined are left out.

    That neighbours are the same word elsewhere is no cluster, and stands beside.
    """
    return [
        Estimate(
            Specification(row.measure, row.groups, texts, training=training),
            -row.difference,
            -deviations(np.array(row.drawn)) if np.isfinite(row.drawn).all() else None,
        )
        for row in rows
        if np.isfinite(row.difference) and row.groups != SAME
    ]


@dataclass(frozen=True)
class _GainReader:
    """Scores of one text: what clustering + ZM gains, before it is fitted anew for every seed."""

    evidence: Evidence
    draws: PairDraws
    gold: np.ndarray

    def gains(self, context: Context, wanted: bool) -> list[Estimate]:
        """Points that clustering + ZM gains over the space as it is, for every seed of k-means."""
        asked, chosen = self.evidence.asked, context.selection
        count = min(asked.clusters, len(context.space.table.rows(chosen.tokens)))
        baseline = answer(PAIR_COSINES, chosen.but(method="baseline")).cosines
        out = []
        for seed in asked.seeds if wanted else asked.seeds[:1]:
            one = chosen.but(seed=seed, clusters=count, method="clustering-zero-mean")
            scores = Scores.of(np.stack([answer(PAIR_COSINES, one).cosines, baseline]), self.gold, wanted)
            named = Specification(CLUSTERING, texts=context.texts.key, tokens=chosen.tokens, kmeans=seed)
            out += self.draws.estimates(scores.combined(np.array([[1.0, -1.0]])), [named])
        return out


def _twin_levels(split: OnTexts) -> list[SideLevel]:
    out = []
    for twin in split.untrained:
        rows = [row for row in answer(LOCAL_LEVELS, twin.selection).rows if row.groups != SAME]
        out.append(_level("untrained", twin, split, [(row.measure, row.groups, row.value) for row in rows]))
    return out


def _level(role: str, context: Context, split: OnTexts, rows: list[tuple[str, str, float]]) -> SideLevel:
    there = [row for row in rows if np.isfinite(row[2])]
    weight = weights([Specification(measure, groups) for measure, groups, _ in there])
    value = float(weight @ np.array([value for _, _, value in there])) if there else float("nan")
    return SideLevel(role, context.selection.checkpoint, split.texts.key, value)  # type: ignore[arg-type]


def _curves(split: OnTexts, rows: Rows, after: Context) -> list[Curve]:
    labels = tuple(f"{row.groups}: {row.measure}" for row in rows)
    x = np.arange(len(rows)) * 1.0
    out = [
        Curve(one.located.card.title, role, split.texts.key, x, values, labels=labels)
        for role, one, values in (
            ("pre-trained", split.before, np.array([row.first.value for row in rows])),
            ("fine-tuned", after, np.array([row.second.value for row in rows])),
        )
    ]
    for twin in split.untrained:
        levels = {(row.groups, row.measure): row.value for row in answer(LOCAL_LEVELS, twin.selection).rows}
        y = np.array([levels.get((row.groups, row.measure), float("nan")) for row in rows])
        out.append(Curve(twin.located.card.title, "untrained", split.texts.key, x, y, labels=labels))
    return out


def measure(evidence: Evidence, progress: Progress) -> Measured:
    """Compare the local structure of the same words, and what clustering + ZM gains."""
    estimates: list[Estimate] = []
    levels: list[SideLevel] = []
    curves: list[Curve] = []
    for split in evidence.splits:
        for after in split.after:
            chosen = split.before.selection
            rows = answer(COMPARED_LOCAL, Comparison.of(chosen, after.selection.checkpoint), progress).rows
            estimates += fading(rows, split.texts.key, split.training(after))
            own = [row for row in rows if row.groups != SAME]
            levels.append(
                _level("pre-trained", split.before, split, [(r.measure, r.groups, r.first.value) for r in own])
            )
            levels.append(_level("fine-tuned", after, split, [(r.measure, r.groups, r.second.value) for r in own]))
            curves += _curves(split, own, after)
        levels += _twin_levels(split)
    found, _ = measure_pairs(evidence, lambda *given: _GainReader(*given).gains, progress)
    beside = {"Clustering + ZM gains less after fine-tuning (points)": changes(evidence.scored, found, -1.0)}
    levels = list({(one.role, one.checkpoint, one.texts): one for one in levels}.values())
    return Measured(estimates, levels, beside, curves, _headroom(evidence))


def _headroom(evidence: Evidence) -> list[str]:
    """What there was to gain: a space that scores high leaves less to any method."""
    lines = []
    for split in evidence.scored:
        assert split.texts.scores is not None
        scores = [
            float(
                Scores.of(
                    answer(PAIR_COSINES, one.selection.but(method="baseline")).cosines[None], split.texts.scores, False
                ).values[0]
            )
            for one in (split.before, *split.after)
        ]
        if np.isfinite(scores).all():
            after = float(np.mean(scores[1:]))
            lines.append(
                f"{split.texts.title}: the space as it is scores {scores[0]:.2f} before and {after:.2f} after, so that a gain of "
                f"clustering + ZM had {100 - scores[0]:.1f} and {100 - after:.1f} points of room: a smaller gain is no proof of fewer clusters."
            )
    return lines


CLUSTERS = Finding(
    "clusters",
    "The clustered structure of the embedding space changes during fine-tuning.",
    "pre-trained minus fine-tuned, the same words in both: silhouette, share of neighbours of the own group, and mutual "
    "information with k-means clusters, for kinds of words, frequency bands and each space's own clusters",
    "how far groups of words are kept apart",
    "silhouette, share or information",
    "share",
    {"approach": "measure", "against": "groups", "texts": "split"},
    "",
    "0 not apart, 1 apart",
    measure,
    order=4,
)
