"""What the differences of an answer are worth beside the smallest effect that matters: one word for table and sentence."""

from ..effect import LOG10, POINTS, SHARE, Effect, SmallestEffect, effect
from ..studies.compare.local_structures import LocalDifference
from ..studies.compare.measures import MeasureDifference
from ..studies.compare.table import ScoreAgainstFirst
from ..uncertainty import UNCLEAR

_SHARES = ("isoscore", "isoscore_unbiased", "mean_cosine")  # measures that go up to 1; others have a scale of their own
_LEVEL = 0.05


def measure_effect(row: MeasureDifference, smallest: SmallestEffect) -> Effect | None:
    """Of a measure; None while nothing was drawn."""
    if row.ci95 is None:
        return None
    scale = POINTS if row.key == "sts" else LOG10 if row.is_isotropy else SHARE if row.key in _SHARES else ""
    return effect(row.difference, row.ci95, smallest.of(scale), row.verdict)


def local_effect(row: LocalDifference, smallest: SmallestEffect) -> Effect:
    """Of a measure of local structure."""
    return effect(row.difference, row.ci95, smallest.share, row.verdict)


def checkpoint_effect(change: ScoreAgainstFirst, smallest: SmallestEffect) -> Effect:
    """Of a checkpoint's score against the first one's: what holds after Holm's correction for all of the table."""
    said = UNCLEAR if change.p_holm > _LEVEL else change.verdict
    return effect(change.value, change.ci95, smallest.points, said)
