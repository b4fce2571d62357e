"""`python -m core prepare`: begin in the background what the dashboard shows first."""

import argparse
from dataclasses import replace
from typing import Any

from .. import jobs
from ..checkpoints import partner_here
from ..studies.selection import Selection
from ..studies.shim import lookup


def add_to(verbs: Any) -> None:
    """Declare the command on argparse's sub-parsers."""
    parser = verbs.add_parser("prepare", help="encode the bundled pair in the background, as 'make run' does")
    parser.set_defaults(handle=_handle)


def _handle(given: argparse.Namespace) -> None:
    for checkpoint in filter(None, (Selection.checkpoint, partner_here(Selection.checkpoint))):
        wanted = replace(Selection(), checkpoint=checkpoint)
        if lookup("directions", wanted) is None:
            jobs.start("first-look", wanted)
