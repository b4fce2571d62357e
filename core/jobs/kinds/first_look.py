"""Removal curves of a few pairs, which are there in seconds, and then of all."""

from ...codec import from_json, to_json
from ...progress import Progress
from ...studies.question import answer, texts_of
from ...studies.removal.curves import REMOVAL_CURVES
from ...studies.selection import Selection
from ...texts import Texts
from ...texts.few import name_of_few
from ..kind import JobKind

PAIRS = 150
WORTH = 4  # times as many pairs there must be, or else all are read as soon


def look_of(selection: Selection) -> Selection:
    """The few of a selection's pairs."""
    return selection.but(texts=name_of_few(selection.texts, PAIRS))


def is_worth_a_look(texts: Texts) -> bool:
    """Whether there are so many pairs that a few of them are read much sooner."""
    return texts.n_pairs >= WORTH * PAIRS


def _run(selection: Selection, progress: Progress) -> None:
    if is_worth_a_look(texts_of(selection)):
        answer(REMOVAL_CURVES, look_of(selection), progress)
    answer(REMOVAL_CURVES, selection, progress)


FIRST_LOOK = JobKind(
    "first-look",
    title=lambda selection: "Removal curves",
    read=lambda given: from_json(Selection, given),
    run=_run,
    write=to_json,
    identity=to_json,
)
