"""Arguments in, a study's answer out. Exit codes: 0; 1 a clear failure; 2 wrong use."""

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from core import __version__, lab_tables
from core.command_line import cache_command, pretrain_command
from core.command_line.progress_bar import ProgressBar
from core.errors import IsoscopeError, UsageError
from core.geometry.post_processing import methods
from core.geometry.removal_curve import ENDS
from core.registry import pick
from core.spaces.tokens import TOKEN_SETS
from core.studies.selection import Selection
from core.studies.study import run, texts_of
from core.tables import directions_table, layers_table, measurement_table, print_csv, print_table, settings_table

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
    _selection_arguments(measure)
    _method_arguments(measure)
    measure.set_defaults(handle=_study("measurement", measurement_table))

    settings = verbs.add_parser("settings", help="table 1: all five settings of one layer")
    _selection_arguments(settings)
    _method_arguments(settings, method=False)
    settings.set_defaults(handle=_study("settings", settings_table))

    layers = verbs.add_parser("layers", help="figure 1: every layer, tokens and [CLS]")
    _selection_arguments(layers, layer=False)
    layers.set_defaults(handle=_study("layers", layers_table))

    directions = verbs.add_parser(
        "directions", help="I(W) and score after removing k directions, for every k, both ends"
    )
    _selection_arguments(directions, measured=False)
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

    pretrain_command.add_to(verbs)
    cache_command.add_to(verbs)
    return parser


def _directions(given: argparse.Namespace) -> None:
    if given.part != "all":
        study, table = PARTS[given.part]
        _study(study, table)(given)
        return
    if given.csv:
        raise UsageError("--part all has tables of different shapes: give --json, or one part with --csv.")
    selection = _selection(given)
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
        selection = _selection(given)
        with ProgressBar(sys.stderr) as bar:
            answer = run(key, selection, bar.update, given.device)
        _say_what_was_ignored(selection, given)
        for row in answer if isinstance(answer, list) else [answer]:
            row.pop("similarity", None)  # one number a pair: for other studies, not for reading
            for line in row.get("notes", []):
                print(f"note: {line}", file=sys.stderr)
        if given.json:
            json.dump(answer, sys.stdout, indent=2)
            print()
        elif given.csv:
            print_csv(table(answer), sys.stdout)
        else:
            print_table(table(answer), sys.stdout)

    return handle


def _say_what_was_ignored(selection: Selection, given: argparse.Namespace) -> None:
    """Rows of the texts that were not used, and options that do nothing with this method, on stderr."""
    problems = texts_of(selection).problems
    for line, reason in problems[:5]:
        print(f"note: line {line} was not used: {reason}", file=sys.stderr)
    if len(problems) > 5:
        print(f"note: {len(problems) - 5} more lines were not used", file=sys.stderr)
    if "method" in given:
        method, default = methods()[selection.method], Selection()
        used = {"directions": method.uses_directions, "end": method.uses_directions, "clusters": method.uses_clusters}
        for name, matters in used.items():
            if not matters and getattr(selection, name) != getattr(default, name):
                print(f"note: --{name} does nothing with --method {method.key}", file=sys.stderr)


def _selection(given: argparse.Namespace) -> Selection:
    chosen = {
        name: value
        for name, value in vars(given).items()
        if name in Selection.__dataclass_fields__ and value is not None
    }
    chosen["columns"] = tuple(chosen.get("columns") or ())
    selection = replace(Selection(), **chosen)
    pick(methods(), selection.method, "method")
    if selection.directions < 0 or selection.clusters < 1 or selection.sample < 0 or selection.seed < 0:
        raise UsageError("--directions, --sample and --seed are 0 or more, --clusters is 1 or more.")
    if selection.seed >= 2**32:
        raise UsageError("--seed is at most 4294967295.")
    if selection.sample == 1:
        raise UsageError("--sample 1 leaves one token, on which nothing can be measured; give 2 or more, or 0 for all.")
    return selection


def _selection_arguments(parser: argparse.ArgumentParser, layer: bool = True, measured: bool = True) -> None:
    default = Selection()
    parser.add_argument(
        "--checkpoint",
        default=default.checkpoint,
        help="catalogue key, folder, or hub id[@revision] (default: %(default)s)",
    )
    parser.add_argument(
        "--pairs",
        dest="texts",
        default=default.texts,
        metavar="TEXTS",
        help="stsb-dev, stsb-test, stsb-train, or a file: .csv .tsv .jsonl of pairs, .txt corpus",
    )
    parser.add_argument("--columns", nargs=3, metavar=("FIRST", "SECOND", "SCORE"), help="columns of a file of pairs")
    if layer:
        parser.add_argument("--layer", type=int, default=default.layer, help="0 = embeddings ... -1 = last (default)")
    parser.add_argument(
        "--tokens", choices=list(TOKEN_SETS), default=default.tokens, help="words: without special tokens (default)"
    )
    parser.add_argument(
        "--seed", type=int, default=default.seed, help="of k-means, samples and the bootstrap (default: 0)"
    )
    if measured:
        parser.add_argument(
            "--sample", type=int, default=0, metavar="N", help="measure I(W) on N tokens, to compare at equal n"
        )
        parser.add_argument("--unit-rms", action="store_true", help="scale to a root-mean-square norm of 1 before I(W)")
    parser.add_argument("--device", default="", help="torch device for encoding (default: a GPU if there is one)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object")
    form.add_argument("--csv", action="store_true", help="print CSV")


def _method_arguments(parser: argparse.ArgumentParser, method: bool = True) -> None:
    default = Selection()
    if method:
        parser.add_argument("--method", choices=list(methods()), default=default.method)
    parser.add_argument(
        "--directions", type=int, default=default.directions, metavar="D", help="directions to remove (default: 12)"
    )
    parser.add_argument("--end", choices=list(ENDS), default=default.end, help="from which end (default: dominant)")
    parser.add_argument(
        "--clusters", type=int, default=default.clusters, metavar="K", help="k-means clusters (default: 27)"
    )
