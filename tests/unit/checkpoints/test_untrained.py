"""The untrained twin: same architecture and tokenizer, weights that a seed draws, nothing on disk."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from core.checkpoints import card_for, locate
from core.checkpoints.load import load
from core.errors import CheckpointError


@pytest.mark.parametrize(
    ("name", "key", "seed"),
    [
        ("random:small-bert", "random:small-bert@0", 0),
        ("random:small-bert@7", "random:small-bert@7", 7),
        ("random:owner/model@main@3", "random:owner/model@main@3", 3),
    ],
)
def test_names(name: str, key: str, seed: int) -> None:
    card = card_for(name)
    assert (card.key, card.revision, card.role) == (key, str(seed), "untrained")
    assert card_for(card.key) == card


def test_a_twin_differs_from_its_base_in_weights_alone(tiny: Path) -> None:
    base, twin = (locate(name) for name in (str(tiny), f"random:{tiny}@1"))
    assert twin.fingerprint != base.fingerprint
    assert (twin.max_length, twin.n_layers, twin.folder) == (base.max_length, base.n_layers, base.folder)
    own, drawn = (load(one, "cpu").model.state_dict() for one in (base, twin))
    assert {name: tensor.shape for name, tensor in own.items()} == {
        name: tensor.shape for name, tensor in drawn.items()
    }
    name = next(name for name in own if name.endswith("query.weight"))
    assert not torch.equal(own[name], drawn[name])


def test_the_same_seed_draws_the_same_weights_and_others_do_not(tiny: Path) -> None:
    torch.manual_seed(99)
    before = torch.rand(3)
    torch.manual_seed(99)
    first, again, other = (load(locate(f"random:{tiny}@{seed}"), "cpu").model.state_dict() for seed in (1, 1, 2))
    assert torch.equal(torch.rand(3), before)  # the caller's random numbers stay what they were
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert not all(torch.equal(first[name], other[name]) for name in first)
    assert locate(f"random:{tiny}@1").fingerprint != locate(f"random:{tiny}@2").fingerprint


def test_its_name_does_not_hang_on_the_base_s_weights(tiny: Path, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    copy = tmp_path / "copy"
    shutil.copytree(tiny, copy)
    tensors = load_file(copy / "model.safetensors")
    save_file({name: tensor * 2 for name, tensor in tensors.items()}, copy / "model.safetensors", {"format": "pt"})
    assert locate(f"random:{tiny}").fingerprint == locate(f"random:{copy}").fingerprint
    assert locate(str(tiny)).fingerprint != locate(str(copy)).fingerprint


def test_initial_weights_are_those_of_the_configuration(tiny: Path) -> None:
    state = load(locate(f"random:{tiny}"), "cpu").model.state_dict()
    weights = np.concatenate([state[name].numpy().ravel() for name in state if name.endswith("query.weight")])
    assert weights.std() == pytest.approx(0.02, rel=0.1)  # BERT's initializer_range


def test_a_twin_of_nothing_is_refused() -> None:
    with pytest.raises(CheckpointError, match="no checkpoint"):
        card_for("random:???")
