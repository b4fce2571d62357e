"""`python -m core compare`: two checkpoints side by side, or many in one table."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..checkpoints import partner_here
from ..errors import UsageError
from ..geometry.post_processing import methods
from ..sentences import compare as words
from ..studies.compare.table import Several, many_checkpoints
from ..studies.comparison import SECOND, Comparison
from ..studies.selection import Selection
from ..studies.shim import run_pair
from ..tables import compare as tables
from ..tables.table import Table
from .output import show
from .progress_bar import ProgressBar
from .selection_arguments import add_method, add_selection, say_what_was_ignored, selection_of

PARTS: dict[str, tuple[str, Callable[[Any], Table], Callable[[Any], str]]] = {
    "measures": ("compare-measures", tables.measures, words.measures_sentence),
    "drift": ("compare-layers", tables.layers, words.layers_sentence),
    "cka": ("compare-layers", tables.cka, words.layers_sentence),
    "directions": ("compare-directions", tables.directions, words.directions_sentence),
    "angles": ("compare-directions", tables.angles, words.directions_sentence),
    "words": ("compare-words", tables.words, words.words_sentence),
    "local": ("compare-local", tables.local, words.local_sentence),
    "projection": ("compare-projection", tables.shown_words, words.projection_sentence),
}
_LONG = 40  # rows of a table that a terminal shows


def add_to(verbs: Any) -> None:
    """Declare the command on argparse's sub-parsers."""
    parser = verbs.add_parser("compare", help="two checkpoints side by side, or many in one table")
    parser.add_argument(
        "checkpoints",
        nargs="*",
        metavar="CHECKPOINT",
        help="as --checkpoint of other commands; one alone is compared with its other half here, none means the bundled pair",
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
    parser.add_argument("--second-layer", type=int, metavar="LAYER", help="of the second (default: --layer)")
    parser.add_argument("--second-method", choices=list(methods()), help="of the second (default: --method)")
    parser.add_argument("--second-directions", type=int, metavar="D", help="of the second (default: --directions)")
    parser.set_defaults(handle=_handle)


def _handle(given: argparse.Namespace) -> None:
    given.checkpoints = given.checkpoints or [Selection.checkpoint]
    if len(given.checkpoints) == 1 and (partner := partner_here(given.checkpoints[0])):
        given.checkpoints.append(partner)
    first = replace(selection_of(given), checkpoint=given.checkpoints[0])
    part = given.part or ("measures" if len(given.checkpoints) == 2 else "table")
    own = {name: value for name in SECOND if (value := getattr(given, f"second_{name}")) is not None}
    if part != "table" and len(given.checkpoints) != 2:
        raise UsageError(
            f"--part {part} compares two checkpoints, not {len(given.checkpoints)}. Give two, or --part table."
        )
    if part == "table" and own:
        raise UsageError("--part table has one setting for all checkpoints: leave out --second-...")
    if own.get("directions", 0) < 0:
        raise UsageError("--second-directions is 0 or more.")
    with ProgressBar(sys.stderr) as bar:
        if part == "table":
            answer: Any = many_checkpoints(Several.of(first, tuple(given.checkpoints[1:])), bar.update, given.device)
            rows, sentence = tables.many(answer), words.many_sentence(answer)
        else:
            study, table, say = PARTS[part]
            answer = run_pair(study, Comparison.of(first, given.checkpoints[1], **own), bar.update, given.device)
            rows, sentence = table(answer), say(answer)
    say_what_was_ignored(first, given)
    for note in answer["notes"] if isinstance(answer, dict) else []:
        print(f"note: {note}", file=sys.stderr)
    if given.json or given.csv:
        show(given, answer, rows)
        return
    print(f"{sentence}\n")
    if len(rows) > _LONG:
        print(f"The first and last {_LONG // 2} of {len(rows):,} rows; --csv prints all.\n")
        rows = rows[: _LONG // 2] + rows[-_LONG // 2 :]
    show(given, answer, rows)
