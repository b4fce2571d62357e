"""`python -m core paper`: tables 1 and 2, figures 1 and 2 and the five findings of a pair."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from ..checkpoints import card_for, locate, partner_here
from ..checkpoints.trained import seeds_of, trained
from ..codec import from_json, to_json
from ..effect import SmallestEffect
from ..errors import UsageError
from ..files import write_atomically
from ..geometry.clusters import ALGORITHMS
from ..paper.latex import latex
from ..paper.replication import Replication
from ..paper.run import PAPER
from ..paper.sentences import finding_sentence, paper_sentence, remarks
from ..paper.tables import finding_rows, number_rows, table_rows
from ..spaces.tokens import TOKEN_SETS
from ..studies.question import answer
from ..studies.selection import Selection
from ..tables.table import print_csv, print_table
from .progress_bar import ProgressBar
from .selection_arguments import add_layout, with_layout


def add_to(verbs: Any) -> None:
    """Declare the command on argparse's sub-parsers."""
    default = Replication("a", ("b",))
    parser = verbs.add_parser("paper", help="the paper's whole study of a pair, beside what was published")
    parser.add_argument("--pre", default=Selection.checkpoint, help="the pre-trained checkpoint (default: %(default)s)")
    parser.add_argument(
        "--fine",
        nargs="+",
        help="what was fine-tuned from it; several, or the name of a training, are seeds (default: the checkpoint here that was fine-tuned from it)",
    )
    parser.add_argument("--pairs", dest="texts", default=default.texts, metavar="TEXTS")
    parser.add_argument("--columns", nargs=3, metavar=("FIRST", "SECOND", "SCORE"))
    add_layout(parser)
    parser.add_argument("--tokens", choices=list(TOKEN_SETS), default=default.tokens)
    parser.add_argument("--seeds", type=int, nargs="+", default=list(default.seeds), help="of k-means (default: 0 1 2)")
    parser.add_argument("--directions", type=int, default=default.directions, help="D (default: 12)")
    parser.add_argument("--clusters", type=int, default=default.clusters, help="of k-means (default: 27)")
    parser.add_argument("--least", type=int, nargs="+", default=list(default.least), help="of 768 (default: 100 700)")
    parser.add_argument("--kmeans", choices=list(ALGORITHMS), default=default.kmeans)
    parser.add_argument("--starts", type=int, default=default.starts, help="initialisations of k-means (default: 1)")
    parser.add_argument(
        "--untrained",
        type=int,
        nargs="*",
        default=list(default.untrained),
        help="seeds of untrained twins to stand beside (default: 0 1 2; none without numbers)",
    )
    parser.add_argument(
        "--matters",
        nargs="+",
        default=[],
        metavar="SCALE=NUMBER",
        help="smallest effects that matter (default: points=0.5 log10=0.1 share=0.02 percent=2)",
    )
    parser.add_argument("--device", default="", help="torch device for encoding (default: a GPU if there is one)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print everything as one JSON object")
    form.add_argument("--csv", action="store_true", help="print tables 1 and 2 as CSV")
    form.add_argument("--latex", action="store_true", help="print tables 1 and 2 and the findings as LaTeX")
    parser.add_argument("--html", metavar="FILE", help="also write a report that stands alone")
    parser.set_defaults(handle=_handle)


def _handle(given: argparse.Namespace) -> None:
    chosen = {name: getattr(given, name) for name in Replication.__dataclass_fields__}
    names = {"pre": _finished(given.pre), "fine": _all_seeds(given.fine or _tuned_from(given.pre))}
    replication = from_json(
        Replication,
        chosen
        | names
        | {"texts": with_layout(given), "columns": given.columns or [], "matters": _matters(given.matters)},
    )
    for name in (replication.pre, *replication.fine):
        locate(name)  # a missing checkpoint is an error before anything is measured
    target = Path(given.html).expanduser() if given.html else None
    if target is not None:
        from ..paper.report import report  # draws figures; whoever wants none needs no plotly

        if not target.absolute().parent.is_dir():
            raise UsageError(f"There is no folder {target.absolute().parent} to write {target.name} into.")
    with ProgressBar(sys.stderr) as bar:
        result = answer(PAPER, replication, bar.update, given.device)
    if target is not None:
        write_atomically(target, report(result))
        print(f"Written: {target}", file=sys.stderr)
    if given.json:
        json.dump(to_json(result), sys.stdout, indent=2)
        print()
    elif given.csv:
        print_csv(number_rows(result.table1 + result.table2 + result.untrained), sys.stdout)
    elif given.latex:
        print(latex(result), end="")
    else:
        print(paper_sentence(result))
        for line in remarks(result):
            print(line)
        for title, rows in (
            ("Findings", finding_rows(result.findings)),
            ("Table 1", table_rows(result.table1 + result.untrained_of(1))),
            ("Table 2", table_rows(result.table2 + result.untrained_of(2))),
        ):
            print(f"\n{title}")
            print_table(rows, sys.stdout)
            if title == "Findings":
                for number, row in enumerate(result.findings, start=1):
                    print(f"{number}. {finding_sentence(row)}")


def _matters(words: list[str]) -> dict[str, float]:
    """'points=0.3' and the like; those that are not named are as usual."""
    out = {}
    for word in words:
        name, _, number = word.partition("=")
        try:
            out[name] = float(number)
        except ValueError:
            raise UsageError(f"{word!r} is no smallest effect that matters. Write points=0.5, for example.") from None
        if name not in SmallestEffect.__dataclass_fields__:
            raise UsageError(
                f"There is no scale {name!r}. Choose one of: {', '.join(SmallestEffect.__dataclass_fields__)}."
            )
    return out


def _tuned_from(pre: str) -> list[str]:
    """Keys of what was fine-tuned from a checkpoint and is here, all seeds of it."""
    fine = partner_here(pre)
    if not fine or card_for(fine).fine_tuned_from != pre:
        raise UsageError(
            f"Nothing that was fine-tuned from {pre} comes with Isoscope or was trained here. Name it: --fine CHECKPOINT."
        )
    return [card.key for card in seeds_of(card_for(fine))]


def _all_seeds(names: list[str]) -> list[str]:
    """Keys of checkpoints, the name of a training replaced by those of all its seeds."""
    known = trained()
    out: list[str] = []
    for name in names:
        first = next((card for card in known.values() if card.group == name), None)
        if name in known or first is None:
            out.append(_finished(name))
        else:
            out += [card.key for card in seeds_of(first)]
    return out


def _finished(name: str) -> str:
    """A checkpoint's key.

    Raises
    ------
    UsageError
        The name is that of a training without a result: it must not be looked for on the hub.
    """
    from ..jobs.trainings import runs

    if name not in trained():
        for training in runs():
            if name == training.recipe.name or name in training.keys:
                raise UsageError(
                    f"The training {training.recipe.name!r} is {training.state}: there is nothing of {name!r} to measure yet. "
                    f"Go on with it: {training.recipe.command()} --resume"
                )
    return card_for(name).key
