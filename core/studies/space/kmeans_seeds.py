"""Table 1 with the settings that cluster as means over seeds of k-means: another seed, or processor, gives other clusters."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from ...geometry.isotropy import CONVENTIONS
from ...geometry.post_processing import methods
from ...progress import Progress
from ...scoring import mean_over_seeds
from ...texts import Texts
from ..question import Context, Question, Reads, answer
from ..selection import Selection
from .measured import LogValue, PairScore, SpaceIsotropy
from .measurement import MEASUREMENT, SETTINGS, Measurement
from .settings import FIVE_SETTINGS, FiveSettings, KmeansSeeds, ScoreChange, SettingMeasurement, settings_command

SEEDS = 10
_QUICK = 6e8  # tokens x dimensions x clusters: ten seeds of as much take about a minute of two cores


@dataclass(frozen=True)
class SeededSettings:
    """Table 1 of a selection, over `seeds` seeds of k-means, its own and those that follow."""

    selection: Selection
    seeds: int = SEEDS

    def command(self) -> str:
        """The shell command that recomputes it."""
        return settings_command(self.selection, self.seeds)


def is_quick(n_tokens: int, dim: int, clusters: int) -> bool:
    """Whether ten seeds take about a minute or less."""
    return n_tokens * dim * clusters <= _QUICK


def seeded_settings(contexts: tuple[Context, ...], wanted: SeededSettings, progress: Progress) -> FiveSettings:
    """Every method of table 1; those that cluster with means over seeds, and the sd that these leave."""
    context = contexts[0]
    first = answer(FIVE_SETTINGS, context.selection, progress).settings
    clustering = [row for row in first if methods()[row.method].uses_clusters]
    seeds = tuple((context.selection.seed + number) % 2**32 for number in range(wanted.seeds))
    done, total = 0, len(seeds) * len(clustering)
    untouched = answer(MEASUREMENT, context.selection.but(method=first[0].method, fit_on=""))
    means: dict[str, SettingMeasurement] = {}
    for row in clustering:
        measured = []
        for seed in seeds:
            progress(done, total, "seeds of k-means")
            # No more clusters than the tokens bear, as the first seed's row says.
            setting = context.selection.but(method=row.method, fit_on="", clusters=row.clusters, seed=seed)
            measured.append(answer(MEASUREMENT, setting))
            done += 1
        means[row.method] = _mean(row, measured, untouched, context.texts, seeds)
    progress(total, total, "seeds of k-means")
    return FiveSettings(tuple(means.get(row.method, row) for row in first))


def _mean(
    first: SettingMeasurement,
    measured: Sequence[Measurement],
    untouched: Measurement,
    texts: Texts,
    seeds: tuple[int, ...],
) -> SettingMeasurement:
    """The first seed's row with means over all seeds (of I(W): of its logarithm) in the place of its own numbers."""
    log10 = {name: float(np.mean([row.isotropy.log10(name) for row in measured])) for name in CONVENTIONS}
    scores, change = first.sts, first.difference
    similarities = [row.similarity for row in measured if row.similarity is not None]
    if texts.scores is not None and untouched.similarity is not None and len(similarities) == len(measured):
        score, difference = mean_over_seeds(similarities, untouched.similarity, texts, first.seed)
        scores = PairScore(**{field.name: getattr(score, field.name) for field in fields(PairScore)})
        change = ScoreChange(difference.value, difference.ci95)
    return replace(
        first,
        isotropy=SpaceIsotropy(**{name: LogValue(10**value, value) for name, value in log10.items()}),
        sts=scores,
        measures={key: float(np.mean([row.measures[key] for row in measured])) for key in first.measures},
        notes=tuple(dict.fromkeys(note for row in measured for note in row.notes)),
        difference=change,
        over_seeds=KmeansSeeds(
            seeds,
            _sd([row.sts.spearman for row in measured if row.sts]),
            _sd([row.isotropy.log10() for row in measured]),
        ),
    )


def _sd(values: list[float]) -> float:
    return float(np.std(values, ddof=1)) if len(values) > 1 else float("nan")


_READ = tuple(name for name in SETTINGS if name != "method")
SEEDED_SETTINGS = Question(
    "settings-over-seeds",
    title=lambda wanted: f"Five settings over {wanted.seeds} seeds of k-means: {wanted.selection.name}",
    request=SeededSettings,
    answer=FiveSettings,
    sides=lambda wanted: (Reads(wanted.selection, _READ),),
    compute=seeded_settings,
    own=lambda wanted: replace(wanted, selection=Selection().declaring(())),
    command=SeededSettings.command,
)
