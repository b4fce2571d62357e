"""`python -m core cache`: what is stored on disk, and how to remove it."""

import argparse
import json
import sys
import time
from typing import Any

from ..errors import UsageError
from ..files import home, size_in_words
from ..leftovers import sweep
from ..program import PROGRAM
from ..spaces import room
from ..studies import answers
from ..tables.table import print_csv, print_table


def add_to(verbs: Any) -> None:
    """Declare the command on argparse's sub-parsers."""
    parser = verbs.add_parser("cache", help="list or clear what is kept on disk")
    parser.add_argument("--clear", action="store_true", help="remove all spaces and results")
    parser.add_argument("--remove", metavar="SPACE", help="remove one space, by its name in the list")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--csv", action="store_true")
    parser.set_defaults(handle=_handle)


def _handle(given: argparse.Namespace) -> None:
    entries = room.entries()
    if given.remove or given.clear:
        chosen = [entry for entry in entries if given.clear or entry.key == given.remove]
        if given.remove and not chosen:
            raise UsageError(f"There is no space {given.remove!r}. '{PROGRAM} cache' lists them.")
        removed = [entry for entry in chosen if room.remove(entry.key)]
        sweep()
        if given.clear:
            answers.clear()
        print(f"Removed {len(removed)} space(s), {size_in_words(sum(entry.bytes for entry in removed))}.")
        return
    rows = [
        {
            "space": entry.key,
            "checkpoint": entry.manifest.checkpoint.title,
            "texts": entry.manifest.texts.title,
            "layers": entry.manifest.n_layers,
            "tokens": entry.manifest.n_tokens,
            "bytes": entry.bytes,
            "last used": time.strftime("%Y-%m-%d %H:%M", time.localtime(entry.last_used)),
        }
        for entry in entries
    ]
    if given.json:
        json.dump({"home": str(home()), "limit_bytes": room.limit_bytes(), "spaces": rows}, sys.stdout, indent=2)
        print()
    elif given.csv:
        print_csv(rows, sys.stdout)
    else:
        print(
            f"{home()}: {size_in_words(sum(entry.bytes for entry in entries))} of at most {size_in_words(room.limit_bytes())}"
        )
        print_table(rows, sys.stdout)
