"""Everything that a fine-tuning depends on, in one frozen value."""

import json
import re
import shlex
from dataclasses import asdict, dataclass, fields
from typing import Any

from ..errors import UsageError
from ..registry import pick
from .objective import objectives
from .strategy import strategies

POOLINGS = {
    "mean": "mean of all token vectors, as in the paper",
    "cls": "the first token's vector ([CLS])",
    "max": "the largest value of each dimension over tokens",
}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


@dataclass(frozen=True)
class Recipe:
    """What is trained, on what, and how; the defaults are the paper's.

    Attributes
    ----------
    name : str
        Key of the result in the catalogue (with '-seed-<s>' behind it where there are several seeds).
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
        Keys of `POOLINGS`, `objectives()` and `strategies()`.
    frozen_layers : int
        For 'frozen': so many layers from below, and the embeddings, stay as they are.
    rank : int
        For 'lora': rank of the update of each weight matrix.
    high_score : float
        For 'multiple-negatives': pairs from this share of the highest score on are positives.
    measure_every : int
        Steps between two measurements; 0 = as often as 10 % of the training time bears.
    probe_pairs : int
        So many pairs of `dev` are the probe on which geometry is measured; 0 = all.
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
    frozen_layers: int = 3
    rank: int = 8
    high_score: float = 0.8
    measure_every: int = 0
    probe_pairs: int = 256

    def __post_init__(self) -> None:
        """Refuse what no training could use.

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
        pick(POOLINGS, self.pooling, "pooling")
        at_least = {"epochs": 1, "batch_size": 1, "rank": 1, "frozen_layers": 0, "measure_every": 0, "probe_pairs": 0}
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
        if not 0 < self.high_score <= 1:
            raise UsageError(f"A high score is a share of the highest, above 0 to 1, not {self.high_score:g}.")
        if not self.seeds or len(set(self.seeds)) < len(self.seeds) or not all(0 <= s < 2**32 for s in self.seeds):
            raise UsageError("Give one or more different seeds, each from 0 to 4294967295.")
        if self.max_length and self.max_length < 3:
            raise UsageError("A maximum length below 3 leaves no room for a word between the special tokens.")

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> "Recipe":
        """What `asdict` and JSON made of a recipe."""
        known = {field.name for field in fields(cls)}
        chosen: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in dict(given).items()
        }
        return cls(**{name: value for name, value in chosen.items() if name in known})

    def to_json(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self)

    def of_seed(self, seed: int) -> dict[str, Any]:
        """What one training of these depends on, as JSON holds it: this without the other seeds."""
        one: dict[str, Any] = json.loads(json.dumps(self.to_json()))
        del one["seeds"]
        return one | {"seed": seed}

    def key(self, seed: int) -> str:
        """Catalogue key of the checkpoint that one seed gives."""
        return self.name if len(self.seeds) == 1 else f"{self.name}-seed-{seed}"

    def command(self) -> str:
        """The shell command that trains this."""
        words = ["python", "-m", "core", "fine-tune"]
        for option in fields(self):
            value = getattr(self, option.name)
            if value == option.default and option.name not in ("checkpoint", "texts", "dev", "name"):
                continue
            flag = "--pairs" if option.name == "texts" else "--" + option.name.replace("_", "-")
            values = map(str, value) if isinstance(value, tuple) else [str(value)]
            words += [flag, *map(shlex.quote, values)]
        return " ".join(words)
