"""Every study of two selections, and the table of many."""

from typing import Any

from ..codec import from_json
from ..studies.compare.table import Several, many_checkpoints
from ..studies.comparison import Comparison
from ..studies.shim import pair_studies, run_pair
from ..task import Task


def _task(study: Any) -> Task:
    return Task(
        study.key,
        title=study.title,
        read=lambda given: from_json(Comparison, given),
        run=lambda comparison, progress: run_pair(study.key, comparison, progress),
    )


COMPARISONS = [_task(study) for study in pair_studies().values()]
MANY = Task(
    "compare-table",
    title=lambda several: "Several checkpoints, measured",
    read=lambda given: from_json(Several, given),
    run=many_checkpoints,
)
