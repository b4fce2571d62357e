"""The paper's study of a pair."""

from ...paper.replication import Replication
from ...paper.run import run_paper
from ..kind import JobKind
from ..lanes import Lane

PAPER = JobKind(
    "paper",
    title=lambda wanted: f"The paper's study of {wanted.pre} and {', '.join(wanted.fine)}",
    read=Replication.from_json,
    run=run_paper,
    lane=Lane.LONG,
)
