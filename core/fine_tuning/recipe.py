"""Everything that a fine-tuning depends on, in one frozen value."""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from itertools import chain
from typing import Any

from ..checkpoints import Located
from ..codec import WrongShape, from_json, to_json
from ..errors import UsageError
from ..parameters import USUAL, Owner, Parameter, Value, Values, complete, flags, parameters_of
from ..program import PROGRAM
from ..registry import pick
from .objective import Objective, objectives
from .strategy import Strategy, strategies

POOLINGS = {
    "mean": "mean of all token vectors, as in the paper",
    "cls": "the first token's vector ([CLS])",
    "max": "the largest value of each dimension over tokens",
    "weightedmean": "mean of all token vectors, the later the heavier",
    "lasttoken": "the last token's vector",
    "mean_sqrt_len_tokens": "sum of all token vectors over the root of their number",
}
_ALWAYS_SAID = ("name", "checkpoint", "texts", "dev", "pooling")  # by `command`
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


def own_pooling(checkpoint: Located) -> str:
    """The pooling to train a checkpoint with: its own where it states some of `POOLINGS`, else the paper's.

    Of a causal one, the last token's: no other has seen the sentence.
    """
    stated = checkpoint.card.pooling
    if stated and set(stated.split("+")) <= set(POOLINGS):
        return stated
    return "lasttoken" if checkpoint.causal and not stated else Recipe.pooling


@dataclass(frozen=True)
class Recipe:
    """What is trained, on what, and how; the defaults are the paper's.

    Attributes
    ----------
    name : str
        Key of the result in the catalogue (followed by '-seed-<s>' where there are several seeds).
    checkpoint : str
        What it starts from: a catalogue key, folder or hub id.
    texts, dev, test : str
        Texts with scored pairs to train on; to watch and score on; to score at the end only ('' = none).
    columns : tuple of str
        For a file of training pairs: first sentence, second sentence, score.
    epochs, batch_size : int
    learning_rate : float
        At the end of the warm-up; then it falls linearly to 0.
    warm_up : float
        Share of all steps.
    seeds : tuple of int
        One training each, in sequence; a seed fixes the order of the pairs and dropout.
    max_length : int
        Longest sentence in tokens; 0 = what the checkpoint reads.
    pooling, objective, strategy : str
        Keys of `POOLINGS` (several joined by '+': their vectors one behind the other), `objectives()` and `strategies()`.
    measure_every : int
        Steps between two measurements; 0 = as often as 10 % of the training time bears.
    probe_pairs : int
        So many pairs of `dev` are the probe on which geometry is measured; 0 = all.
    values : mapping of str to value
        Of every parameter that a strategy or an objective declares; those that are missing are as usual.
    """

    name: str
    checkpoint: str = "small-bert"
    texts: str = "stsb-train"
    columns: tuple[str, ...] = ()
    dev: str = "stsb-dev"
    test: str = ""
    epochs: int = 3
    batch_size: int = 32
    learning_rate: float = 7e-5
    warm_up: float = 0.1
    seeds: tuple[int, ...] = (0,)
    max_length: int = 0
    pooling: str = "mean"
    objective: str = "cosine"
    strategy: str = "full"
    measure_every: int = 0
    probe_pairs: int = 256
    values: Mapping[str, Value] = USUAL

    def __post_init__(self) -> None:
        """Complete the values, and refuse what no training could use.

        Raises
        ------
        UsageError
        """
        if not _NAME.fullmatch(self.name):
            raise UsageError(
                f"{self.name!r} is no name for a checkpoint: use 1 to 64 letters, digits, '.', '_' and '-', a letter or digit first."
            )
        objective = pick(objectives(), self.objective, "objective")
        pick(strategies(), self.strategy, "strategy")
        for one in self.pooling.split("+"):
            pick(POOLINGS, one, "pooling")
        object.__setattr__(self, "values", _completed(self.values))
        at_least = {"epochs": 1, "batch_size": 1, "measure_every": 0, "probe_pairs": 0}
        for field, least in at_least.items():
            if getattr(self, field) < least:
                raise UsageError(f"Give {least} or more for {field.replace('_', ' ')}, not {getattr(self, field)}.")
        if self.batch_size < objective.least_batch:
            raise UsageError(
                f"{objective.label} compares the pairs of a batch with each other: the batch size is "
                f"{objective.least_batch} or more, not {self.batch_size}."
            )
        if len(self.columns) not in (0, 3):
            raise UsageError("Give three columns of the file of pairs: first sentence, second sentence, score.")
        if not 0 < self.learning_rate < 1:
            raise UsageError(
                f"The learning rate lies between 0 and 1 (the paper: 7e-5), not at {self.learning_rate:g}."
            )
        if not 0 <= self.warm_up < 1:
            raise UsageError(f"The warm-up is a share of all steps, from 0 to below 1, not {self.warm_up:g}.")
        if not self.seeds or len(set(self.seeds)) < len(self.seeds) or not all(0 <= s < 2**32 for s in self.seeds):
            raise UsageError("Give one or more different seeds, each from 0 to 4294967295.")
        if self.max_length and self.max_length < 3:
            raise UsageError("A maximum length below 3 leaves no room for a word between the special tokens.")

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> "Recipe":
        """What `to_json` made of a recipe, or a mapping of its fields and parameters by name; other names are left out.

        Raises
        ------
        UsageError
            No training could use it.
        WrongShape
            It is not what a recipe's JSON looks like.
        """
        nested = given.get("values", {}) if isinstance(given, Mapping) else None
        if not isinstance(nested, Mapping):
            raise WrongShape(f"This is no recipe: {given!r:.60}")
        plain = {name: value for name, value in to_json(given).items() if value is not None}
        together = plain | to_json(nested)  # side by side, or as the codec writes a recipe
        return from_json(cls, plain | {"values": {name: together[name] for name in parameters() if name in together}})

    def to_json(self) -> dict[str, Any]:
        """As JSON holds it: fields and values of parameters side by side."""
        plain: dict[str, Any] = to_json(self)
        return plain | plain.pop("values")

    def of_seed(self, seed: int) -> "SeedRecipe":
        """What one training of these depends on: this without the other seeds."""
        return SeedRecipe(replace(self, seeds=(seed,)))

    def key(self, seed: int) -> str:
        """Catalogue key of the checkpoint that one seed gives."""
        return self.name if len(self.seeds) == 1 else f"{self.name}-seed-{seed}"

    def used(self) -> Values:
        """The values that matter: those of the chosen strategy and objective."""
        return Values(complete(self._strategy, self.values) | complete(self._objective, self.values))

    def command(self) -> str:
        """The shell command that trains this."""
        words = [PROGRAM, "fine-tune"]
        for option in fields(self):
            value = getattr(self, option.name)
            if option.name == "values" or (value == option.default and option.name not in _ALWAYS_SAID):
                continue
            flag = "--pairs" if option.name == "texts" else "--" + option.name.replace("_", "-")
            values = map(str, value) if isinstance(value, tuple) else [str(value)]
            words += [flag, *map(shlex.quote, values)]
        return " ".join(words + flags(parameters().values(), self.values))

    @property
    def _strategy(self) -> Strategy:
        return strategies()[self.strategy]

    @property
    def _objective(self) -> Objective:
        return objectives()[self.objective]


@dataclass(frozen=True)
class SeedRecipe:
    """What one training depends on: a recipe of a single seed.

    Attributes
    ----------
    recipe : Recipe
        With one seed; its name is that of all seeds.
    """

    recipe: Recipe

    @property
    def seed(self) -> int:
        """The seed."""
        return self.recipe.seeds[0]

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> "SeedRecipe":
        """What `to_json` made of it.

        Raises
        ------
        UsageError, WrongShape
            As `Recipe.from_json`.
        """
        seed = given.get("seed") if isinstance(given, Mapping) else None
        if seed is None:
            raise WrongShape(f"This is no recipe of a seed: {given!r:.60}")
        return cls(Recipe.from_json({**given, "seeds": [seed]}))

    def to_json(self) -> dict[str, Any]:
        """As `Recipe.to_json`, but for `seed` in place of `seeds`."""
        plain = self.recipe.to_json()
        del plain["seeds"]
        return plain | {"seed": self.seed}


def owners() -> list[Owner]:
    """The declarations whose parameters a recipe has values for."""
    return [*strategies().values(), *objectives().values()]


def parameters() -> dict[str, Parameter[Any]]:
    """Every parameter of a strategy or objective, by name.

    Raises
    ------
    ValueError
        Two of them declare one name differently, or one takes the name of a field of `Recipe`.
    """
    every = parameters_of(owners())
    for field in fields(Recipe):
        if field.name in every:
            raise ValueError(
                f"{every[field.name][1][0].label} declares the parameter {field.name!r}, which every recipe has. "
                "Give it another name."
            )
    return {name: parameter for name, (parameter, _) in every.items()}


def _completed(given: Mapping[str, Value]) -> Values:
    """A value for every parameter.

    Raises
    ------
    UsageError
        A parameter that nothing declares, or a value that it does not allow.
    """
    known = parameters()
    for name in given:
        pick(known, name, "parameter")
    return Values(chain.from_iterable(complete(owner, given).items() for owner in owners()))
