"""The paper's study of a pair."""

from ..codec import from_json
from ..paper.replication import Replication
from ..paper.run import PAPER as QUESTION
from ..studies.question import answer
from ..task import Task

PAPER = Task(
    "paper",
    title=QUESTION.title,
    read=lambda given: from_json(Replication, given),
    run=lambda wanted, progress: answer(QUESTION, wanted, progress),
)
