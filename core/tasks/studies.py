"""Every study of a selection."""

from ..studies.question import Study, run, studies
from ..studies.selection import Selection
from ..task import Task


def _task(study: Study) -> Task:
    return Task(
        study.key,
        title=lambda selection: study.title,
        read=Selection.from_json,
        run=lambda selection, progress: run(study.key, selection, progress),
    )


STUDIES = [_task(study) for study in studies().values()]
