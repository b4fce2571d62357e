"""Which files of this machine texts may be read from, by where their name came from.

On the command line everything that the user may read. On pages, whoever opens a link or sits at another machine must not
read this one's files: links carry keys and uploads alone, and a typed path works where the browser is on this machine. What
lies under a folder of `ISOSCOPE_ROOTS` is open to all.
"""

import os
from collections.abc import Callable
from enum import Enum
from pathlib import Path


class Origin(Enum):
    """Where a name came from."""

    COMMAND = "command"
    TYPED_HERE = "typed here"  # on a page, in a browser on this machine
    TYPED_ELSEWHERE = "typed elsewhere"
    LINK = "link"


_who: list[Callable[[], Origin]] = [lambda: Origin.COMMAND]
ELSEWHERE = " Files of this machine are named by typing in a browser on it; from elsewhere, upload the file."


def ask(who: Callable[[], Origin]) -> None:
    """Let `who` say where names come from: a server's pages know, this floor does not."""
    _who[0] = who


def roots() -> list[Path]:
    """The folders of `ISOSCOPE_ROOTS`, which are separated as those of PATH are."""
    given = os.environ.get("ISOSCOPE_ROOTS", "")
    return [Path(folder).expanduser().resolve() for folder in given.split(os.pathsep) if folder.strip()]


def may_read(path: Path, origin: Origin) -> bool:
    """Whether a name from there may lead to this file; links inside a root that lead out of it may not."""
    if origin in (Origin.COMMAND, Origin.TYPED_HERE):
        return True
    real = path.resolve()
    return any(real.is_relative_to(root) for root in roots())


def may_be_read(path: Path) -> bool:
    """Whether a name that comes from where names come from now may lead to this file."""
    return may_read(path, _who[0]())


def refusal() -> str:
    """What is added where a name leads to no texts; the same whether there is such a file or not."""
    return "" if _who[0]() in (Origin.COMMAND, Origin.TYPED_HERE) else ELSEWHERE
