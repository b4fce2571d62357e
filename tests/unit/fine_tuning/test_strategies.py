"""Which weights each strategy trains, alone and with every objective."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from core.checkpoints import locate
from core.checkpoints.load import load
from core.errors import UsageError
from core.fine_tuning.model import save_model, siamese_model, trained_transformer
from core.fine_tuning.objective import objectives
from core.fine_tuning.recipe import Recipe
from core.fine_tuning.strategy import strategies
from core.parameters import Values
from tests.support.tiny_models import FAMILIES, save_tiny
from tests.support.trainings import (
    same,
    train,
    weights,
)


def trained_names(folder: Path, recipe: Recipe) -> tuple[set[str], set[str]]:
    """Parameters that are trained and all, by name."""
    model = trained_transformer(siamese_model(locate(str(folder)), recipe, 0))
    parameters = dict(model.named_parameters())
    return {name for name, p in parameters.items() if p.requires_grad}, set(parameters)


def test_full_trains_everything(tiny: Path) -> None:
    some, every = trained_names(tiny, Recipe("n"))
    assert some == every


@pytest.mark.parametrize("family", [family for family in FAMILIES if family != "albert"])
def test_frozen_trains_the_upper_layers_only(family: str, tmp_path: Path) -> None:
    folder = save_tiny(tmp_path / family, family)
    some, every = trained_names(folder, Recipe("n", strategy="frozen", values=Values(frozen_layers=1)))
    assert some == {name for name in every if "layer.1." in name}
    upper, _ = trained_names(folder, Recipe("n", strategy="frozen", values=Values(frozen_layers=0)))
    assert upper == {name for name in every if "layer." in name and "pooler" not in name}
    with pytest.raises(
        UsageError, match="2 frozen layers leave none of this checkpoint's 2 to train; freeze at most 1"
    ):
        trained_names(folder, Recipe("n", strategy="frozen", values=Values(frozen_layers=2)))


def test_layers_that_share_their_weights_cannot_be_frozen(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"albert.*Choose another strategy"):
        trained_names(
            save_tiny(tmp_path / "albert", "albert"), Recipe("n", strategy="frozen", values=Values(frozen_layers=1))
        )


@pytest.mark.parametrize("family", FAMILIES)
def test_bitfit_trains_biases_only(family: str, tmp_path: Path) -> None:
    some, every = trained_names(save_tiny(tmp_path / family, family), Recipe("n", strategy="bitfit"))
    assert some == {name for name in every if name.endswith("bias")}


def test_bitfit_needs_biases() -> None:
    model = torch.nn.Linear(2, 2, bias=False)
    model.config = type("Config", (), {"model_type": "biasless"})()
    with pytest.raises(UsageError, match=r"biasless.*no biases"):
        strategies()["bitfit"].prepare(model, Values())


@pytest.mark.parametrize("family", FAMILIES)
def test_lora_trains_adapters_and_the_merged_model_is_the_adapted_one(family: str, tmp_path: Path) -> None:
    folder, recipe = save_tiny(tmp_path / family, family), Recipe("n", strategy="lora", values=Values(rank=4))
    located = locate(str(folder))
    model = siamese_model(located, recipe, 0).eval()
    some = {name for name, p in model.named_parameters() if p.requires_grad}
    assert some
    assert all("lora_" in name for name in some)
    with torch.no_grad():  # as if trained: the second factor begins at zero
        for name, parameter in model.named_parameters():
            if "lora_B" in name:
                parameter.normal_(std=0.2)
        sentences = ["A man is playing.", "The dog and the cat, on a horse!"]
        plain = siamese_model(located, Recipe("n"), 0).encode(sentences)
        adapted = model.encode(sentences)
        save_model(model, recipe, tmp_path / "merged")
    from sentence_transformers import SentenceTransformer

    merged = SentenceTransformer(str(tmp_path / "merged"), device="cpu")
    assert not any("lora" in name for name, _ in merged.named_parameters())
    assert np.abs(merged.encode(sentences) - adapted).max() < 1e-5
    assert np.abs(plain - adapted).max() > 1e-2


@pytest.mark.parametrize("strategy", list(strategies()))
@pytest.mark.parametrize("objective", list(objectives()))
def test_every_strategy_with_every_objective(strategy: str, objective: str, base: Recipe, tiny: Path) -> None:
    recipe = replace(
        base, strategy=strategy, objective=objective, values=Values(frozen_layers=1, high_score=0.6), measure_every=0
    )
    folder = train(recipe)
    before, after = dict(load(locate(str(tiny)), "cpu").model.state_dict()), weights(folder)
    assert set(after) == set(before)
    changed = {name for name in after if not torch.equal(after[name], before[name])}
    # The pooler is beside the tokens' path, and a key's bias drops out of the softmax: rounding alone moves it.
    may = {
        "full": lambda name: True,
        "frozen": lambda name: "layer.1." in name,
        "bitfit": lambda name: name.endswith("bias"),
        "lora": lambda name: name.endswith("weight") and "LayerNorm" not in name and "embeddings" not in name,
    }[strategy]
    assert changed
    assert all(may(name) for name in changed)
    must = {name for name in after if may(name) and "pooler" not in name and "key.bias" not in name}
    assert must - changed <= {name for name in must if "embeddings" in name}


def test_train_seed_draws_the_same_adapters_again(tiny: Path) -> None:
    def adapters(seed: int) -> dict[str, Any]:
        model = siamese_model(locate(str(tiny)), Recipe("n", strategy="lora"), seed)
        return {name: p.detach().clone() for name, p in model.named_parameters() if p.requires_grad}

    assert same(adapters(3), adapters(3))
    assert not same(adapters(3), adapters(4))
