"""JSON files of a checkpoint, read or refused by name."""

import json
from pathlib import Path
from typing import Any

from ..errors import CheckpointError
from .kinds import is_lfs_pointer


def read_json(path: Path) -> Any:
    """A JSON file's content, or an error that names the file."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        if path.is_file() and is_lfs_pointer(path):
            raise CheckpointError(lfs_sentence(path)) from error
        raise CheckpointError(
            f"{path} cannot be read as JSON ({error}). Download or save the checkpoint again."
        ) from error


def read_object(path: Path) -> dict[str, Any]:
    """The content of a JSON file that must hold an object."""
    content = read_json(path)
    if not isinstance(content, dict):
        raise CheckpointError(f"{path} is not a JSON object. Download or save the checkpoint again.")
    return content


def lfs_sentence(path: Path) -> str:
    """What to do about a file whose content Git has not fetched."""
    return f"{path} is a Git LFS pointer, not the file itself. Fetch it in that folder: git lfs pull."
