"""Trainings as a list: those that run or wait, were stopped or died, and those that are finished."""

from dataclasses import dataclass, replace

from core import jobs
from core.checkpoints.trained import folder_of, read_record
from core.errors import IsoscopeError
from core.files import home, newest_first
from core.fine_tuning.history import History, read_history
from core.fine_tuning.recipe import Recipe
from core.fine_tuning.stated import read_stated


@dataclass(frozen=True)
class Run:
    """A training of one or several seeds.

    Attributes
    ----------
    recipe : Recipe
    job : Job or None
        None where the job was forgotten, or the training came from elsewhere.
    """

    recipe: Recipe
    job: jobs.Job | None

    @property
    def keys(self) -> list[str]:
        """Catalogue keys of its seeds, finished or not."""
        return [self.recipe.key(seed) for seed in self.recipe.seeds]

    @property
    def finished(self) -> list[str]:
        """Keys of the seeds that are in the catalogue."""
        return [key for key in self.keys if read_record(key) is not None]

    @property
    def state(self) -> str:
        """As the job says; without one 'done' or 'died'."""
        if self.job is not None and (self.job.active or self.job.state != "done"):
            return self.job.state
        return "done" if len(self.finished) == len(self.keys) else "died"

    def histories(self) -> list[tuple[str, History]]:
        """(key, history) of every seed that has begun."""
        return [(key, found) for key in self.keys if (found := read_history(folder_of(key))) is not None]


def runs() -> list[Run]:
    """Every training that is known here, the newest first."""
    found: dict[str, Run] = {}
    for job in jobs.all_jobs():
        if job.task == "fine-tune":
            found.setdefault(job.request.recipe.name, Run(job.request.recipe, job))
    for folder in newest_first((home() / "fine-tuned").glob("*/recipe.json")):
        stated = read_stated(folder.parent)
        if stated is None:
            continue
        try:
            recipe = Recipe.from_json(stated["recipe"] | {"seeds": [stated["recipe"]["seed"]]})
        except (IsoscopeError, KeyError, TypeError):
            continue
        present = found.get(recipe.name)
        if present is None:
            found[recipe.name] = Run(recipe, None)
        elif present.job is None:
            seeds = tuple(sorted({*present.recipe.seeds, *recipe.seeds}))
            found[recipe.name] = Run(replace(recipe, seeds=seeds), None)
    return [
        run
        for run in found.values()
        if (run.job and run.job.active)
        or any(folder_of(k).exists() for k in run.keys)
        or (run.job and run.job.state == "failed")
    ]
