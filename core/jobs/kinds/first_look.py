"""Removal curves of a few pairs, which are there in seconds, and then of all."""

from dataclasses import replace

from ...progress import Progress
from ...studies.question import run, texts_of
from ...studies.selection import Selection
from ...texts import Texts
from ...texts.few import name_of_few
from ..kind import JobKind

PAIRS = 150
WORTH = 4  # times as many pairs there must be, or else all are read as soon


def look_of(selection: Selection) -> Selection:
    """The few of a selection's pairs."""
    return replace(selection, texts=name_of_few(selection.texts, PAIRS))


def is_worth_a_look(texts: Texts) -> bool:
    """Whether there are so many pairs that a few of them are read much sooner."""
    return texts.n_pairs >= WORTH * PAIRS


def _run(selection: Selection, progress: Progress) -> None:
    if is_worth_a_look(texts_of(selection)):
        run("directions", look_of(selection), progress)
    run("directions", selection, progress)


FIRST_LOOK = JobKind("first-look", lambda selection: "Removal curves", Selection.from_json, _run)
