"""Table 1: the five settings of one layer, isotropy beside performance; fitted on the texts themselves, and on others."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from ...geometry.post_processing import methods
from ...progress import Progress
from ...scoring import difference_of_texts
from ...texts.training_split import training_split
from ..question import Context, answer, of_one
from ..selection import Selection
from .measured import FittedOn, PairScore, SpaceIsotropy, fitted_on
from .measurement import MEASUREMENT, SETTINGS, Measurement


@dataclass(frozen=True)
class ScoreChange:
    """Change of the score, in points, with its 95 % paired-bootstrap interval."""

    value: float
    ci95: tuple[float, float]


@dataclass(frozen=True)
class Inductive:
    """A setting whose method was fitted on other texts and applied to these, as an encoder that is deployed does it.

    Attributes
    ----------
    fitted_on : FittedOn
    isotropy : SpaceIsotropy
    sts : PairScore or None
    difference : ScoreChange or None
        Of the score against the untouched space.
    notes : tuple of str
    """

    fitted_on: FittedOn
    isotropy: SpaceIsotropy
    sts: PairScore | None
    difference: ScoreChange | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class KmeansSeeds:
    """What a setting's numbers are means over.

    Attributes
    ----------
    seeds : tuple of int
        Of k-means.
    spearman_sd, log10_sd : float
        Standard deviation (n - 1) of the score, in points, and of log10 I(W), over the seeds.
    """

    seeds: tuple[int, ...]
    spearman_sd: float
    log10_sd: float


@dataclass(frozen=True)
class SettingMeasurement(Measurement):
    """A measurement without the pairs' cosines.

    Attributes
    ----------
    difference : ScoreChange or None
        Of the score against the baseline; None for texts without gold scores.
    inductive : Inductive or None
        The same setting, fitted on other texts; None where none are named.
    over_seeds : KmeansSeeds or None
        None where the numbers are of one seed, or hang on none. `inductive` is of one seed.
    """

    difference: ScoreChange | None = None
    inductive: Inductive | None = None
    over_seeds: KmeansSeeds | None = None


@dataclass(frozen=True)
class FiveSettings:
    """Every post-processing method of one layer, in the paper's order, the baseline first."""

    settings: tuple[SettingMeasurement, ...]


def five_settings(context: Context, progress: Progress) -> FiveSettings:
    """Measurements of the layer after every post-processing method, fitted on its own tokens and, if asked, on others."""
    own = _measured(_bearable(context).but(fit_on=""), "settings", progress)
    rows = [_compared(context, own["baseline"], row) for row in own.values()]
    if elsewhere := fitted_on(context):
        clusters = _bearable(context.fitting).clusters
        there = _measured(context.selection.but(clusters=clusters), f"settings, fitted on {elsewhere.texts}", progress)
        rows = [
            replace(row, inductive=_inductive(elsewhere, context, own["baseline"], there[row.method])) for row in rows
        ]
    return FiveSettings(tuple(rows))


def with_inductive(
    settings: Sequence[SettingMeasurement], elsewhere: Sequence[SettingMeasurement]
) -> tuple[SettingMeasurement, ...]:
    """Settings with what other settings of the same methods have in `inductive`."""
    there = {row.method: row.inductive for row in elsewhere}
    return tuple(replace(row, inductive=there.get(row.method)) for row in settings)


def _measured(selection: Selection, unit: str, progress: Progress) -> dict[str, Measurement]:
    """A measurement for every setting, by method."""
    measured: dict[str, Measurement] = {}
    shown = {key: method for key, method in methods().items() if method.in_table_1}
    for done, (key, method) in enumerate(shown.items()):
        progress(done, len(shown), unit)
        # What learns nothing is the same wherever it is fitted.
        setting = selection.but(method=key) if method.learns else selection.but(method=key, fit_on="")
        measured[key] = answer(MEASUREMENT, setting, progress)
    progress(len(shown), len(shown), unit)
    return measured


def _inductive(elsewhere: FittedOn, context: Context, baseline: Measurement, row: Measurement) -> Inductive:
    return Inductive(elsewhere, row.isotropy, row.sts, _change(context, baseline, row), row.notes)


def _bearable(context: Context) -> Selection:
    """The selection, with no more clusters than its tokens bear.

    A text of a few words has fewer tokens than the paper has clusters; the rows say how many were made.
    """
    tokens, _ = context.space.select(context.selection.layer, context.selection.tokens)
    return context.selection.but(clusters=min(context.selection.clusters, len(tokens)))


def _compared(context: Context, baseline: Measurement, row: Measurement) -> SettingMeasurement:
    values = {field.name: getattr(row, field.name) for field in fields(row)} | {"similarity": None}
    return SettingMeasurement(**values, difference=_change(context, baseline, row))


def _change(context: Context, baseline: Measurement, row: Measurement) -> ScoreChange | None:
    texts = context.texts
    if texts.scores is None or row.similarity is None or baseline.similarity is None:
        return None
    _, compared = difference_of_texts(row.similarity, baseline.similarity, texts, context.selection.seed)
    return ScoreChange(compared.value, compared.ci95)


def settings_command(selection: Selection, seeds: int = 1) -> str:
    """The shell command of table 1 over so many seeds of k-means, whatever the command would do where it is not told."""
    words = selection.command("settings", *_READ, "columns", "language")
    if not selection.fit_on and training_split(selection.texts):
        words += f" --fit-on {shlex.quote(selection.texts)}"  # the texts themselves: no second column
    return f"{words} --kmeans-seeds {seeds}"


_READ = tuple(name for name in SETTINGS if name != "method")
FIVE_SETTINGS = replace(
    of_one("settings", "Five settings (table 1)", _READ, five_settings, FiveSettings, version=2),
    command=settings_command,
)
