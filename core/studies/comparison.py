"""What a question of two selections is: as of a single selection, but its request is a `Comparison`."""

import shlex
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from ..program import PROGRAM
from ..progress import Progress
from ..texts import Texts
from .question import Context, Question, Reads, same_texts
from .selection import Selection

A = TypeVar("A")
SECOND = ("layer", "method", "directions")  # what may be chosen for the second by itself


@dataclass(frozen=True)
class Comparison:
    """Two selections of the same texts, as a rule a pre-trained checkpoint and what was fine-tuned from it."""

    first: Selection
    second: Selection

    @classmethod
    def of(cls, first: Selection, checkpoint: str, **own: Any) -> "Comparison":
        """A selection and the same of another checkpoint, but for what the second has of its `own` (see `SECOND`)."""
        return cls(first, first.but(checkpoint=checkpoint, **own))

    def command(self, part: str = "", *only: str) -> str:
        """The shell command that recomputes this comparison; `only` names the selection's options that matter to `part`."""
        words = [PROGRAM, "compare", *map(shlex.quote, (self.first.checkpoint, self.second.checkpoint))]
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
    """What a question of two is answered from: both selections, and what they name."""

    first: Context
    second: Context

    @property
    def texts(self) -> Texts:
        """What both read."""
        return self.first.texts


def of_two(
    part: str,
    title: str,
    settings: tuple[str, ...],
    compute: Callable[[PairContext, Progress], A],
    answer: type[A],
    version: int = 1,
) -> Question[Comparison, A]:
    """A question of two selections of the same texts; `part` is its name on the page and the command line."""
    return Question(
        f"compare-{part}",
        title=lambda comparison: f"{title}: {comparison.first.name} and {comparison.second.name}",
        request=Comparison,
        answer=answer,
        sides=lambda comparison: (Reads(comparison.first, settings), Reads(comparison.second, settings)),
        compute=lambda contexts, own, progress: compute(PairContext(*contexts), progress),
        check=same_texts,
        command=lambda comparison: comparison.command(part, *settings, "columns", "language"),
        version=version,
    )
