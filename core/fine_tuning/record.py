"""What is known of a checkpoint that was fine-tuned here: its card.json, typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from .. import codec
from ..checkpoints import Card, trained
from ..errors import UsageError
from .recipe import SeedRecipe

M = TypeVar("M", bound="Made")


@dataclass(frozen=True)
class Score:
    """STS scores (100 x Spearman) of one text before and after, as sentence-transformers computes them.

    Attributes
    ----------
    texts, title : str
        Name and title of the text.
    before, after : float
        NaN where the gold scores are all alike; the same holds for what follows.
    ci95 : (float, float)
        Of `after`: a 95 % interval over pairs, those that share a sentence together.
    change : float
        In points.
    change_ci95 : (float, float)
        Of the change: a 95 % interval, paired.
    n_pairs : int
    change_ci95_by_source : (float, float) or None
        Of the change, over the text's sources of pairs; None where it has fewer than two.
    """

    texts: str
    title: str
    before: float
    after: float
    ci95: tuple[float, float]
    change: float
    change_ci95: tuple[float, float]
    n_pairs: int
    change_ci95_by_source: tuple[float, float] | None = None


@dataclass(frozen=True)
class Base:
    """What a training started from: name, commit on the hub ('' elsewhere), and hashes of weights and of all files."""

    checkpoint: str
    revision: str
    weight_hash: str
    fingerprint: str


@dataclass(frozen=True)
class Data:
    """What a training learned from; `score_scale` is the score that counts as 1, `unused_rows` had no usable pair; `told`: how files were read."""

    texts: str
    title: str
    hash: str
    n_pairs: int
    score_scale: float
    unused_rows: int = 0
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seconds:
    """What a training took, in seconds."""

    training: float
    measuring: float
    saving: float
    scoring: float


@dataclass(frozen=True)
class Made:
    """How a checkpoint came about, and what it scores.

    Attributes
    ----------
    recipe : SeedRecipe
    command : str
        That trains it, with all seeds.
    base : Base
    data : Data
    steps : int
    scores : dict of str to Score
        Of 'dev' and 'test', where there are any.
    versions : dict of str to str
        Of the libraries.
    created : str
        UTC, ISO 8601.
    """

    recipe: SeedRecipe
    command: str
    base: Base
    data: Data
    steps: int
    scores: dict[str, Score]
    versions: dict[str, str]
    created: str

    def to_json(self) -> dict[str, Any]:
        """As card.json holds it."""
        plain: dict[str, Any] = codec.to_json(self)
        return plain | {"recipe": self.recipe.to_json()}

    @classmethod
    def from_json(cls: type[M], given: Mapping[str, Any]) -> M:
        """What `to_json` made of it.

        Raises
        ------
        UsageError, WrongShape
            It is damaged, or no training could use its recipe.
        """
        recipe = codec.to_json(SeedRecipe.from_json(given.get("recipe", {})))
        return codec.from_json(cls, {**given, "recipe": recipe})


@dataclass(frozen=True)
class Record(Made):
    """The card.json of a training's folder.

    Attributes
    ----------
    card : Card
        As the catalogue has it.
    seconds : Seconds
    format : int
    """

    card: Card
    seconds: Seconds
    format: int = trained.FORMAT


def record_of(key: str) -> Record | None:
    """What is known of a checkpoint that was fine-tuned here; None where there is none, or its card is damaged."""
    given = trained.read_record(key)
    try:
        return None if given is None else Record.from_json(given)
    except (codec.WrongShape, UsageError):
        return None
