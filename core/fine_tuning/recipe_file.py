"""What an unfinished training was begun with, so that it goes on with the same."""

import json
from pathlib import Path
from typing import Any

from ..checkpoints import Located
from ..errors import UsageError
from ..files import write_atomically
from ..texts import Texts


def read_stated(folder: Path) -> dict[str, Any] | None:
    """`recipe` (as `Recipe.of_seed` gives it), `fingerprint` of the checkpoint, `data_hash`; None where there is none."""
    try:
        stated = json.loads((folder / "recipe.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return stated if isinstance(stated, dict) and isinstance(stated.get("recipe"), dict) else None


def write_stated(folder: Path, recipe: dict[str, Any], located: Located, texts: Texts) -> None:
    """Keep it, or check that it is what was kept.

    Raises
    ------
    UsageError
        The checkpoint's files or the texts have changed since.
    """
    stated = {"recipe": recipe, "fingerprint": located.fingerprint, "data_hash": texts.data_hash}
    kept = read_stated(folder)
    if kept is not None and kept != stated:
        what = "checkpoint" if kept.get("fingerprint") != located.fingerprint else "training pairs"
        raise UsageError(
            f"The {what} is not what this training was begun with, so it cannot go on to the same result. "
            f"Begin anew: python -m core fine-tune --remove {folder.name}"
        )
    write_atomically(folder / "recipe.json", json.dumps(stated, indent=1))
