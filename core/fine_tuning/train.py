"""Run a recipe: one training a seed, each kept as a checkpoint of the catalogue."""

import contextlib
import errno
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.checkpoints import Located, locate
from core.checkpoints.locate import declared_cards
from core.checkpoints.trained import folder_of, read_record
from core.errors import StoreError, TextError, UsageError
from core.files import existing_path, home, lock, size_in_words
from core.fine_tuning.card import write_card
from core.fine_tuning.examples import Examples, examples_of
from core.fine_tuning.frames import finish_frames, forget_frames_after, sampled_tokens
from core.fine_tuning.history import History, read_history
from core.fine_tuning.objective import objectives
from core.fine_tuning.recipe import Recipe
from core.fine_tuning.stated import read_stated, write_stated
from core.spaces.encode import Progress
from core.texts import Texts, find

_log = logging.getLogger(__name__)
STATES = "state"


def fine_tune(recipe: Recipe, progress: Progress, resume: bool = False, device: str = "") -> list[str]:
    """Train every seed of a recipe; what is finished is in the catalogue at once.

    Parameters
    ----------
    recipe : Recipe
    progress : callable
        Called with (steps done, steps, 'steps') and while texts are encoded; may raise Cancelled.
    resume : bool
        Go on from what an earlier call left: finished seeds are passed over, an unfinished one goes on from its
        last state to the weights that an uninterrupted training gives on the same machine.
    device : str
        A torch device; '' takes the GPU where there is one.

    Returns
    -------
    list of str
        Catalogue keys, one a seed.

    Raises
    ------
    UsageError
        The name is taken, or there is an unfinished training of another recipe under it.
    CheckpointError, TextError, TrainingError, StoreError
        Nothing to start from, nothing to learn from, a diverged loss, a full disk.
    """
    check(recipe, resume)
    located, texts = locate(recipe.checkpoint), find(recipe.texts, _columns(recipe))
    examples = examples_of(texts)
    dev = _scored(recipe.dev)
    test = _scored(recipe.test)
    keys = []
    for number, seed in enumerate(recipe.seeds, 1):
        key = recipe.key(seed)
        keys.append(key)
        if resume and read_record(key) is not None:
            continue
        which = f" of seed {number} of {len(recipe.seeds)}" if len(recipe.seeds) > 1 else ""

        def tell(done: float, total: float, unit: str, which: str = which) -> None:
            progress(done, total, unit + which if unit == "steps" else unit)

        with lock(f"fine-tune-{key}"), _disk_errors(folder_of(key)):
            _one_seed(recipe, seed, located, texts, examples, dev or texts, tell, device)
            write_card(recipe, seed, located, texts, examples, {"dev": dev, "test": test}, tell, device)
    return keys


def check(recipe: Recipe, resume: bool = False) -> None:
    """Refuse a name that is taken, before any work.

    Raises
    ------
    UsageError
    """
    for seed in recipe.seeds:
        key = recipe.key(seed)
        if key in declared_cards() or existing_path(key) is not None:
            raise UsageError(f"{key!r} already names another checkpoint, file or folder. Choose another name.")
        kept = read_stated(folder_of(key))
        if kept is None:
            continue
        same, finished = kept["recipe"] == recipe.of_seed(seed), read_record(key) is not None
        if not (resume and same):
            what = "a finished checkpoint" if finished else "an unfinished training"
            go_on = " go on with it (--resume)," if same and not finished else ""
            raise UsageError(
                f"There is {what} named {key!r} already{'' if same else ', of another recipe'}. Choose another name,{go_on} "
                f"or remove it: python -m core fine-tune --remove {key}"
            )


def remove(key: str) -> bool:
    """Take what was fine-tuned under a key off the disk; False where there is nothing."""
    folder = folder_of(key)
    if not key or folder.parent != home() / "fine-tuned" or not folder.is_dir():
        return False
    with lock(f"fine-tune-{key}"):
        (folder / "card.json").unlink(missing_ok=True)  # first, so that nobody finds half of it
        shutil.rmtree(folder)
    return True


def _one_seed(
    recipe: Recipe,
    seed: int,
    located: Located,
    texts: Texts,
    examples: Examples,
    probe_texts: Texts,
    progress: Progress,
    device: str,
) -> None:
    """Train, leaving model/, history.json and frames.npz in the training's folder."""
    from datasets import Dataset

    from core.fine_tuning import training_state
    from core.fine_tuning.geometry_callback import GeometryCallback
    from core.fine_tuning.model import save_model, siamese_model
    from core.fine_tuning.probe import probe_of
    from core.fine_tuning.trainer import SiameseTrainer, arguments

    folder, objective = folder_of(recipe.key(seed)), objectives()[recipe.objective]
    if (folder / "model" / "modules.json").exists() and (folder / "frames.npz").exists():
        return  # trained, but stopped before its card was written
    progress(0, 0, "loading")
    model = siamese_model(located, recipe, seed)
    dataset = Dataset.from_dict(objective.columns(examples, recipe))
    state = training_state.latest(folder / STATES)
    write_stated(folder, recipe.of_seed(seed), located, texts)
    history = (read_history(folder) if state else None) or History()
    history.back_to(training_state.step_of(state))
    forget_frames_after(folder, training_state.step_of(state) if history.measurements else -1)
    probe = probe_of(probe_texts, recipe.probe_pairs, model.tokenizer, model.max_seq_length)
    _check_room(folder, model)
    watch = GeometryCallback(folder, recipe, located, model, probe, history, progress)
    trainer = SiameseTrainer(
        model=model,
        args=arguments(recipe, seed, len(dataset), folder, device),
        train_dataset=dataset,
        loss=objective.loss(model),
        callbacks=[watch],
        states=folder / STATES,
    )
    trainer.train(resume_from_checkpoint=str(state) if state else None)
    if watch.cancelled:
        raise watch.cancelled
    progress(0, 0, "saving")
    finish_frames(folder, probe, sampled_tokens(probe))
    temporary = folder / ".model"
    shutil.rmtree(temporary, ignore_errors=True)
    save_model(trainer.model.to("cpu"), recipe, temporary)
    shutil.rmtree(folder / "model", ignore_errors=True)
    temporary.rename(folder / "model")


def _check_room(folder: Path, model: Any) -> None:
    """Two states (weights and two moments of each) and the result must fit."""
    size = sum(p.numel() * (7 if p.requires_grad else 1) for p in model.parameters()) * 4
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < size:
        raise StoreError(
            f"This training keeps up to {size_in_words(size)} and {folder} has {size_in_words(free)} free. "
            "Free some room ('python -m core cache --clear') or set ISOSCOPE_HOME to a larger disk."
        )


@contextlib.contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    """A disk that fills up ends in a sentence; the last whole state stays."""
    try:
        yield
    except Exception as error:  # safetensors and numpy have errors of their own for a full disk
        full = getattr(error, "errno", None) == errno.ENOSPC or "No space left" in str(error)
        if not full and not isinstance(error, PermissionError):
            raise
        raise StoreError(
            f"{folder} cannot be written: {error}. The last saved state was kept; free some room "
            "('python -m core cache --clear') and resume."
        ) from error


def _columns(recipe: Recipe) -> tuple[str, str, str] | None:
    columns = recipe.columns
    return (columns[0], columns[1], columns[2]) if len(columns) == 3 else None


def _scored(name: str) -> Texts | None:
    """Texts with gold scores, None for no name."""
    if not name:
        return None
    texts = find(name)
    if texts.scores is None:
        raise TextError(f"{texts.title} has no scored pairs, so no score can be watched on it. Choose other texts.")
    return texts
