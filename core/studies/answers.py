"""Answers on disk: small JSON files, each with its own checksum; a file that is damaged or of another shape is a miss."""

import hashlib
import json
import logging
from pathlib import Path
from typing import Any, TypeVar

from ..codec import from_json, to_json
from ..errors import IsoscopeError
from ..files import home, newest_first, write_atomically

MOST = 4000  # files; the oldest go first
T = TypeVar("T")
_log = logging.getLogger(__name__)


def read(name: str, kind: type[T]) -> T | None:
    """The answer that is stored under a name, or None."""
    path = _path(name)
    try:
        checksum, _, body = path.read_text(encoding="utf-8").partition("\n")
        if checksum != hashlib.sha256(body.encode()).hexdigest():
            raise ValueError("its content is not what was written")
        return from_json(kind, json.loads(body))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError, IsoscopeError) as error:  # a request in it may be refused by now
        _log.warning("The answer in %s is not usable (%s); it will be computed again.", path, error)
        return None


def write(name: str, answer: Any) -> None:
    """Store an answer (whatever the codec can hold) under a name."""
    body = json.dumps(to_json(answer))
    write_atomically(_path(name), f"{hashlib.sha256(body.encode()).hexdigest()}\n{body}")
    present = list(_path(name).parent.glob("*.json"))
    if len(present) > MOST:
        for old in newest_first(present)[MOST:]:
            old.unlink(missing_ok=True)


def clear() -> None:
    """Forget every answer."""
    for path in _path("x").parent.glob("*"):  # also what killed writers left
        path.unlink(missing_ok=True)


def _path(name: str) -> Path:
    return home() / "results" / f"{name}.json"
