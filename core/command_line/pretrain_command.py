"""`python -m core pretrain`: a small BERT of our own, from free text to a checkpoint folder."""

import argparse
import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from filelock import Timeout

from ..errors import IsoscopeError, UsageError
from ..files import digest, home, lock
from ..tables.table import print_table
from .progress_bar import ProgressBar

HOURS = 2.0


def add_to(verbs: Any) -> None:
    """Declare the command on argparse's sub-parsers."""
    parser = verbs.add_parser("pretrain", help="pre-train a small BERT on free text; run again to go on")
    parser.add_argument(
        "--run", type=Path, metavar="FOLDER", help="where the run is kept (default: in Isoscope's folder)"
    )
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--steps", type=int, help="how long; may be changed while the learning rate is level")
    length.add_argument("--hours", type=float, help=f"of undisturbed work, turned into steps (default: {HOURS:g})")
    parser.add_argument("--seed", type=int, help="of weights, order and masks (default: 0)")
    parser.add_argument("--threads", type=int, default=0, help="processor threads (default: torch's choice)")
    parser.add_argument("--device", default="", help="torch device (default: a GPU if there is one)")
    parser.add_argument("--export", type=Path, metavar="FOLDER", help="do not train: write the run as a checkpoint")
    parser.add_argument("--title", default="", help="of the exported checkpoint (default: the folder's name)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(handle=_handle)


def _handle(given: argparse.Namespace) -> None:
    if (given.steps is not None and given.steps < 1) or (given.hours is not None and not given.hours > 0):
        raise UsageError("--steps is 1 or more, --hours more than 0.")
    if given.threads < 0 or (given.seed is not None and given.seed < 0):
        raise UsageError("--threads and --seed are 0 or more.")
    folder = (given.run or home() / "pretraining" / "run").expanduser().absolute()
    if given.export:
        from ..pretraining.export import export

        target = given.export.expanduser().absolute()
        _print(export(folder, target, given.title or target.name), given.json)
        return
    try:
        with lock(f"pretrain-{digest(str(folder))}").acquire(timeout=0):
            _train(given, folder)
    except Timeout:
        raise UsageError(
            f"Another process is working on the run in {folder}. Stop it, or give another --run."
        ) from None


def _train(given: argparse.Namespace, folder: Path) -> None:
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # a thread that waits leaves the core to others
    import torch

    from ..pretraining import log, train
    from ..pretraining.run import prepare

    if given.threads:
        torch.set_num_threads(given.threads)
    settings, timed = _settings(given, folder)
    run = prepare(folder, settings, device=given.device)
    if timed:
        steps = train.steps_in(run, given.hours or HOURS, torch.get_num_threads())
        run = replace(run, settings=replace(run.settings, steps=steps))
    with ProgressBar(sys.stderr) as bar:
        done = train.go_on(run, bar.update)
    if not done:
        raise IsoscopeError(
            f"Stopped after {run.progress.step:,} of {run.settings.steps:,} steps and saved; the same command goes on."
        )
    lines = log.lines(folder)
    _print({"run": str(folder)} | lines[-1] | {name: lines[0][name] for name in _BASELINE}, given.json)


_BASELINE = ("unigram_loss", "unigram_accuracy")


def _settings(given: argparse.Namespace, folder: Path) -> tuple[Any, bool]:
    """A run's settings, and whether its number of steps is still to be worked out from the hours."""
    from ..pretraining import state
    from ..pretraining.precision import best
    from ..pretraining.state import Settings

    if saved := state.told(folder):
        settings, _, _ = saved
        settings = replace(settings, steps=given.steps or settings.steps)
        return settings if given.seed is None else replace(settings, seed=given.seed), False
    return Settings(given.steps or 1, seed=given.seed or 0, precision=best(given.device)), given.steps is None


def _print(answer: dict[str, Any], as_json: bool) -> None:
    if as_json:
        json.dump(answer, sys.stdout, indent=2)
        print()
    else:
        shown = {name: value for name, value in answer.items() if not isinstance(value, dict | list)}
        print_table([{"quantity": name.replace("_", " "), "value": value} for name, value in shown.items()], sys.stdout)
