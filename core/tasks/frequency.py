"""Frequency bias of a space."""

from ..codec import from_json
from ..studies.frequency.bias import FREQUENCY_BIAS as QUESTION
from ..studies.frequency.bias import BiasRequest
from ..studies.question import answer
from ..task import Task

FREQUENCY_BIAS = Task(
    "frequency-bias",
    title=QUESTION.title,
    read=lambda given: from_json(BiasRequest, given),
    run=lambda request, progress: answer(QUESTION, request, progress),
)
