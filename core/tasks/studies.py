"""Every study of a selection."""

from typing import Any

from ..codec import from_json
from ..studies.selection import Selection
from ..studies.shim import run, studies
from ..task import Task


def _task(study: Any) -> Task:
    return Task(
        study.key,
        title=study.title,
        read=lambda given: from_json(Selection, given),
        run=lambda selection, progress: run(study.key, selection, progress),
    )


STUDIES = [_task(study) for study in studies().values()]
