"""What a training was begun with, so that it goes on with the same: recipe.json in its folder."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import kept
from ..checkpoints import Located
from ..codec import WrongShape
from ..errors import UsageError
from ..program import PROGRAM
from ..texts import Texts
from .recipe import SeedRecipe

FILE = "recipe.json"


@dataclass(frozen=True)
class Begun:
    """What a training's result hangs on.

    Attributes
    ----------
    recipe : SeedRecipe
    fingerprint : str
        Of the checkpoint that it starts from.
    data_hash : str
        Of the training pairs.
    """

    recipe: SeedRecipe
    fingerprint: str
    data_hash: str

    def to_json(self) -> dict[str, Any]:
        """As recipe.json holds it."""
        return {
            "recipe": self.recipe.to_json(),
            "fingerprint": self.fingerprint,
            "data_hash": self.data_hash,
        }


def read_begun(folder: Path) -> Begun | None:
    """What a folder's training was begun with; None where there is none, or it cannot be read."""

    def begun(given: dict[str, Any]) -> Begun:
        recipe, fingerprint, data_hash = (given.get(name) for name in ("recipe", "fingerprint", "data_hash"))
        if not (isinstance(recipe, dict) and isinstance(fingerprint, str) and isinstance(data_hash, str)):
            raise WrongShape("it is not what a training was begun with")
        return Begun(SeedRecipe.from_json(recipe), fingerprint, data_hash)

    return kept.read_as(folder / FILE, begun)


def begin(folder: Path, recipe: SeedRecipe, located: Located, texts: Texts) -> None:
    """Write it down, or check that it is what was written.

    Raises
    ------
    UsageError
        The checkpoint's files or the texts have changed since.
    """
    now, before = Begun(recipe, located.fingerprint, texts.data_hash), read_begun(folder)
    if before is not None and before != now:
        what = "checkpoint" if before.fingerprint != located.fingerprint else "training pairs"
        raise UsageError(
            f"The {what} is not what this training was begun with, so it cannot go on to the same result. "
            f"Begin anew: {PROGRAM} fine-tune --remove {folder.name}"
        )
    kept.write(folder / FILE, now.to_json())
