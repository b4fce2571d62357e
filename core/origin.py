"""Which files and folders of this machine may be read, by where their name came from.

On the command line everything that the user may read. On pages, whoever opens a link or sits at another machine must not
read this one's files: links carry keys and uploads alone, and a typed path works where the browser is on this machine. What
lies under a folder of `ISOSCOPE_ROOTS` is open to all.
"""

import os
from collections.abc import Callable
from enum import Enum
from pathlib import Path

from . import kept
from .files import existing_path, home


class Origin(Enum):
    """Where a name came from."""

    COMMAND = "command"
    TYPED_HERE = "typed here"  # on a page, in a browser on this machine
    TYPED_ELSEWHERE = "typed elsewhere"
    LINK = "link"


_TRUSTED = (Origin.COMMAND, Origin.TYPED_HERE)
_REMEMBERED = 500  # paths that were typed; the oldest go first
_SEPARATORS = 12  # in one name; nobody writes more
_who: list[Callable[[Path], Origin]] = [lambda path: Origin.COMMAND]
ELSEWHERE = " Files of this machine are named by typing in a browser on it; from elsewhere, upload the file."


def ask(who: Callable[[Path], Origin]) -> None:
    """Let `who` say where the name of a (resolved) path comes from: a server's pages know, this floor does not."""
    _who[0] = who


def roots() -> list[Path]:
    """The folders of `ISOSCOPE_ROOTS`, which are separated as those of PATH are."""
    given = os.environ.get("ISOSCOPE_ROOTS", "")
    return [Path(folder).expanduser().resolve() for folder in given.split(os.pathsep) if folder.strip()]


def named_path(name: str) -> Path | None:
    """The file or folder of a name, None where there is none or the name comes from where it may not lead to it."""
    path = existing_path(name)
    return path if path is not None and may_be_read(path) else None


def may_be_read(path: Path) -> bool:
    """Whether a name from where names come from now may lead to a path; links inside a root that lead out of it may not."""
    real = path.resolve()
    return any(real.is_relative_to(root) for root in roots()) or _who[0](real) in _TRUSTED


def refusal() -> str:
    """What is added where a name leads nowhere; the same whether there is such a file or not."""
    return "" if _who[0](Path(os.devnull)) is Origin.COMMAND else ELSEWHERE


def paths_in(name: str) -> set[Path] | None:
    """Every (resolved) path that a name could lead to, whatever stands before and behind it; None for too long a riddle.

    Parameters
    ----------
    name : str
        Of a checkpoint or of texts: '/models/x', 'causal:/models/x', '/texts/a.csv?header=no:150'.
    """
    cuts = [i for i, sign in enumerate(name) if sign in ":?@"]
    if len(cuts) > _SEPARATORS:
        return None
    parts = (name[start:end] for start in (0, *(i + 1 for i in cuts)) for end in (*cuts, len(name)) if start < end)
    found = (existing_path(part.strip()) for part in parts)
    return {path.resolve() for path in found if path is not None}


def remember_typed(path: Path) -> None:
    """Note that somebody typed a path in a browser on this machine: links to it may be opened here (a page loaded again is one)."""
    before = typed()
    if str(path) not in before:
        kept.write(_typed_file(), {"paths": [*before, str(path)][-_REMEMBERED:]})


def typed() -> list[str]:
    """The paths that were typed in browsers on this machine, the newest last."""
    known = kept.read(_typed_file(), dict[str, list[str]]) or {}
    return known.get("paths", [])


def _typed_file() -> Path:
    return home() / "typed.json"
