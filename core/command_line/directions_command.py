"""`python -m core directions`: what removing directions does, and what they encode."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..codec import to_json
from ..errors import UsageError
from ..studies.question import Question, answer
from ..studies.removal.cluster_curve import CLUSTER_CURVE
from ..studies.removal.curves import REMOVAL_CURVES
from ..studies.removal.elongation import ELONGATION
from ..studies.removal.factors import ENCODED_FACTORS
from ..studies.removal.leave_one_out import LEAVE_ONE_OUT
from ..studies.removal.null import NULL
from ..studies.removal.outliers import OUTLIERS, LayersOutliers
from ..studies.removal.windows import EVERY_WINDOW, WINDOWS
from ..studies.selection import Selection
from ..tables import removal as tables
from ..tables.table import Table, print_table
from .output import show
from .progress_bar import ProgressBar
from .selection_arguments import add_selection, say_what_was_ignored, selection_of

_ALL = "all"


@dataclass(frozen=True)
class Part:
    """A question, its answer as rows, and what --json prints of it."""

    question: Question[Selection, Any]
    table: Callable[[Any], Table]
    readable: Callable[[Any], Any] = to_json


def _layers(answer: LayersOutliers) -> Any:
    return to_json(answer.layers)


PARTS = {
    "curves": Part(REMOVAL_CURVES, tables.curves),
    "windows": Part(WINDOWS, tables.windows),
    "every-window": Part(EVERY_WINDOW, tables.windows),
    "null": Part(NULL, tables.null),
    "leave-one-out": Part(LEAVE_ONE_OUT, tables.leave_one_out),
    "factors": Part(ENCODED_FACTORS, tables.factors),
    "elongation": Part(ELONGATION, tables.elongation),
    "outliers": Part(OUTLIERS, tables.outliers, _layers),
    "cluster-curve": Part(CLUSTER_CURVE, tables.cluster_curve),
}


def add_to(verbs: Any) -> None:
    """Declare the command on argparse's sub-parsers."""
    parser = verbs.add_parser("directions", help="I(W) and score after removing k directions, for every k, both ends")
    add_selection(parser, measured=False)
    parser.add_argument(
        "--part",
        choices=[*PARTS, _ALL],
        default="curves",
        help="what of the removal of directions: curves (default), windows, every-window, null, leave-one-out, factors, "
        "elongation, outliers, cluster-curve, or all of it",
    )
    parser.add_argument(
        "--clusters", type=int, default=Selection().clusters, metavar="K", help="of cluster-curve (default: 27)"
    )
    parser.set_defaults(handle=_handle)


def _handle(given: argparse.Namespace) -> None:
    if given.part == _ALL:
        _print_all(given)
        return
    part, selection = PARTS[given.part], selection_of(given)
    with ProgressBar(sys.stderr) as bar:
        answered = answer(part.question, selection, bar.update, given.device)
    say_what_was_ignored(selection, given)
    show(given, part.readable(answered), part.table(answered))


def _print_all(given: argparse.Namespace) -> None:
    if given.csv:
        raise UsageError("--part all has tables of different shapes: give --json, or one part with --csv.")
    selection = selection_of(given)
    with ProgressBar(sys.stderr) as bar:
        answers = {name: answer(part.question, selection, bar.update, given.device) for name, part in PARTS.items()}
    if given.json:
        json.dump({name: PARTS[name].readable(answered) for name, answered in answers.items()}, sys.stdout, indent=2)
        print()
        return
    for name, answered in answers.items():
        print(f"\n{name}")
        print_table(PARTS[name].table(answered), sys.stdout)
