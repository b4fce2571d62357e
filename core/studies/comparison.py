"""What a study of two selections is: like a study of one, of a `Comparison`."""

import shlex
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

from ..checkpoints.hub import NotDownloaded
from ..errors import UsageError
from ..progress import Progress, no_progress
from ..registry import declared, pick
from ..texts import Texts
from . import answers as kept
from .question import Context, Named, answer_name, answered
from .selection import Selection

SECOND = ("layer", "method", "directions")  # what may be chosen for the second by itself


@dataclass(frozen=True)
class Comparison:
    """Two selections of the same texts, as a rule a pre-trained checkpoint and what was fine-tuned from it."""

    first: Selection
    second: Selection

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> "Comparison":
        """What `asdict` and JSON made of a comparison."""
        return cls(Selection.from_json(given["first"]), Selection.from_json(given["second"]))

    @classmethod
    def of(cls, first: Selection, checkpoint: str, **own: Any) -> "Comparison":
        """A selection and the same of another checkpoint, but for what the second has of its `own` (see `SECOND`)."""
        return cls(first, replace(first, checkpoint=checkpoint, **own))

    def command(self, part: str = "", *only: str) -> str:
        """The shell command that recomputes this comparison; `only` names the selection's options that matter to `part`."""
        words = ["python", "-m", "core", "compare", *map(shlex.quote, (self.first.checkpoint, self.second.checkpoint))]
        words += self.first.options(*(only or _but("checkpoint")), required=("texts",))
        for name in SECOND:
            value = getattr(self.second, name)
            if value != getattr(self.first, name) and (not only or name in only):
                words += [f"--second-{name}", shlex.quote(str(value))]
        return " ".join(words + (["--part", part] if part else []))


def _but(*names: str) -> tuple[str, ...]:
    return tuple(field.name for field in fields(Selection) if field.name not in names)


@dataclass(frozen=True)
class PairContext:
    """What a study of two works on: both selections, and what they name."""

    first: Context
    second: Context

    @property
    def texts(self) -> Texts:
        """What both read."""
        return self.first.texts


@dataclass(frozen=True)
class PairStudy:
    """A declared study of two selections.

    Attributes
    ----------
    key, title : str
    fields : tuple of str
        Both selections' fields that the answer depends on, beside checkpoint and texts.
    compute : callable
        (context, progress) -> what JSON can hold.
    version : int
        Raised when the answer's shape or numbers change.
    """

    key: str
    title: str
    fields: tuple[str, ...]
    compute: Callable[[PairContext, Progress], Any]
    version: int = 1


def pair_studies() -> dict[str, PairStudy]:
    """Every declared study of two, by key."""
    return declared(__package__, PairStudy)


def lookup_pair(key: str, comparison: Comparison) -> Any | None:
    """The study's answer if it is on disk, else None; nothing is computed or fetched."""
    study = pick(pair_studies(), key, "comparison")
    try:
        return kept.read(answer_name(study.key, study.version, study.fields, *_named(comparison, download=False)))
    except NotDownloaded:
        return None


def run_pair(key: str, comparison: Comparison, progress: Progress = no_progress, device: str = "") -> Any:
    """The study's answer: from disk, or computed now; one process computes, others wait for it.

    Raises
    ------
    IsoscopeError
        A selection names something that is not there or cannot be used, or the two read different texts.
    """
    study = pick(pair_studies(), key, "comparison")
    named = _named(comparison)

    def compute() -> Any:
        first, second = (one.context(progress, device) for one in named)
        return study.compute(PairContext(first, second), progress)

    return answered(answer_name(study.key, study.version, study.fields, *named), compute)


def _named(comparison: Comparison, download: bool = True) -> tuple[Named, Named]:
    first, second = Named.of(comparison.first, download), Named.of(comparison.second, download)
    if first.texts.data_hash != second.texts.data_hash:
        raise UsageError(
            f"Two spaces are compared on the same texts, not on {first.texts.title} and {second.texts.title}."
        )
    return first, second
