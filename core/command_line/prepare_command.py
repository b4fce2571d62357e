"""`python -m core prepare`: begin in the background what the dashboard shows first."""

import argparse
from typing import Any

from .. import jobs
from ..checkpoints import partner_here
from ..leftovers import sweep
from ..studies.question import find
from ..studies.removal.curves import REMOVAL_CURVES
from ..studies.selection import Selection


def add_to(verbs: Any) -> None:
    """Declare the command on argparse's sub-parsers."""
    parser = verbs.add_parser("prepare", help="encode the bundled pair in the background, as 'make run' does")
    parser.set_defaults(handle=_handle)


def _handle(given: argparse.Namespace) -> None:
    sweep()
    for checkpoint in filter(None, (Selection.checkpoint, partner_here(Selection.checkpoint))):
        selection = Selection(checkpoint=checkpoint)
        if find(REMOVAL_CURVES, selection) is None:
            jobs.start("first-look", selection)
