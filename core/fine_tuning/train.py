"""Run a recipe: one training a seed, each kept as a checkpoint of the catalogue."""

import contextlib
import errno
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from filelock import Timeout

from ..checkpoints import Located, locate
from ..checkpoints.locate import declared_cards
from ..checkpoints.trained import folder_of, read_record
from ..errors import IsoscopeError, StoreError, TextError, UsageError
from ..files import existing_path, home, lock, size_in_words
from ..progress import LOADING, Progress
from ..texts import Texts, find
from .card import write_card
from .examples import Examples, examples_of
from .frames import finish_frames, forget_frames_after, sampled_tokens
from .history import History, read_history
from .objective import objectives
from .recipe import Recipe
from .recipe_file import read_stated, write_stated
from .stopping import signals_kept_back

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
    located, texts, examples, scored = read_inputs(recipe)
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
            _one_seed(recipe, seed, located, texts, examples, scored["dev"] or texts, tell, device)
            write_card(recipe, seed, located, texts, examples, scored, tell, device)
        _log.info("Finished %s.", key)
    return keys


def read_inputs(recipe: Recipe) -> tuple[Located, Texts, Examples, dict[str, Texts | None]]:
    """What a recipe starts from, learns from, and is scored on ('dev' and 'test'); all is looked at before any work.

    Raises
    ------
    CheckpointError, TextError
        Something is not there, or nothing can be learned from it.
    """
    located, texts = locate(recipe.checkpoint), find(recipe.texts, _columns(recipe))
    examples = examples_of(texts)
    objectives()[recipe.objective].columns(examples, recipe)
    return located, texts, examples, {"dev": _scored(recipe.dev), "test": _scored(recipe.test)}


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
        seed = other.get("seed", -1)
        if key not in map(recipe.key, recipe.seeds) and (seed in recipe.seeds or other != recipe.of_seed(seed)):
            raise UsageError(
                f"There is {key!r} under the name {recipe.name!r} already, of {'the same seed' if seed in recipe.seeds else 'another recipe'}. "
                f"Choose another name, or remove it: python -m core fine-tune --remove {key}"
            )
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
            (folder_of(key) / "card.json").unlink(missing_ok=True)  # first, so that nobody finds half of it
            shutil.rmtree(folder_of(key))
    return bool(keys)


def _of_name(name: str) -> list[tuple[str, dict[str, Any]]]:
    """Keys, and recipes as `Recipe.of_seed` gives them, of all trainings under a recipe's name."""
    stated = ((folder.name, read_stated(folder)) for folder in sorted((home() / "fine-tuned").glob("*")))
    return [(key, kept["recipe"]) for key, kept in stated if kept and kept["recipe"].get("name") == name]


@contextlib.contextmanager
def _held(key: str) -> Iterator[None]:
    """The lock of a training, or an error while another process has it."""
    try:
        held = lock(f"fine-tune-{key}").acquire(timeout=0)
    except Timeout:
        raise UsageError(f"{key!r} is being trained right now. Wait for it or cancel it: python -m core jobs") from None
    with held:
        yield


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

    from . import training_state
    from .geometry_callback import GeometryCallback
    from .model import save_model, siamese_model
    from .probe import probe_of
    from .trainer import SiameseTrainer, arguments

    folder, objective = folder_of(recipe.key(seed)), objectives()[recipe.objective]
    if (folder / "model" / "modules.json").exists():  # trained, but stopped before its card was written
        write_stated(folder, recipe.of_seed(seed), located, texts)
        _forget_the_way(folder)
        return
    progress(0, 0, LOADING)
    model = siamese_model(located, recipe, seed, device)
    dataset = Dataset.from_dict(objective.columns(examples, recipe))
    state = training_state.latest(folder / STATES)
    write_stated(folder, recipe.of_seed(seed), located, texts)
    history = (read_history(folder) if state else None) or History()
    history.back_to(training_state.step_of(state))
    forget_frames_after(folder, training_state.step_of(state) if history.measurements else -1)
    probe = probe_of(probe_texts, recipe.probe_pairs, model.tokenizer, model.max_seq_length)
    _check_room(folder, model)
    _log.info("%s: %s", folder.name, f"going on after step {training_state.step_of(state)}" if state else "begins")
    with signals_kept_back() as let_through:

        def tell(done: float, total: float, unit: str) -> None:
            let_through()
            progress(done, total, unit)

        watch = GeometryCallback(folder, recipe, located, model, probe, history, tell)
        trainer = SiameseTrainer(
            model=model,
            args=arguments(recipe, seed, len(dataset), folder, device),
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
    _forget_the_way(folder)


def _forget_the_way(folder: Path) -> None:
    """States and frames' vectors, which only an unfinished training needs."""
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
            "Free some room ('python -m core cache --clear') or set ISOSCOPE_HOME to a larger disk."
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
