"""`python -m core fine-tune`: train in a job, follow it, and say what came out; or pass on what was trained."""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from .. import jobs
from ..checkpoints import catalogue, locate
from ..checkpoints.reading import causal_name, reading_of
from ..errors import IsoscopeError, UsageError
from ..files import existing_path
from ..fine_tuning.inputs import read_inputs
from ..fine_tuning.objective import objectives
from ..fine_tuning.recipe import POOLINGS, Recipe, own_pooling
from ..fine_tuning.record import record_of
from ..fine_tuning.strategy import strategies
from ..fine_tuning.train import remove, usable_device
from ..jobs.kinds.fine_tune import Training
from ..jobs.trainings import start_training
from ..program import PROGRAM
from ..tables.table import print_csv, print_table
from ..tables.training import score_rows
from ..texts import sources
from .follow import follow
from .parameter_arguments import add_parameters
from .progress_bar import ProgressBar
from .selection_arguments import add_layout, say_of_texts, with_layout

_DEFAULT = Recipe(name="name")


def add_to(verbs: Any) -> None:
    """Declare the command on argparse's sub-parsers."""
    parser = verbs.add_parser(
        "fine-tune", help="Siamese fine-tuning on scored pairs, with the geometry of every layer measured on the way"
    )
    parser.add_argument("--name", help="key of the result in the catalogue")
    parser.add_argument("--checkpoint", default=_DEFAULT.checkpoint, help="what to start from (default: %(default)s)")
    parser.add_argument(
        "--causal",
        action="store_true",
        help="start from a model whose tokens see only what stands before them; the result is one, too",
    )
    parser.add_argument(
        "--pairs", dest="texts", default=_DEFAULT.texts, metavar="TEXTS", help="to learn from (default: stsb-train)"
    )
    parser.add_argument(
        "--columns", nargs=3, metavar=("FIRST", "SECOND", "SCORE"), help="columns of a file of pairs; - for none"
    )
    add_layout(parser)
    parser.add_argument("--dev", default=_DEFAULT.dev, metavar="TEXTS", help="to watch and score on; '' = none")
    parser.add_argument("--test", default=_DEFAULT.test, metavar="TEXTS", help="to score at the end (default: none)")
    numbers: list[tuple[str, type, str]] = [
        ("epochs", int, "passes over the pairs"),
        ("batch-size", int, "pairs a step"),
        ("learning-rate", float, "at the end of the warm-up"),
        ("warm-up", float, "share of all steps"),
        ("max-length", int, "longest sentence in tokens; 0 = what the checkpoint reads"),
        ("measure-every", int, "steps between measurements; 0 = as 10 %% of the training time bears"),
        ("probe-pairs", int, "pairs that geometry is measured on; 0 = all"),
    ]
    for name, kind, words in numbers:
        default = getattr(_DEFAULT, name.replace("-", "_"))
        parser.add_argument(f"--{name}", type=kind, default=default, help=f"{words} (default: %(default)s)")
    parser.add_argument(
        "--pooling",
        metavar="POOLING",
        help=f"{', '.join(POOLINGS)}, or several joined by '+' (default: the checkpoint's own, with what it does behind it)",
    )
    choices: dict[str, Iterable[str]] = {"objective": objectives(), "strategy": strategies()}
    for name, options in choices.items():
        parser.add_argument(f"--{name}", choices=list(options), default=getattr(_DEFAULT, name))
    add_parameters(parser, strategy=strategies().values(), objective=objectives().values())
    parser.add_argument(
        "--seed", "--seeds", dest="seeds", type=int, nargs="+", default=[0], help="one training a seed (default: 0)"
    )
    parser.add_argument("--resume", action="store_true", help="go on from the last state of an interrupted training")
    parser.add_argument("--background", action="store_true", help=f"do not wait: '{PROGRAM} jobs' follows it")
    parser.add_argument("--remove", metavar="NAME", help="take what was fine-tuned under a name off the disk")
    parser.add_argument(
        "--export", type=Path, metavar="FOLDER", help="do not train: write what was fine-tuned as --name, in float16"
    )
    parser.add_argument("--title", default="", help="of --export (default: the folder's name)")
    parser.add_argument("--licence", default="", help="of the weights that --export writes (default: the base's)")
    parser.add_argument("--device", default="", help="torch device (default: a GPU if there is one)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the card as JSON")
    form.add_argument("--csv", action="store_true", help="print scores before and after as CSV")
    parser.set_defaults(handle=_handle)


def _handle(given: argparse.Namespace) -> None:
    if given.remove:
        if not remove(given.remove):
            raise UsageError(f"Nothing was fine-tuned here under the name {given.remove!r}.")
        print(f"Removed {given.remove}.")
        return
    if not given.name:
        raise UsageError("Give the result a name: --name NAME.")
    if given.export:
        _export(given)
        return
    for name in ("checkpoint", "texts", "dev", "test"):  # the job may be resumed from another folder
        setattr(given, name, _absolute(getattr(given, name)))
    if given.causal:
        given.checkpoint = causal_name(given.checkpoint)
    given.texts = with_layout(given)
    given.pooling = given.pooling or own_pooling(locate(given.checkpoint))
    recipe = Recipe.from_json(vars(given))
    if given.device:
        usable_device(given.device)
    job = start_training(Training(recipe, given.resume, given.device))
    say_of_texts(read_inputs(recipe).texts)
    if given.background:
        print(f"{job.title}: started. Follow it: {PROGRAM} jobs --follow {recipe.name}")
        return
    try:
        follow(job.id)
    except KeyboardInterrupt:
        jobs.cancel(job.id)
        print("\nisoscope: stopped; the same command with --resume goes on.", file=sys.stderr)
        raise SystemExit(1) from None
    except IsoscopeError as error:
        ended = jobs.find(job.id)
        hint = " The same command with --resume goes on." if ended and ended.state is not jobs.State.FAILED else ""
        raise IsoscopeError(f"{error}{hint}") from error
    records = [record for seed in recipe.seeds if (record := record_of(recipe.key(seed)))]
    if given.json:
        cards = [record.to_json() for record in records]
        json.dump(cards if len(cards) != 1 else cards[0], sys.stdout, indent=2)
        print()
    elif given.csv:
        print_csv(score_rows(records), sys.stdout)
    else:
        for record in records:
            print(record.card.note, file=sys.stderr)
            print(f"{record.card.key}: {record.card.location}", file=sys.stderr)
        print_table(score_rows(records), sys.stdout)


def _absolute(name: str) -> str:
    """A path that somebody typed, absolute, also behind 'causal:'; any other name as it is."""
    if reading := reading_of(name):
        return replace(reading, name=_absolute(reading.name)).key
    path = existing_path(name)
    return name if path is None or name in (*catalogue(), *sources()) else str(path.resolve())


def _export(given: argparse.Namespace) -> None:
    from ..fine_tuning.export import export

    folder = given.export.expanduser().absolute()
    with ProgressBar(sys.stderr) as bar:
        card = export(given.name, folder, given.title or folder.name, given.licence, bar.update, given.device)
    if given.json:
        json.dump(card.to_json(), sys.stdout, indent=2)
        print()
    else:
        print(f"{folder}\n{card.note}")
