"""A fine-tuning, all its seeds."""

from dataclasses import dataclass
from typing import Any

from .. import jobs
from ..errors import UsageError
from ..fine_tuning.recipe import Recipe
from ..fine_tuning.train import check, fine_tune, read_inputs
from ..progress import Progress
from ..task import Task


@dataclass(frozen=True)
class Training:
    """A recipe, and whether to go on from what an earlier call left."""

    recipe: Recipe
    resume: bool = False
    device: str = ""


def start(training: Training) -> jobs.Job:
    """Start a training's job, or find it on its way.

    Raises
    ------
    UsageError, CheckpointError, TextError
        Its name is taken, perhaps by a job of another recipe; or something it needs is not there.
    """
    check(training.recipe, training.resume)
    read_inputs(training.recipe)
    job = jobs.start(FINE_TUNE.key, training)
    if job.request.recipe != training.recipe:
        raise UsageError(
            f"{job.title} is on its way already, with another recipe. Choose another name, or cancel it: "
            f"python -m core jobs --cancel {training.recipe.name}"
        )
    return job


def _read(given: dict[str, Any]) -> Training:
    return Training(Recipe.from_json(given["recipe"]), bool(given["resume"]), str(given["device"]))


def _run(training: Training, progress: Progress) -> None:
    fine_tune(training.recipe, progress, training.resume, training.device)


FINE_TUNE = Task(
    "fine-tune",
    title=lambda training: f"Fine-tuning {training.recipe.name}",
    read=_read,
    run=_run,
    identity=lambda training: training.recipe.name,  # one training under a name
)
