"""Every comparison of two tiny checkpoints, for tests of what is said and shown of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.command_line.compare_command import PARTS
from core.studies.compare.directions import COMPARED_DIRECTIONS, ComparedDirections
from core.studies.compare.drift import COMPARED_DRIFT, ComparedDrift
from core.studies.compare.local import COMPARED_LOCAL, ComparedLocal
from core.studies.compare.measures import COMPARED_MEASURES, ComparedMeasures
from core.studies.compare.projection import COMPARED_PROJECTION, ComparedProjection
from core.studies.compare.words import COMPARED_WORDS, ComparedWords
from core.studies.comparison import Comparison
from core.studies.question import answer
from core.studies.selection import Selection
from tests.support.tiny_models import save_tiny


@dataclass(frozen=True)
class Compared:
    """Two tiny checkpoints and all that is asked of them."""

    comparison: Comparison
    measures: ComparedMeasures
    drift: ComparedDrift
    directions: ComparedDirections
    words: ComparedWords
    local: ComparedLocal
    projection: ComparedProjection

    def part(self, key: str) -> Any:
        """The answer that a part of the command prints."""
        return answer(PARTS[key].question, self.comparison)


def compared(tiny: Path, pairs_file: Path) -> Compared:
    """The tiny checkpoint and another one beside it; what is asked twice is on disk."""
    other = tiny.parent / "other-bert"
    if not other.exists():
        save_tiny(other, seed=5)
    first = Selection(checkpoint=str(tiny), texts=str(pairs_file), directions=2, clusters=3)
    comparison = Comparison.of(first, str(other))
    return Compared(
        comparison,
        answer(COMPARED_MEASURES, comparison, device="cpu"),
        answer(COMPARED_DRIFT, comparison, device="cpu"),
        answer(COMPARED_DIRECTIONS, comparison, device="cpu"),
        answer(COMPARED_WORDS, comparison, device="cpu"),
        answer(COMPARED_LOCAL, comparison, device="cpu"),
        answer(COMPARED_PROJECTION, comparison, device="cpu"),
    )
