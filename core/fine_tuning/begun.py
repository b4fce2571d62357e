"""What a training was begun with, so that it goes on with the same: recipe.json in its folder."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..checkpoints import Located
from ..errors import UsageError
from ..files import write_atomically
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
    try:
        given = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Begun(SeedRecipe.from_json(given["recipe"]), str(given["fingerprint"]), str(given["data_hash"]))
    except (OSError, ValueError, KeyError, TypeError, UsageError):  # TypeError: it is no object
        return None


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
    write_atomically(folder / FILE, json.dumps(now.to_json(), indent=1))
