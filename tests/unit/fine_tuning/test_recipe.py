"""A recipe refuses what no training could use, and survives JSON and its own command."""

import json
import shlex
from dataclasses import asdict
from typing import Any

import pytest

from core.codec import from_json, to_json
from core.command_line.main import _parser
from core.errors import UsageError
from core.fine_tuning.recipe import Recipe, SeedRecipe
from core.parameters import Values


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "no name for a checkpoint"),
        ({"name": ".."}, "no name for a checkpoint"),
        ({"name": "a/b"}, "no name for a checkpoint"),
        ({"name": "x" * 65}, "no name for a checkpoint"),
        ({"objective": "triplet"}, "Unknown objective 'triplet'. Choose one of: cosine, cosent, multiple-negatives"),
        ({"strategy": "none"}, "Unknown strategy 'none'. Choose one of: full, frozen, bitfit, lora"),
        ({"pooling": "sum"}, "Unknown pooling 'sum'. Choose one of: mean, cls, max"),
        ({"epochs": 0}, "1 or more for epochs, not 0"),
        ({"batch_size": 0}, "1 or more for batch size, not 0"),
        ({"values": Values(rank=0)}, "Rank of the updates of LoRA cannot be 0: give 1 to 10000"),
        (
            {"values": Values(frozen_layers=-1)},
            "Frozen layers, from below of Lower layers frozen cannot be -1: give 0 to",
        ),
        ({"values": Values(frozen_layers=1.5)}, "cannot be 1.5"),
        ({"values": Values(depth=1)}, "Unknown parameter 'depth'. Choose one of: frozen_layers, rank, high_score"),
        ({"measure_every": -1}, "0 or more for measure every, not -1"),
        ({"probe_pairs": -1}, "0 or more for probe pairs, not -1"),
        ({"learning_rate": 0.0}, "between 0 and 1"),
        ({"learning_rate": 1.0}, "between 0 and 1"),
        ({"learning_rate": float("nan")}, "between 0 and 1"),
        ({"warm_up": 1.0}, "from 0 to below 1"),
        ({"warm_up": -0.1}, "from 0 to below 1"),
        ({"values": Values(high_score=0.0)}, "share of the highest"),
        ({"values": Values(high_score=1.1)}, "share of the highest"),
        ({"values": Values(high_score=float("nan"))}, "share of the highest"),
        ({"seeds": ()}, "different seeds"),
        ({"seeds": (1, 1)}, "different seeds"),
        ({"seeds": (-1,)}, "different seeds"),
        ({"seeds": (2**32,)}, "different seeds"),
        ({"max_length": 2}, "leaves no room"),
        ({"columns": ("a", "b")}, "three columns"),
        ({"batch_size": 1, "objective": "cosent"}, "the batch size is 2 or more"),
        ({"batch_size": 1, "objective": "multiple-negatives"}, "the batch size is 2 or more"),
    ],
)
def test_a_recipe_that_no_training_could_use_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        Recipe(**{"name": "name"} | changes)


RECIPES = [
    Recipe("plain"),
    Recipe(
        "all-changed",
        checkpoint="some/hub-id@v1",
        texts="my pairs.csv",
        columns=("first one", "second", "it's a score"),
        dev="",
        test="stsb-test",
        epochs=1,
        batch_size=8,
        learning_rate=1.5e-5,
        warm_up=0.0,
        seeds=(0, 1, 4294967295),
        max_length=64,
        pooling="cls",
        objective="multiple-negatives",
        strategy="lora",
        values=Values(frozen_layers=1, rank=4, high_score=0.75),
        measure_every=10,
        probe_pairs=0,
    ),
]


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_a_recipe_survives_json_and_its_own_command(recipe: Recipe) -> None:
    assert Recipe.from_json(json.loads(json.dumps(recipe.to_json()))) == recipe
    words = shlex.split(recipe.command())
    assert words[:4] == ["python", "-m", "core", "fine-tune"]
    assert Recipe.from_json(vars(_parser().parse_args(words[3:]))) == recipe
    assert from_json(Recipe, json.loads(json.dumps(to_json(recipe)))) == recipe
    assert Recipe.from_json(json.loads(json.dumps(asdict(recipe)))) == recipe


def test_every_field_of_a_recipe_is_changed_by_the_test_above() -> None:
    plain, changed = (recipe.to_json() for recipe in RECIPES)
    assert all(plain[name] != changed[name] for name in plain)


OLD = {
    "name": "small-bert-stsb",
    "checkpoint": "small-bert",
    "texts": "stsb-train",
    "columns": [],
    "dev": "stsb-dev",
    "test": "stsb-test",
    "epochs": 3,
    "batch_size": 32,
    "learning_rate": 7e-05,
    "warm_up": 0.1,
    "max_length": 0,
    "pooling": "mean",
    "objective": "cosine",
    "strategy": "full",
    "frozen_layers": 3,
    "rank": 8,
    "high_score": 0.8,
    "measure_every": 0,
    "probe_pairs": 256,
    "seed": 0,
}


def test_a_recipe_on_disk_keeps_its_keys_and_is_the_same_again() -> None:
    recipe = Recipe("small-bert-stsb", test="stsb-test").of_seed(0)
    assert recipe.to_json() == OLD
    assert SeedRecipe.from_json(OLD) == recipe
    # Written before a parameter was declared, or with one that is declared no more.
    assert SeedRecipe.from_json({name: value for name, value in OLD.items() if name != "rank"}) == recipe
    assert SeedRecipe.from_json(OLD | {"declared_once": 1}) == recipe


def test_only_the_values_of_what_was_chosen_are_used() -> None:
    recipe = Recipe("n", strategy="lora", values=Values(rank=4))
    assert recipe.used() == {"rank": 4}
    assert recipe.values == {"frozen_layers": 3, "rank": 4, "high_score": 0.8}
    assert Recipe("n").used() == {}
