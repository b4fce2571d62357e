"""Table 1: the five settings of one layer, isotropy beside performance."""

from dataclasses import dataclass, fields

from ...geometry.post_processing import methods
from ...progress import Progress
from ...scoring import difference_of_texts
from ..question import Context, answer, of_one
from .measurement import MEASUREMENT, SETTINGS, Measurement


@dataclass(frozen=True)
class ScoreChange:
    """Change of the score, in points, with its 95 % paired-bootstrap interval."""

    value: float
    ci95: tuple[float, float]


@dataclass(frozen=True)
class SettingMeasurement(Measurement):
    """A measurement without the pairs' cosines.

    Attributes
    ----------
    difference : ScoreChange or None
        Of the score against the baseline; None for texts without gold scores.
    """

    difference: ScoreChange | None = None


@dataclass(frozen=True)
class FiveSettings:
    """Every post-processing method of one layer, in the paper's order, the baseline first."""

    settings: tuple[SettingMeasurement, ...]


def five_settings(context: Context, progress: Progress) -> FiveSettings:
    """Measurements of the layer after every post-processing method."""
    tokens, _ = context.space.select(context.selection.layer, context.selection.tokens)
    # A text of a few words has fewer tokens than the paper has clusters; the rows say how many were made.
    selection = context.selection.but(clusters=min(context.selection.clusters, len(tokens)))
    measured: list[Measurement] = []
    keys = [key for key, method in methods().items() if method.in_table_1]
    for done, key in enumerate(keys):
        progress(done, len(keys), "settings")
        measured.append(answer(MEASUREMENT, selection.but(method=key), progress))
    progress(len(keys), len(keys), "settings")
    return FiveSettings(tuple(_compared(context, measured[0], row) for row in measured))


def _compared(context: Context, baseline: Measurement, row: Measurement) -> SettingMeasurement:
    values = {field.name: getattr(row, field.name) for field in fields(row)} | {"similarity": None}
    texts, change = context.texts, None
    if texts.scores is not None and row.similarity is not None and baseline.similarity is not None:
        _, compared = difference_of_texts(row.similarity, baseline.similarity, texts, context.selection.seed)
        change = ScoreChange(compared.value, compared.ci95)
    return SettingMeasurement(**values, difference=change)


FIVE_SETTINGS = of_one(
    "settings",
    "Five settings (table 1)",
    tuple(name for name in SETTINGS if name != "method"),
    five_settings,
    FiveSettings,
    verb="settings",
    version=2,
)
