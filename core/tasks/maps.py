"""Maps of a space."""

from ..codec import from_json
from ..studies.frequency.map import MAP as QUESTION
from ..studies.frequency.map import MapRequest
from ..studies.question import answer
from ..task import Task

MAP = Task(
    "map",
    title=QUESTION.title,
    read=lambda given: from_json(MapRequest, given),
    run=lambda request, progress: answer(QUESTION, request, progress),
)
