"""Arguments in, a study's answer out. Exit codes: 0; 1 a clear failure; 2 wrong use."""

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable
from typing import Any

from .. import __version__
from ..errors import IsoscopeError, UsageError
from ..studies.selection import Selection
from ..studies.shim import run
from ..studies.space.layers import LAYERS
from ..studies.space.measurement import MEASUREMENT
from ..studies.space.settings import FIVE_SETTINGS
from ..tables import removal as lab_tables
from ..tables.removal import directions_table
from ..tables.space import layers_table, measurement_table, settings_table
from ..tables.table import print_table
from . import (
    cache_command,
    compare_command,
    fine_tune_command,
    frequency_command,
    jobs_command,
    paper_command,
    prepare_command,
    pretrain_command,
)
from .answers import answers
from .output import show
from .progress_bar import ProgressBar
from .selection_arguments import add_method, add_selection, say_what_was_ignored, selection_of

Table = list[dict[str, Any]]
PARTS: dict[str, tuple[str, Callable[[Any], Table]]] = {
    "curves": ("directions", directions_table),
    "windows": ("windows", lab_tables.windows),
    "every-window": ("every-window", lab_tables.windows),
    "null": ("null", lab_tables.null),
    "leave-one-out": ("leave-one-out", lab_tables.leave_one_out),
    "factors": ("factors", lab_tables.factors),
    "elongation": ("elongation", lab_tables.elongation),
    "outliers": ("outliers", lab_tables.outliers),
    "cluster-curve": ("cluster-curve", lab_tables.cluster_curve),
    "all": ("", lambda answer: []),
}


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code; bad input never ends in a traceback."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        given.handle(given)
    except UsageError as error:
        print(f"isoscope: {error}", file=sys.stderr)
        return 2
    except IsoscopeError as error:
        print(f"isoscope: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("isoscope: stopped; nothing half-done was kept.", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader (head, less) closed first
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(f"isoscope: {error.strerror or error}: {error.filename or ''}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m core", description="Isoscope: what fine-tuning does to an embedding space."
    )
    parser.add_argument("--version", action="version", version=f"isoscope {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="COMMAND")

    measure = verbs.add_parser("measure", help="I(W), the STS score and other measures of one setting")
    add_selection(measure)
    add_method(measure)
    measure.set_defaults(handle=answers(MEASUREMENT, measurement_table))

    settings = verbs.add_parser("settings", help="table 1: all five settings of one layer")
    add_selection(settings)
    add_method(settings, method=False)
    settings.set_defaults(handle=answers(FIVE_SETTINGS, settings_table, lambda answer: answer.settings))

    layers = verbs.add_parser("layers", help="figure 1: every layer, tokens and [CLS]")
    add_selection(layers, layer=False)
    layers.set_defaults(handle=answers(LAYERS, layers_table))

    directions = verbs.add_parser(
        "directions", help="I(W) and score after removing k directions, for every k, both ends"
    )
    add_selection(directions, measured=False)
    directions.add_argument(
        "--part",
        choices=list(PARTS),
        default="curves",
        help="what of the removal lab: curves (default), windows, every-window, null, leave-one-out, factors, elongation, outliers, cluster-curve, or all of it",
    )
    directions.add_argument(
        "--clusters", type=int, default=Selection().clusters, metavar="K", help="of cluster-curve (default: 27)"
    )
    directions.set_defaults(handle=_directions)

    compare_command.add_to(verbs)
    frequency_command.add_to(verbs)
    fine_tune_command.add_to(verbs)
    paper_command.add_to(verbs)
    jobs_command.add_to(verbs)
    pretrain_command.add_to(verbs)
    cache_command.add_to(verbs)
    prepare_command.add_to(verbs)
    return parser


def _directions(given: argparse.Namespace) -> None:
    if given.part != "all":
        study, table = PARTS[given.part]
        _study(study, table)(given)
        return
    if given.csv:
        raise UsageError("--part all has tables of different shapes: give --json, or one part with --csv.")
    selection = selection_of(given)
    with ProgressBar(sys.stderr) as bar:
        answers = {part: run(study, selection, bar.update, given.device) for part, (study, _) in PARTS.items() if study}
    if given.json:
        json.dump(answers, sys.stdout, indent=2)
        print()
        return
    for part, answer in answers.items():
        print(f"\n{part}")
        print_table(PARTS[part][1](answer), sys.stdout)


def _study(key: str, table: Callable[[Any], Table]) -> Callable[[argparse.Namespace], None]:
    def handle(given: argparse.Namespace) -> None:
        selection = selection_of(given)
        with ProgressBar(sys.stderr) as bar:
            answer = run(key, selection, bar.update, given.device)
        say_what_was_ignored(selection, given)
        for row in answer if isinstance(answer, list) else [answer]:
            row.pop("similarity", None)  # one number a pair: for other studies, not for reading
            for line in row.get("notes", []):
                print(f"note: {line}", file=sys.stderr)
        show(given, answer, table(answer))

    return handle
