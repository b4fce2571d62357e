"""`settings`: table 1 of one layer; the settings that cluster as means over seeds of k-means."""

import argparse
import sys

from ..errors import UsageError
from ..progress import Progress
from ..studies.question import answer
from ..studies.selection import Selection
from ..studies.space.kmeans_seeds import SEEDED_SETTINGS, SEEDS, SeededSettings, is_quick
from ..studies.space.settings import FIVE_SETTINGS, FiveSettings
from ..tables.space import settings_table
from ..texts.training_split import training_split
from .answers import tell
from .progress_bar import ProgressBar
from .selection_arguments import add_fit_on, add_method, add_selection, selection_of


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = verbs.add_parser("settings", help="table 1: all five settings of one layer")
    add_selection(parser)
    add_method(parser, method=False)
    add_fit_on(
        parser,
        "Both are shown, side by side. Without it: stsb-train for stsb-dev and stsb-test, nothing for other texts; "
        "the texts of --pairs themselves: nothing.",
    )
    parser.add_argument(
        "--kmeans-seeds",
        type=int,
        metavar="N",
        help=f"the settings that cluster are means over N seeds, beginning with --seed (default: {SEEDS} where these take about a "
        "minute or less, else 1)",
    )
    parser.set_defaults(handle=_run)


def _run(given: argparse.Namespace) -> None:
    if given.kmeans_seeds is not None and not 1 <= given.kmeans_seeds <= 1000:
        raise UsageError(f"--kmeans-seeds is 1 to 1000, not {given.kmeans_seeds}.")
    selection = selection_of(given)
    if given.fit_on is None:
        selection = selection.but(fit_on=training_split(selection.texts))
    with ProgressBar(sys.stderr) as bar:
        answered = _answer(selection, given.kmeans_seeds, bar.update, given.device)
    tell(given, selection, answered.settings, settings_table(answered))


def _answer(selection: Selection, seeds: int | None, progress: Progress, device: str) -> FiveSettings:
    first = answer(FIVE_SETTINGS, selection, progress, device)
    clustering = [row for row in first.settings if row.clusters]
    if seeds is None:
        quick = all(is_quick(row.n_tokens, row.dim, row.clusters or 0) for row in clustering)
        seeds = SEEDS if clustering and quick else 1
    return answer(SEEDED_SETTINGS, SeededSettings(selection, seeds), progress, device) if seeds > 1 else first
