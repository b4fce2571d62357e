"""Every study of a selection."""

from ...studies.question import Study, run, studies
from ...studies.selection import Selection
from ..kind import JobKind


def _kind(study: Study) -> JobKind:
    return JobKind(
        study.key,
        title=lambda selection: study.title,
        read=Selection.from_json,
        run=lambda selection, progress: run(study.key, selection, progress),
    )


STUDIES = [_kind(study) for study in studies().values()]
