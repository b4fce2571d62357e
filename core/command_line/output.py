"""An answer on standard output, in the form that was asked for."""

import argparse
import json
import sys
from dataclasses import dataclass
from typing import Any

from ..tables.table import Table, print_csv, print_table


@dataclass(frozen=True)
class Printed:
    """An answer as it is printed.

    Attributes
    ----------
    json : object
        What --json prints of it.
    rows : Table
    sentence : str
        What it says.
    notes : tuple of str
        What a reader of the numbers must know.
    """

    json: Any
    rows: Table
    sentence: str
    notes: tuple[str, ...] = ()


def show(given: argparse.Namespace, answer: Any, rows: Table) -> None:
    """Print an answer as JSON, or its rows as CSV or as a table."""
    if given.json:
        json.dump(answer, sys.stdout, indent=2)
        print()
    elif given.csv:
        print_csv(rows, sys.stdout)
    else:
        print_table(rows, sys.stdout)
