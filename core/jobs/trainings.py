"""Start a training, and all of them as a list: those that run or wait, were stopped or died, and those that are finished."""

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from ..checkpoints.trained import folder_of, read_record
from ..errors import UsageError
from ..files import home, newest_first
from ..fine_tuning.begun import FILE, read_begun
from ..fine_tuning.history import History, read_history
from ..fine_tuning.inputs import read_inputs
from ..fine_tuning.recipe import Recipe
from ..fine_tuning.train import check
from ..program import PROGRAM
from .control import start
from .job import Job
from .kinds.fine_tune import FINE_TUNE, Training
from .remembered import all_jobs
from .state import State


@dataclass(frozen=True)
class Run:
    """A training of one or several seeds.

    Attributes
    ----------
    recipe : Recipe
    job : Job or None
        None where the job was forgotten, or the training came from elsewhere.
    keys : tuple of str
        Catalogue keys of its seeds, finished or not.
    """

    recipe: Recipe
    job: Job | None
    keys: tuple[str, ...]

    @property
    def finished(self) -> list[str]:
        """Keys of the seeds that are in the catalogue."""
        return [key for key in self.keys if read_record(key) is not None]

    @property
    def state(self) -> str:
        """As the job says while it is of use; without one 'done', or 'unfinished' where nobody works on it."""
        if self.job is not None and self.job.state is not State.DONE:
            return self.job.state
        return "done" if len(self.finished) == len(self.keys) else "unfinished"

    @property
    def resumable(self) -> bool:
        """Whether its recipe leads to these keys (not so where one of several seeds is all that is left)."""
        return self.keys == _keys(self.recipe)

    def histories(self) -> list[tuple[str, History]]:
        """(key, history) of every seed that has begun; files that have not changed are not read again."""
        return [(key, history) for key in self.keys if (history := _history(folder_of(key))) is not None]

    def stamp(self) -> str:
        """What changes when a history does."""
        return repr([_state(folder_of(key) / "history.json") for key in self.keys])


def start_training(training: Training) -> Job:
    """The job of a training, started now or on its way.

    Raises
    ------
    UsageError, CheckpointError, TextError
        Its name is taken, perhaps by a job of another recipe; or something it needs is not there.
    """
    check(training.recipe, training.resume)
    read_inputs(training.recipe)
    job = start(FINE_TUNE.key, training)
    if job.request.recipe != training.recipe:
        raise UsageError(
            f"{job.title} is on its way already, with another recipe. Choose another name, or cancel it: "
            f"{PROGRAM} jobs --cancel {training.recipe.name}"
        )
    return job


def runs() -> list[Run]:
    """Every training that is known here: first those with a job, then the others, each the newest first."""
    known: dict[str, Run] = {}
    for job in all_jobs():
        if job.kind == FINE_TUNE.key:
            recipe = job.request.recipe
            known.setdefault(recipe.name, Run(recipe, job, _keys(recipe)))
    without: dict[str, list[tuple[Recipe, str]]] = {}
    for path in newest_first((home() / "fine-tuned").glob(f"*/{FILE}")):
        begun = read_begun(path.parent)
        if begun is not None and begun.recipe.recipe.name not in known:
            without.setdefault(begun.recipe.recipe.name, []).append((begun.recipe.recipe, path.parent.name))
    for name, seeds in without.items():
        seeds.sort(key=lambda seed: seed[0].seeds)
        every = tuple(dict.fromkeys(seed for recipe, _ in seeds for seed in recipe.seeds))
        known[name] = Run(replace(seeds[0][0], seeds=every), None, tuple(key for _, key in seeds))
    return [run for run in known.values() if _is_something(run)]


def _is_something(run: Run) -> bool:
    """Not a job whose results were taken away."""
    return bool(run.job and run.job.state is not State.DONE) or any(folder_of(key).exists() for key in run.keys)


def _keys(recipe: Recipe) -> tuple[str, ...]:
    return tuple(recipe.key(seed) for seed in recipe.seeds)


def _state(path: Path) -> tuple[int, int] | None:
    """Time of change and size; None where there is no file."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size


def _history(folder: Path) -> History | None:
    state = _state(folder / "history.json")
    return _history_of_state(folder, state) if state else None


@lru_cache(maxsize=32)
def _history_of_state(folder: Path, state: tuple[int, int]) -> History | None:
    return read_history(folder)
