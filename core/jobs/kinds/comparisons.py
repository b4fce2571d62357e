"""Every study of two selections, and the table of many."""

from ...studies.compare.table import Several, many_checkpoints
from ...studies.comparison import Comparison, PairStudy, pair_studies, run_pair
from ..kind import JobKind


def _kind(study: PairStudy) -> JobKind:
    return JobKind(
        study.key,
        title=lambda comparison: study.title,
        read=Comparison.from_json,
        run=lambda comparison, progress: run_pair(study.key, comparison, progress),
    )


COMPARISONS = [_kind(study) for study in pair_studies().values()]
MANY = JobKind(
    "compare-table", title=lambda several: "Several checkpoints, measured", read=Several.from_json, run=many_checkpoints
)
