"""Every declared question, and the paper's study of a pair."""

from typing import Any

from ...codec import from_json, to_json
from ...paper.run import PAPER
from ...studies.question import Question, answer, questions
from ..kind import JobKind
from ..lanes import Lane


def _kind(question: Question[Any, Any], lane: Lane = Lane.SHORT) -> JobKind:
    return JobKind(
        question.key,
        title=question.title,
        read=lambda given: from_json(question.request, given),
        run=lambda request, progress: answer(question, request, progress),
        write=to_json,
        identity=to_json,
        lane=lane,
    )


QUESTIONS = [*(_kind(question) for question in questions().values()), _kind(PAPER, Lane.LONG)]
