"""A command that puts a question to the selection that its options describe."""

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from ..codec import to_json
from ..studies.question import Question, answer
from ..studies.selection import Selection
from ..tables.table import Table
from .output import show
from .progress_bar import ProgressBar
from .selection_arguments import say_what_was_ignored, selection_of

A = TypeVar("A")
Handle = Callable[[argparse.Namespace], None]


def answers(question: Question[Selection, A], table: Callable[[A], Table]) -> Handle:
    """The handler of a command.

    Parameters
    ----------
    question : Question
    table : callable
        answer -> its rows.
    """

    def handle(given: argparse.Namespace) -> None:
        selection = selection_of(given)
        with ProgressBar(sys.stderr) as bar:
            answered = answer(question, selection, bar.update, given.device)
        tell(given, selection, answered, table(answered))

    return handle


def tell(given: argparse.Namespace, selection: Selection, shown: Any, table: Table) -> None:
    """Print an answer, or several: as JSON (`shown`) or as a table; what a reader must know on standard error."""
    say_what_was_ignored(selection, given)
    for row in shown if isinstance(shown, Sequence) else [shown]:
        for line in getattr(row, "notes", ()):
            print(f"note: {line}", file=sys.stderr)
    show(given, for_programs(shown), table)


def for_programs(shown: Any) -> Any:
    """An answer as JSON holds it, without what only other questions need: the cosine of every pair."""
    printed = to_json(shown)
    for row in printed if isinstance(printed, list) else [printed]:
        row.pop("similarity", None)
    return printed
