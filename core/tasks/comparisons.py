"""Every study of two selections, and the table of many."""

from typing import Any

from ..codec import from_json
from ..studies.compare.table import COMPARED_TABLE, Several
from ..studies.comparison import Comparison
from ..studies.question import answer
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
    COMPARED_TABLE.key,
    title=COMPARED_TABLE.title,
    read=lambda given: from_json(Several, given),
    run=lambda several, progress: answer(COMPARED_TABLE, several, progress),
)
