"""Any number of checkpoints at the same setting: all measures, and each checkpoint's score against the first's."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from ...p_value import PValue, holm_of
from ...program import PROGRAM
from ...progress import Progress
from ...scoring import ROUNDING, difference_of_texts, interval_by_source
from ...texts import Texts
from ...uncertainty import verdict
from ..question import Context, Question, Reads, answer, find, same_texts, texts_of
from ..selection import Selection
from ..space.measurement import MEASUREMENT, SETTINGS, Measurement


@dataclass(frozen=True)
class Several:
    """Selections of the same texts; the first is what the others are compared with."""

    selections: tuple[Selection, ...]

    @classmethod
    def of(cls, first: Selection, checkpoints: tuple[str, ...]) -> "Several":
        """The same setting of several checkpoints."""
        return cls((first, *(first.but(checkpoint=name) for name in checkpoints)))

    def command(self, *only: str) -> str:
        """The shell command that recomputes the table; `only` names the options that matter to it."""
        names = (shlex.quote(selection.checkpoint) for selection in self.selections)
        options = self.selections[0].options(*only, required=("texts",))
        return " ".join([PROGRAM, "compare", *names, *options, "--part", "table"])


@dataclass(frozen=True)
class ScoreAgainstFirst:
    """A checkpoint's score minus that of the first checkpoint, in points.

    Attributes
    ----------
    value : float
    ci95 : (float, float)
        95 % paired-bootstrap interval over pairs; those that share a sentence are drawn together.
    p, p_holm : float
        Of this comparison alone, and for as many as the table has.
    verdict : str
    ci95_by_source : (float, float) or None
        The same over the texts' sources of pairs; None where they have fewer than two.
    draws, tests : int
        That `p` was counted from, and that Holm's correction multiplied it by.
    """

    value: float
    ci95: tuple[float, float]
    p: float
    p_holm: float
    verdict: str
    ci95_by_source: tuple[float, float] | None = None
    draws: int = 0
    tests: int = 1

    @property
    def p_value(self) -> PValue:
        """`p_holm` as it is printed."""
        return PValue(self.p_holm, self.draws, tests=self.tests)


@dataclass(frozen=True)
class CheckpointMeasurement(Measurement):
    """A measurement without the pairs' cosines.

    Attributes
    ----------
    difference : ScoreAgainstFirst or None
        None for the first checkpoint, and without a gold score.
    """

    difference: ScoreAgainstFirst | None = None


@dataclass(frozen=True)
class ComparedTable:
    """A row a selection, in their order."""

    rows: tuple[CheckpointMeasurement, ...]


def compared_table(contexts: tuple[Context, ...], progress: Progress) -> ComparedTable:
    """Every selection measured, its score compared with that of the first."""
    measured = []
    for done, context in enumerate(contexts):
        progress(done, len(contexts), "checkpoints")
        measured.append(answer(MEASUREMENT, context.selection, progress))
    progress(len(measured), len(measured), "checkpoints")
    return _table(measured, contexts[0].texts, contexts[0].selection.seed)


def table_of_known(several: Several) -> ComparedTable | None:
    """The table if all that stands in it is on disk, else None; needs no space."""
    if (present := find(COMPARED_TABLE, several)) is not None:
        return present
    measured = [known for selection in several.selections if (known := find(MEASUREMENT, selection)) is not None]
    if len(measured) < len(several.selections):
        return None
    return _table(measured, texts_of(several.selections[0]), several.selections[0].seed)


def _table(measured: Sequence[Measurement], texts: Texts, seed: int) -> ComparedTable:
    changes = [None, *(_change(row, measured[0], texts, seed) for row in measured[1:])]
    raised = holm_of([change.p_value if change else PValue(float("nan"), 0) for change in changes])
    return ComparedTable(
        tuple(
            _row(row, None if change is None else replace(change, p_holm=p.value, tests=p.tests))
            for row, change, p in zip(measured, changes, raised, strict=True)
        )
    )


def _change(row: Measurement, first: Measurement, texts: Texts, seed: int) -> ScoreAgainstFirst | None:
    """Of this comparison alone."""
    if texts.scores is None or row.similarity is None or first.similarity is None:
        return None
    change = difference_of_texts(row.similarity, first.similarity, texts, seed)[1]
    by_source = interval_by_source(row.similarity, first.similarity, texts, seed)
    outcome = verdict(change.value, change.ci95, ROUNDING)
    return ScoreAgainstFirst(change.value, change.ci95, change.p, change.p, outcome, by_source, change.draws)


def _row(row: Measurement, change: ScoreAgainstFirst | None) -> CheckpointMeasurement:
    values = {field.name: getattr(row, field.name) for field in fields(Measurement)} | {"similarity": None}
    return CheckpointMeasurement(**values, difference=change)


COMPARED_TABLE: Question[Several, ComparedTable] = Question(
    "compare-table",
    title=lambda several: "Several checkpoints, measured",
    request=Several,
    answer=ComparedTable,
    sides=lambda several: tuple(Reads(selection, SETTINGS) for selection in several.selections),
    compute=lambda contexts, own, progress: compared_table(contexts, progress),
    check=same_texts,
    command=lambda several: several.command(*SETTINGS, "columns"),
    version=3,
)
