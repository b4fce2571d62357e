"""Short trainings of the tiny checkpoint, and ways to look at what they leave."""

import contextlib
import gc
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.checkpoints.trained import folder_of
from core.errors import Cancelled
from core.fine_tuning import geometry_callback
from core.fine_tuning.recipe import Recipe
from core.fine_tuning.train import fine_tune, remove

STEPS = 8  # of the recipe below


def tiny_recipe(checkpoint: Path, pairs: Path, name: str = "tuned", **changes: Any) -> Recipe:
    """Eight steps: two passes over eight pairs, two a step, with a learning rate that tells in so few."""
    chosen: dict[str, Any] = {
        "checkpoint": str(checkpoint),
        "texts": str(pairs),
        "dev": str(pairs),
        "epochs": 2,
        "batch_size": 2,
        "learning_rate": 1e-3,
        "measure_every": 4,
    }
    return Recipe(name, **chosen | changes)


@contextlib.contextmanager
def one_thread() -> Iterator[None]:
    """So small a model is fastest on one thread; weights are equal bit for bit on as many threads only."""
    import sentence_transformers  # noqa: F401 (what is imported now is not searched for garbage at each training's start)
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    gc.freeze()
    yield
    gc.unfreeze()
    torch.set_num_threads(before)


def quiet(done: float, total: float, unit: str) -> None:
    """Progress that nobody watches."""


def stop_at(step: int, unit: str = "steps") -> Callable[[float, float, str], None]:
    """Progress that stops the work after a step."""

    def progress(done: float, total: float, now: str) -> None:
        if now == unit and done == step:
            raise Cancelled("stopped by the test")

    return progress


def train(recipe: Recipe, **options: Any) -> Path:
    """Train on the CPU; the folder of the first seed."""
    return folder_of(fine_tune(recipe, options.pop("progress", quiet), device="cpu", **options)[0])


def weights(folder: Path) -> dict[str, Any]:
    """The saved model's tensors."""
    from safetensors.torch import load_file

    return load_file(folder / "model" / "model.safetensors")


def same(first: dict[str, Any], second: dict[str, Any]) -> bool:
    """Whether all tensors are equal, bit for bit."""
    import torch

    return set(first) == set(second) and all(torch.equal(first[name], second[name]) for name in first)


_uninterrupted: dict[Recipe, dict[str, Any]] = {}


def save_always(patch: pytest.MonkeyPatch) -> None:
    """A state after every step, not every minute, whatever it costs."""
    patch.setattr(geometry_callback, "SAVE_EVERY", -1.0)
    patch.setattr(geometry_callback, "SAVE_SHARE", math.inf)


def whole(recipe: Recipe) -> dict[str, Any]:
    """The weights of an uninterrupted training by a recipe of one seed, found once."""
    recipe = Recipe.from_json(recipe.to_json() | {"name": "whole"})
    if recipe not in _uninterrupted:
        _uninterrupted[recipe] = weights(train(recipe))
        remove("whole")
    return _uninterrupted[recipe]
