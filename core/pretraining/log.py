"""The log of a run: one JSON object a line, the unigram baseline first."""

import json
from pathlib import Path
from typing import Any

from ..files import write_atomically

FILE = "log.jsonl"


def lines(folder: Path) -> list[dict[str, Any]]:
    """What was logged; a line that a crash cut short ends it."""
    found: list[dict[str, Any]] = []
    if (folder / FILE).exists():
        for line in (folder / FILE).read_text(encoding="utf-8").splitlines():
            try:
                found.append(json.loads(line))
            except ValueError:
                break
    return found


def keep_until(folder: Path, step: int) -> None:
    """Forget what was logged after a step: it is measured again."""
    kept = [line for line in lines(folder) if line["step"] <= step]
    write_atomically(folder / FILE, "".join(json.dumps(line) + "\n" for line in kept))


def add(folder: Path, **line: Any) -> None:
    """Write one more line."""
    with open(folder / FILE, "a", encoding="utf-8") as out:
        out.write(json.dumps(line) + "\n")
