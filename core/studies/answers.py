"""Results on disk: small JSON files, each with its own checksum; a damaged one is a miss."""

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

from ..files import home, newest_first, write_atomically

MOST = 4000  # files; the oldest go first
_log = logging.getLogger(__name__)


def read(key: str) -> Any | None:
    """The result kept under a key, or None."""
    path = _path(key)
    try:
        checksum, _, body = path.read_text(encoding="utf-8").partition("\n")
        if checksum != hashlib.sha256(body.encode()).hexdigest():
            raise ValueError("its content is not what was written")
        return json.loads(body)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        _log.warning("The result in %s is not usable (%s); it will be computed again.", path, error)
        return None


def write(key: str, result: Any) -> None:
    """Keep a result (anything JSON can hold)."""
    body = json.dumps(result)
    write_atomically(_path(key), f"{hashlib.sha256(body.encode()).hexdigest()}\n{body}")
    present = list(_path(key).parent.glob("*.json"))
    if len(present) > MOST:
        for old in newest_first(present)[MOST:]:
            old.unlink(missing_ok=True)


def clear() -> None:
    """Forget every result."""
    for path in _path("x").parent.glob("*"):  # also what killed writers left
        path.unlink(missing_ok=True)


def _path(key: str) -> Path:
    return home() / "results" / f"{key}.json"
