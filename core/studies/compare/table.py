"""Any number of checkpoints, one setting: a table of all measures, each checkpoint's score against the first's."""

import shlex
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...errors import UsageError
from ...progress import Progress, no_progress
from ...scoring import ROUNDING, difference
from ...uncertainty import holm, verdict
from ..question import texts_of
from ..selection import Selection
from ..shim import lookup, plain, run


@dataclass(frozen=True)
class Several:
    """Selections of the same texts; the first is what the others are compared with."""

    selections: tuple[Selection, ...]

    @classmethod
    def of(cls, first: Selection, checkpoints: tuple[str, ...]) -> "Several":
        """One setting of several checkpoints."""
        return cls((first, *(first.but(checkpoint=name) for name in checkpoints)))

    def command(self, *only: str) -> str:
        """The shell command that recomputes the table; `only` names the options that matter to it."""
        names = (shlex.quote(one.checkpoint) for one in self.selections)
        options = self.selections[0].options(*only, required=("texts",))
        return " ".join(["python", "-m", "core", "compare", *names, *options, "--part", "table"])


def lookup_many(several: Several) -> list[dict[str, Any]] | None:
    """The table if every measurement in it is on disk, else None."""
    found = [lookup("measurement", one) for one in several.selections]
    there = [one for one in found if one is not None]
    return _rows(several, there) if len(there) == len(found) else None


def many_checkpoints(several: Several, progress: Progress = no_progress, device: str = "") -> list[dict[str, Any]]:
    """A measurement of every selection.

    Returns
    -------
    list of dict
        Answers of the study 'measurement', with `difference` in the place of the pairs' cosines: the score against the
        first selection's, as {value, ci95, p, p_holm, verdict}; None for the first, and without a gold score.

    Raises
    ------
    UsageError
        They read different texts.
    """
    found = []
    for done, selection in enumerate(several.selections):
        progress(done, len(several.selections), "checkpoints")
        found.append(run("measurement", selection, progress, device))
    progress(len(found), len(found), "checkpoints")
    return _rows(several, found)


def _rows(several: Several, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    texts = [texts_of(one) for one in several.selections]
    if len({one.data_hash for one in texts}) > 1:
        raise UsageError("Checkpoints are compared on the same texts.")
    gold, seed = texts[0].scores, several.selections[0].seed
    similarities = [one.pop("similarity") for one in found]
    for number, (row, similarity) in enumerate(zip(found, similarities, strict=True)):
        row["difference"] = None
        if number and gold is not None and similarity is not None and similarities[0] is not None:
            _, change = difference(np.array(similarity), np.array(similarities[0]), gold, seed)
            said = verdict(change.value, change.ci95, ROUNDING)
            row["difference"] = {"value": change.value, "ci95": change.ci95, "p": change.p, "verdict": said}
    compared = [row["difference"] for row in found if row["difference"]]
    for one, p in zip(compared, holm([one["p"] for one in compared]), strict=True):
        one["p_holm"] = p
    rows: list[dict[str, Any]] = plain(found)
    return rows
