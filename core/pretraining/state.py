"""Where a run stands, in one safetensors file: weights, the optimiser's averages, and the rest as text.

Batches, masks and learning rate follow from the settings and the step alone, so this is all that a run needs to go
on as if it had never stopped.
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ..errors import CheckpointError
from ..files import write_atomically
from .batches import BatchPlan
from .model import Shape

FILE = "state.safetensors"


@dataclass(frozen=True)
class Settings:
    """Everything a run's result depends on, beside its corpus.

    Attributes
    ----------
    steps : int
        After which the learning rate has come down to 0.
    seed : int
        Of the weights, the order and the masks.
    peak : float
        The highest learning rate.
    precision : {'float32', 'bfloat16'}
        Of the matrix products in training.
    shape, plan
        The model's size; how sequences and batches are made.
    """

    steps: int
    seed: int = 0
    peak: float = 1e-3
    precision: str = "float32"
    shape: Shape = field(default_factory=Shape)
    plan: BatchPlan = field(default_factory=BatchPlan)


@dataclass
class Progress:
    """How far a run is: steps done, tokens seen (padding not counted), where in which epoch, seconds of processor time."""

    step: int = 0
    tokens: int = 0
    epoch: int = 0
    batch: int = 0
    cpu_seconds: float = 0.0


def save(folder: Path, settings: Settings, progress: Progress, corpus: str, model: Any, optimizer: Any) -> None:
    """Write the state; after a crash the old or the new one stands."""
    from safetensors.torch import save as to_bytes

    tensors = {}
    for name, parameter in model.named_parameters():
        tensors[f"weights.{name}"] = parameter.detach()
        for key, value in optimizer.state.get(parameter, {}).items():
            tensors[f"{key}.{name}"] = value
    told = {"settings": asdict(settings), "progress": asdict(progress), "corpus": corpus}
    tensors = {name: tensor.contiguous().cpu() for name, tensor in tensors.items()}
    write_atomically(folder / FILE, to_bytes(tensors, metadata={"run": json.dumps(told)}))


def told(folder: Path) -> tuple[Settings, Progress, str] | None:
    """Settings, progress and the corpus's hash of a run; None where there is no state."""
    if not (folder / FILE).exists():
        return None
    from safetensors import safe_open

    try:
        with safe_open(folder / FILE, framework="pt") as data:
            run = json.loads(data.metadata()["run"])
        stated = run["settings"]
        settings = Settings(**stated | {"shape": Shape(**stated["shape"]), "plan": BatchPlan(**stated["plan"])})
        return settings, Progress(**run["progress"]), str(run["corpus"])
    except Exception as error:  # safetensors has errors of its own
        raise CheckpointError(
            f"{folder / FILE} is no state of a pre-training run ({error}). Remove it to start again."
        ) from error


def restore(folder: Path, model: Any, optimizer: Any = None) -> None:
    """Put the saved numbers into a model and its optimiser."""
    import torch
    from safetensors.torch import load_file

    tensors = load_file(folder / FILE)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(tensors[f"weights.{name}"])
            if optimizer is not None:
                kept = {
                    key: tensors[f"{key}.{name}"]
                    for key in ("step", "exp_avg", "exp_avg_sq")
                    if f"{key}.{name}" in tensors
                }
                if kept:
                    optimizer.state[parameter] = {
                        key: value if key == "step" else value.to(parameter.device) for key, value in kept.items()
                    }
