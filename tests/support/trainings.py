"""Short trainings of the tiny checkpoint, and ways to look at what they leave."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.checkpoints.trained import folder_of
from core.errors import Cancelled
from core.fine_tuning.recipe import Recipe
from core.fine_tuning.train import fine_tune

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
