"""Each finding as a question of a pair, so that its answer is kept by itself."""

from collections.abc import Callable
from dataclasses import fields
from functools import partial
from typing import Any

from ..progress import Progress
from ..studies.question import Context, Question, Reads
from ..studies.selection import NAMING, Selection
from .anisotropic import ANISOTROPIC
from .clusters import CLUSTERS
from .elongated import ELONGATED
from .evidence import Evidence
from .few_directions import FEW_DIRECTIONS
from .finding import Finding
from .hurts import HURTS
from .request import FindingRequest
from .result import FindingMeasured, summed_up

FINDINGS = (ANISOTROPIC, HURTS, FEW_DIRECTIONS, CLUSTERS, ELONGATED)
_SETTINGS = tuple(one.name for one in fields(Selection) if one.name not in NAMING)  # passed on to other questions
_VERSION = 2


def _computed(
    contexts: tuple[Context, ...], asked: FindingRequest, progress: Progress, finding: Finding
) -> FindingMeasured:
    return summed_up(
        finding, finding.measure(Evidence(asked, contexts), progress), getattr(asked.matters, finding.scale)
    )


def _sides(asked: FindingRequest) -> tuple[Reads, ...]:
    return tuple(Reads(one, _SETTINGS) for one in asked.selections())


def _title(finding: Finding) -> Callable[[FindingRequest], str]:
    return lambda asked: f"{finding.claim} {asked.pre} and {', '.join(asked.fine)}"


def question_of(finding: Finding) -> Question[FindingRequest, FindingMeasured]:
    """A finding of a pair."""
    compute: Any = partial(_computed, finding=finding)
    return Question(
        f"finding-{finding.key}",
        title=_title(finding),
        request=FindingRequest,
        answer=FindingMeasured,
        sides=_sides,
        compute=compute,
        own=lambda asked: asked,
        version=_VERSION,
    )


QUESTIONS = [question_of(finding) for finding in FINDINGS]
