"""Run a recipe: a training for each seed, whose result is a checkpoint of the catalogue."""

import contextlib
import errno
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from filelock import Timeout

from ..checkpoints.locate import declared_cards
from ..checkpoints.trained import folder_of, read_record
from ..errors import IsoscopeError, StoreError, UsageError
from ..files import existing_path, home, lock, size_in_words
from ..program import PROGRAM
from ..progress import LOADING, Progress
from .begun import FILE, begin, read_begun
from .card import write_card
from .cut import cut_in_training
from .frames import finish_frames, remove_frames_after, sampled_tokens
from .history import NOTHING, read_history
from .inputs import Inputs, read_inputs
from .objective import objectives
from .recipe import Recipe, SeedRecipe
from .stopping import signals_deferred

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
    device = usable_device(device)
    inputs = read_inputs(recipe)
    for line in inputs.told:
        _log.warning("Texts: %s.", line)
    keys = []
    for number, seed in enumerate(recipe.seeds, 1):
        key = recipe.key(seed)
        keys.append(key)
        if resume and read_record(key) is not None:
            continue
        which = f" of seed {number} of {len(recipe.seeds)}" if len(recipe.seeds) > 1 else ""

        def tell(done: float, total: float, unit: str, which: str = which) -> None:
            progress(done, total, unit + which if unit == "steps" else unit)

        with _held(key), _disk_errors(folder_of(key)):
            _train_seed(recipe, seed, inputs, tell, device)
            write_card(recipe, seed, inputs, tell, device)
        _log.info("Finished %s.", key)
    return keys


def usable_device(name: str) -> str:
    """A torch device to train on, '' for a GPU if there is one.

    Raises
    ------
    UsageError
        It is not there, or not the first of its kind: transformers' trainer takes that one.
    """
    import torch

    name = name or ("cuda" if torch.cuda.is_available() else "cpu")
    try:
        if index := torch.device(name).index:
            raise UsageError(f"Training takes the first device it sees: give 'cuda', and CUDA_VISIBLE_DEVICES={index}.")
        float(torch.zeros((), device=name))  # 'meta' has no numbers
        return name
    except (RuntimeError, AssertionError) as error:  # torch asserts that it was built for the device
        raise UsageError(f"Nothing can be trained on {name!r}: {error}. Choose another, such as 'cpu'.") from error


def check(recipe: Recipe, resume: bool = False) -> None:
    """Refuse a name that is taken, before any work.

    Raises
    ------
    UsageError
    """
    for key, other in _of_name(recipe.name):
        same_seed = other.seed in recipe.seeds
        if key not in map(recipe.key, recipe.seeds) and (same_seed or other != recipe.of_seed(other.seed)):
            raise UsageError(
                f"There is {key!r} under the name {recipe.name!r} already, of {'the same seed' if same_seed else 'another recipe'}. "
                f"Choose another name, or remove it: {PROGRAM} fine-tune --remove {key}"
            )
    for seed in recipe.seeds:
        key = recipe.key(seed)
        if key in declared_cards() or existing_path(key) is not None:
            raise UsageError(f"{key!r} already names another checkpoint, file or folder. Choose another name.")
        begun, finished = read_begun(folder_of(key)), read_record(key) is not None
        if not finished and not (folder_of(key) / FILE).exists():
            continue
        same = begun is not None and begun.recipe == recipe.of_seed(seed)
        if not (resume and same):
            what = "a finished checkpoint" if finished else "an unfinished training"
            go_on = " go on with it (--resume)," if same and not finished else ""
            raise UsageError(
                f"There is {what} named {key!r} already{'' if same else ', of another recipe'}. Choose another name,{go_on} "
                f"or remove it: {PROGRAM} fine-tune --remove {key}"
            )


def remove(name: str) -> bool:
    """Take what was fine-tuned under a key, or all seeds of a recipe's name, off the disk; False where there is nothing.

    Raises
    ------
    UsageError
        It is being trained.
    """
    present = [folder.name for folder in (home() / "fine-tuned").glob("*") if folder.is_dir()]
    keys = [name] if name in present else [key for key, _ in _of_name(name)]
    for key in keys:
        with _held(key):
            (folder_of(key) / "card.json").unlink(
                missing_ok=True
            )  # first, so that what is left is no finished checkpoint
            shutil.rmtree(folder_of(key))
    return bool(keys)


def _of_name(name: str) -> list[tuple[str, SeedRecipe]]:
    """Keys and recipes of all trainings under a recipe's name."""
    folders = sorted((home() / "fine-tuned").glob("*"))
    every = ((folder.name, begun.recipe) for folder in folders if (begun := read_begun(folder)))
    return [(key, recipe) for key, recipe in every if recipe.recipe.name == name]


@contextlib.contextmanager
def _held(key: str) -> Iterator[None]:
    """The lock of a training, or an error while another process has it."""
    try:
        held = lock(f"fine-tune-{key}").acquire(timeout=0)
    except Timeout:
        raise UsageError(f"{key!r} is being trained right now. Wait for it or cancel it: {PROGRAM} jobs") from None
    with held:
        yield


def _train_seed(recipe: Recipe, seed: int, inputs: Inputs, progress: Progress, device: str) -> None:
    """Train, leaving model/, history.json and frames.npz in the training's folder."""
    from datasets import Dataset

    from . import training_state
    from .geometry_callback import GeometryCallback
    from .model import prompt_of, save_model, siamese_model
    from .probe import probe_of
    from .trainer import SiameseTrainer, arguments

    folder, objective = folder_of(recipe.key(seed)), objectives()[recipe.objective]
    if (folder / "model" / "modules.json").exists() and read_begun(
        folder
    ):  # trained, but stopped before its card was written
        begin(folder, recipe.of_seed(seed), inputs.base, inputs.texts)
        _remove_intermediate(folder)
        return
    progress(0, 0, LOADING)
    model = siamese_model(inputs.base, recipe, seed, device)
    columns = inputs.columns(recipe)
    if cut := cut_in_training(columns, model.tokenizer, model.max_seq_length, prompt_of(model)):
        _log.warning("Texts: %s.", cut)
    dataset = Dataset.from_dict(columns)
    state = training_state.latest(folder / STATES)
    begin(folder, recipe.of_seed(seed), inputs.base, inputs.texts)
    history = ((read_history(folder) if state else None) or NOTHING).up_to(training_state.step_of(state))
    remove_frames_after(folder, training_state.step_of(state) if history.measurements else -1)
    probe = probe_of(inputs.probe, recipe.probe_pairs, model.tokenizer, model.max_seq_length)
    _check_room(folder, model)
    _log.info("%s: %s", folder.name, f"going on after step {training_state.step_of(state)}" if state else "begins")
    with signals_deferred() as let_through:

        def tell(done: float, total: float, unit: str) -> None:
            let_through()
            progress(done, total, unit)

        watch = GeometryCallback(folder, recipe, inputs.base, model, probe, history, tell)
        trainer = SiameseTrainer(
            model=model,
            args=arguments(recipe, seed, len(dataset), folder, device, prompt_of(model)),
            train_dataset=dataset,
            loss=objective.loss(model),
            callbacks=[watch],
            states=folder / STATES,
        )
        try:
            trainer.train(resume_from_checkpoint=str(state) if state else None)
        finally:
            watch.write()  # what led to a failure, too
    if watch.stopped:
        raise watch.stopped
    progress(0, 0, "saving")
    finish_frames(folder, probe, sampled_tokens(probe))
    temporary = folder / ".model"
    shutil.rmtree(temporary, ignore_errors=True)
    save_model(trainer.model.to("cpu"), recipe, temporary)
    shutil.rmtree(folder / "model", ignore_errors=True)
    temporary.rename(folder / "model")
    _remove_intermediate(folder)


def _remove_intermediate(folder: Path) -> None:
    """Remove states and frames' vectors, which only an unfinished training needs."""
    for name in (STATES, "frames"):
        shutil.rmtree(folder / name, ignore_errors=True)


def _check_room(folder: Path, model: Any) -> None:
    """Two states (weights and two moments of each) and the result must fit."""
    size = sum(p.numel() * (7 if p.requires_grad else 1) for p in model.parameters()) * 4
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < size:
        raise StoreError(
            f"This training keeps up to {size_in_words(size)} and {folder} has {size_in_words(free)} free. "
            f"Free some room ('{PROGRAM} cache --clear') or set ISOSCOPE_HOME to a larger disk."
        )


@contextlib.contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    """A disk that fills up ends in a sentence; the last whole state stays."""
    try:
        yield
    except Exception as error:  # safetensors and numpy have errors of their own for a full disk
        full = getattr(error, "errno", None) == errno.ENOSPC or "No space left" in str(error)
        if isinstance(error, IsoscopeError) or not (full or isinstance(error, PermissionError)):
            raise
        raise StoreError(
            f"{folder} cannot be written: {error}. The last saved state is still there; free some room "
            f"('{PROGRAM} cache --clear') and resume."
        ) from error
