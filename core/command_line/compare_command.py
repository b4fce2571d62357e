"""`python -m core compare`: two checkpoints side by side, or many in one table."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ..checkpoints import partner_here
from ..codec import to_json
from ..effect import SmallestEffect
from ..errors import UsageError
from ..geometry.post_processing import methods
from ..progress import Progress
from ..sentences import compare as sentences
from ..studies.compare.aligned import TwoSides
from ..studies.compare.directions import COMPARED_DIRECTIONS
from ..studies.compare.drift import COMPARED_DRIFT
from ..studies.compare.local import COMPARED_LOCAL
from ..studies.compare.measures import COMPARED_MEASURES
from ..studies.compare.projection import COMPARED_PROJECTION
from ..studies.compare.table import COMPARED_TABLE, Several
from ..studies.compare.words import COMPARED_WORDS
from ..studies.comparison import SECOND, Comparison
from ..studies.question import Question, answer
from ..studies.selection import Selection
from ..tables import compare as tables
from ..tables.table import Table
from .effect_arguments import add_smallest_effect, smallest_effect_of
from .output import Printed, show
from .progress_bar import ProgressBar
from .selection_arguments import add_fit_on, add_method, add_selection, read_as, say_what_was_ignored, selection_of

A = TypeVar("A", bound=TwoSides)
_LONG = 40  # rows of a table that a terminal shows


@dataclass(frozen=True)
class Part:
    """What of a comparison is printed: the answer to a question, as rows and in a sentence."""

    question: Question[Comparison, Any]
    table: Callable[..., Table]
    sentence: Callable[..., str]
    judged: bool = False

    def told(self, found: Any, smallest: SmallestEffect) -> tuple[Table, str]:
        """Rows and sentence of an answer; only those of a part that is `judged` ask which effects matter."""
        asked = (smallest,) if self.judged else ()
        return self.table(found, *asked), self.sentence(found, *asked)


def _part(question: Question[Comparison, A], table: Callable[[A], Table], sentence: Callable[[A], str]) -> Part:
    """A part, whose rows and sentence are of its question's answer."""
    return Part(question, table, sentence)


def _judged(
    question: Question[Comparison, A],
    table: Callable[[A, SmallestEffect], Table],
    sentence: Callable[[A, SmallestEffect], str],
) -> Part:
    """A part with verdicts, which hang on the smallest effect that matters."""
    return Part(question, table, sentence, judged=True)


PARTS = {
    "measures": _judged(COMPARED_MEASURES, tables.measures, sentences.measures_sentence),
    "drift": _part(COMPARED_DRIFT, tables.drift, sentences.drift_sentence),
    "cka": _part(COMPARED_DRIFT, tables.cka, sentences.drift_sentence),
    "directions": _part(COMPARED_DIRECTIONS, tables.directions, sentences.directions_sentence),
    "angles": _part(COMPARED_DIRECTIONS, tables.angles, sentences.directions_sentence),
    "words": _part(COMPARED_WORDS, tables.words, sentences.words_sentence),
    "local": _judged(COMPARED_LOCAL, tables.local, sentences.local_sentence),
    "projection": _part(COMPARED_PROJECTION, tables.projection, sentences.projection_sentence),
}


def add_to(verbs: Any) -> None:
    """Declare the command on argparse's sub-parsers."""
    parser = verbs.add_parser("compare", help="two checkpoints side by side, or many in one table")
    parser.add_argument(
        "checkpoints",
        nargs="*",
        metavar="CHECKPOINT",
        help="as --checkpoint of other commands; one alone is compared with what it was fine-tuned from, or into, here; none means the bundled pair",
    )
    parser.add_argument(
        "--part",
        choices=[*PARTS, "table"],
        help="what of the comparison: measures (of two, the default), drift (layer by layer), cka (every layer with every "
        "layer), directions and angles (dominant subspaces), words (most moved first), local (structure), projection, "
        "or table (of any number of checkpoints, the default for more than two)",
    )
    add_selection(parser, checkpoint=False)
    add_method(parser)
    add_fit_on(parser, "Without it: on those of --pairs themselves.")
    parser.add_argument("--second-layer", type=int, metavar="LAYER", help="of the second (default: --layer)")
    parser.add_argument("--second-method", choices=list(methods()), help="of the second (default: --method)")
    parser.add_argument("--second-directions", type=int, metavar="D", help="of the second (default: --directions)")
    add_smallest_effect(parser)
    parser.set_defaults(handle=_handle)


def _handle(given: argparse.Namespace) -> None:
    names = given.checkpoints or [Selection.checkpoint]
    if len(names) == 1 and (partner := partner_here(names[0])):
        names = [*names, partner]
    names = [read_as(given, name) for name in names]
    first, smallest = replace(selection_of(given), checkpoint=names[0]), smallest_effect_of(given)
    part = given.part or ("measures" if len(names) == 2 else "table")
    own = {name: value for name in SECOND if (value := getattr(given, f"second_{name}")) is not None}
    _check(part, names, own)
    with ProgressBar(sys.stderr) as bar:
        if part == "table":
            printed = _table(Several.of(first, tuple(names[1:])), smallest, bar.update, given.device)
        else:
            printed = _two(PARTS[part], Comparison.of(first, names[1], **own), smallest, bar.update, given.device)
    say_what_was_ignored(first, given)
    for note in printed.notes:
        print(f"note: {note}", file=sys.stderr)
    rows = printed.rows
    if not (given.json or given.csv):
        print(f"{printed.sentence}\n")
        if len(rows) > _LONG:
            print(f"The first and last {_LONG // 2} of {len(rows):,} rows; --csv prints all.\n")
            rows = rows[: _LONG // 2] + rows[-_LONG // 2 :]
    show(given, printed.json, rows)


def _check(part: str, names: list[str], own: dict[str, Any]) -> None:
    if part != "table" and len(names) != 2:
        raise UsageError(f"--part {part} compares two checkpoints, not {len(names)}. Give two, or --part table.")
    if part == "table" and own:
        raise UsageError("--part table has one setting for all checkpoints: leave out --second-...")
    if own.get("directions", 0) < 0:
        raise UsageError("--second-directions is 0 or more.")


def _two(part: Part, comparison: Comparison, smallest: SmallestEffect, progress: Progress, device: str) -> Printed:
    compared = answer(part.question, comparison, progress, device)
    return Printed(to_json(compared), *part.told(compared, smallest), compared.notes)


def _table(several: Several, smallest: SmallestEffect, progress: Progress, device: str) -> Printed:
    compared = answer(COMPARED_TABLE, several, progress, device)
    return Printed(
        to_json(compared.rows), tables.table(compared, smallest), sentences.table_sentence(compared, smallest)
    )
