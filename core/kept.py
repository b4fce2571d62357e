"""Small JSON files on disk, each with its own checksum: one that is damaged or of another shape is a miss, told in the log.

Files of earlier versions have no checksum; they are read all the same.
"""

import hashlib
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from .codec import from_json, to_json
from .errors import IsoscopeError
from .files import write_atomically

CHECKSUM = "checksum"
T = TypeVar("T")
_log = logging.getLogger(__name__)


def sealed(value: Any) -> str:
    """JSON text of a value that the codec makes an object of, with its checksum in it."""
    content: dict[str, Any] = json.loads(json.dumps(to_json(value), allow_nan=False))
    return json.dumps(content | {CHECKSUM: _checksum(content)}, indent=1)


def write(path: Path, value: Any) -> None:
    """Put a value on disk, whole or not at all."""
    write_atomically(path, sealed(value))


def load(path: Path) -> dict[str, Any]:
    """The object that a file holds, without its checksum.

    Raises
    ------
    OSError
        It cannot be read.
    ValueError
        It is no JSON object, or its content is not what was written.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(content, dict):
        raise ValueError("it is no JSON object")
    stated = content.pop(CHECKSUM, None)
    if stated is not None and stated != _checksum(content):
        raise ValueError("its content is not what was written")
    return content


def read(path: Path, kind: type[T], accept: Callable[[T], bool] = lambda value: True) -> T | None:
    """The value that a file holds; None where there is no file, or none that can be used.

    Parameters
    ----------
    path : Path
    kind : type
        As in `core.codec.from_json`.
    accept : callable
        Whether a value of the right shape is the one that was looked for.
    """
    return read_as(path, lambda content: from_json(kind, content), accept)


def read_as(path: Path, made_of: Callable[[Any], T], accept: Callable[[T], bool] = lambda value: True) -> T | None:
    """As `read`, for what is more than its JSON: `made_of` raises ValueError or IsoscopeError where it is damaged."""
    try:
        value = made_of(load(path))
        if not accept(value):
            raise ValueError("it belongs to something else")
        return value
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, IsoscopeError) as error:
        _log.warning("%s is not usable (%.200s); it is passed over.", path, error)
        return None


def _checksum(content: dict[str, Any]) -> str:
    """Of the content, however it is laid out."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
