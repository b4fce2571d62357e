"""What a training needs to go on exactly where it was: one folder a step, written whole or not at all.

state/step-000120/weights.safetensors    the parameters that are trained
                  optimizer.safetensors  the optimizer's tensors, and the random generators'
                  state.json             everything that is no tensor
                  trainer_state.json     step, epoch, logged losses (transformers' own)
                  manifest.json          SHA-256 of the others; written last
"""

import json
import logging
import random
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from .. import kept
from ..errors import TrainingError
from ..files import file_hash, fsync_folder, write_atomically

_log = logging.getLogger(__name__)
_FILES = {"weights.safetensors", "optimizer.safetensors", "state.json", "trainer_state.json"}


def latest(folder: Path) -> Path | None:
    """The last state that is whole, None where there is none; damaged ones are logged and passed over."""
    for state in sorted(folder.glob("step-*"), reverse=True):
        try:
            hashes = kept.load(state / "manifest.json")["files"]
            if set(hashes) == _FILES and all(file_hash(state / name) == hashes[name] for name in _FILES):
                return state
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            pass
        _log.warning("The state in %s is not whole; an earlier one is used, if there is one.", state)
    return None


def step_of(state: Path | None) -> int:
    """The step after which a state was saved."""
    return int(state.name.removeprefix("step-")) if state else 0


def save(folder: Path, model: Any, optimizer: Any, scheduler: Any, trainer_state: Any) -> Path:
    """Write the state after the present step, then forget the ones before.

    Parameters
    ----------
    folder : Path
        Of all states of one training.
    model, optimizer, scheduler : torch module, optimizer and scheduler
    trainer_state : transformers.TrainerState
    """
    final = folder / f"step-{trainer_state.global_step:06d}"
    temporary = folder / f".{final.name}"
    for old in folder.glob(".step-*"):  # what a killed process left, under a name that nobody reads
        shutil.rmtree(old, ignore_errors=True)
    temporary.mkdir(parents=True)
    try:
        _write(temporary, model, optimizer, scheduler, trainer_state)
        shutil.rmtree(final, ignore_errors=True)
        temporary.rename(final)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)  # a full disk needs the room
        raise
    fsync_folder(folder)
    for old in folder.iterdir():
        if old != final:
            shutil.rmtree(old, ignore_errors=True)
    return final


def _write(folder: Path, model: Any, optimizer: Any, scheduler: Any, trainer_state: Any) -> None:
    save_file(_trained(model), folder / "weights.safetensors")
    tensors, groups = _flat(optimizer.state_dict())
    generators, others = _random_states()
    save_file(tensors | generators, folder / "optimizer.safetensors")
    plain = {"groups": groups, "scheduler": scheduler.state_dict(), "random": others}
    write_atomically(folder / "state.json", json.dumps(plain))
    trainer_state.save_to_json(str(folder / "trainer_state.json"))
    hashes = {path.name: file_hash(path) for path in sorted(folder.iterdir())}
    kept.write(folder / "manifest.json", {"files": hashes})


def load_weights(state: Path, model: Any) -> None:
    """Put the trained parameters back.

    Raises
    ------
    TrainingError
        They are not those of this model: a library names them otherwise now.
    """
    weights = load_file(state / "weights.safetensors")
    if set(weights) != set(_trained(model)):
        raise TrainingError(
            f"The state in {state} was saved by other versions of the libraries, so the training cannot go on from it. "
            "Remove the training and begin anew."
        )
    model.load_state_dict(weights, strict=False)  # what is frozen is not in it


def load_optimizer(state: Path, optimizer: Any, scheduler: Any) -> None:
    """Put the optimizer's and the scheduler's state back."""
    plain = _plain(state)
    entries: dict[int, dict[str, Any]] = {}
    for name, tensor in load_file(state / "optimizer.safetensors").items():
        kind, _, rest = name.partition("/")
        if kind == "optimizer":
            index, _, key = rest.partition("/")
            entries.setdefault(int(index), {})[key] = tensor
    optimizer.load_state_dict({"state": entries, "param_groups": plain["groups"]})
    scheduler.load_state_dict(plain["scheduler"])


def load_random_states(state: Path) -> None:
    """Put every random generator back."""
    tensors, others = load_file(state / "optimizer.safetensors"), _plain(state)["random"]
    version, internal, gauss = others["python"]
    random.setstate((version, tuple(internal), gauss))
    name, *rest = others["numpy"]
    np.random.set_state((name, tensors["random/numpy"].numpy().astype(np.uint32), *rest))  # noqa: NPY002 (what others draw from)
    torch.random.set_rng_state(tensors["random/cpu"])
    if (gpu := _gpu()) and "random/gpu" in tensors:
        gpu.set_rng_state(tensors["random/gpu"])


def _trained(model: Any) -> dict[str, torch.Tensor]:
    return {name: p.detach().cpu().contiguous() for name, p in model.named_parameters() if p.requires_grad}


def _flat(state: dict[str, Any]) -> tuple[dict[str, torch.Tensor], list[Any]]:
    """An optimizer's tensors under names, and its parameter groups."""
    tensors = {
        f"optimizer/{index}/{key}": value.detach().cpu().contiguous()
        for index, entry in state["state"].items()
        for key, value in entry.items()
    }
    return tensors, state["param_groups"]


def _random_states() -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
    """Every generator: what is an array as a tensor, the rest as JSON holds it."""
    name, keys, *rest = np.random.get_state(legacy=True)  # noqa: NPY002 (what others draw from)
    tensors = {
        "random/numpy": torch.from_numpy(np.asarray(keys).astype(np.int64)),
        "random/cpu": torch.random.get_rng_state(),
    }
    if gpu := _gpu():
        tensors["random/gpu"] = gpu.get_rng_state()
    return tensors, {"python": random.getstate(), "numpy": [str(name), *rest]}


def _gpu() -> Any:
    """Torch's module of the GPU, None without one."""
    device = torch.accelerator.current_accelerator(check_available=True)
    return torch.get_device_module(device) if device else None


def _plain(state: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((state / "state.json").read_text(encoding="utf-8"))
    return content
