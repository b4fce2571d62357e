"""A fine-tuning, all its seeds."""

from dataclasses import dataclass
from typing import Any

from ...codec import from_json
from ...fine_tuning.recipe import Recipe
from ...fine_tuning.train import fine_tune
from ...progress import Progress
from ..kind import JobKind
from ..lanes import Lane


@dataclass(frozen=True)
class Training:
    """A recipe, and whether to go on from what an earlier call left."""

    recipe: Recipe
    resume: bool = False
    device: str = ""


@dataclass(frozen=True)
class _Plain:
    """A training as JSON holds it."""

    recipe: dict[str, Any]
    resume: bool
    device: str


def _read(given: dict[str, Any]) -> Training:
    plain = from_json(_Plain, given)
    return Training(Recipe.from_json(plain.recipe), plain.resume, plain.device)


def _run(training: Training, progress: Progress) -> None:
    fine_tune(training.recipe, progress, training.resume, training.device)


FINE_TUNE = JobKind(
    "fine-tune",
    title=lambda training: f"Fine-tuning {training.recipe.name}",
    read=_read,
    run=_run,
    identity=lambda training: training.recipe.name,  # one training under a name
    lane=Lane.LONG,
)
