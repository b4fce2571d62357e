"""`python -m core licences`: what runs here, under which licences."""

import argparse
import json
import sys
from typing import Any

from ..codec import to_json
from ..licences import licences
from ..tables.table import print_csv, print_table


def add_to(verbs: Any) -> None:
    """Declare the command on argparse's sub-parsers."""
    parser = verbs.add_parser("licences", help="list what runs here, with versions and licences")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--csv", action="store_true")
    parser.set_defaults(handle=_handle)


def _handle(given: argparse.Namespace) -> None:
    rows = [to_json(licence) for licence in licences()]
    if given.json:
        json.dump(rows, sys.stdout, indent=2)
        print()
    elif given.csv:
        print_csv(rows, sys.stdout)
    else:
        print_table(rows, sys.stdout)
