"""The paper's study of a pair."""

from ..paper.replication import Replication
from ..paper.run import run_paper
from ..task import Task

PAPER = Task(
    "paper",
    title=lambda wanted: f"The paper's study of {wanted.pre} and {', '.join(wanted.fine)}",
    read=Replication.from_json,
    run=run_paper,
)
