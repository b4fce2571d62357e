"""A job's folder: what its process and those who watch it tell each other.

jobs/<id>/request.json    kind, request, when it was asked for
          status.json     state, how far, the process
          cancel          there once it was cancelled; its process looks for it, as it may be too young for a signal
          alive.lock      held by its process; when that is killed the lock frees itself, which is how others learn of it
          log.txt         what the process printed
          waiting/        a file for everybody who waits for it
"""

import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from .. import kept
from ..codec import WrongShape, from_json
from ..files import home
from .kind import JobKind, kinds
from .state import State


@dataclass(frozen=True)
class _Written:
    """request.json; `task` is what `kind` was called."""

    request: Any
    created: float
    kind: str = ""
    task: str = ""


@dataclass(frozen=True)
class Asked:
    """What a job was asked for.

    Attributes
    ----------
    kind : JobKind
    request : object
        As its kind reads it.
    created : float
        Seconds since the epoch.
    """

    kind: JobKind
    request: Any
    created: float


@dataclass(frozen=True)
class Status:
    """How a job is; `done`, `total`, `unit`, `seconds` and `begun` as in `Pace`.

    Attributes
    ----------
    state : State
    message : str
        Why it ended early, in the user's words.
    pid : int
        Of its process, 0 while there is none.
    """

    state: State
    done: float = 0.0
    total: float = 0.0
    unit: str = ""
    seconds: float = 0.0
    begun: float = 0.0
    message: str = ""
    pid: int = 0


def job_folder(id: str) -> Path:
    """Where a job's files are."""
    return home() / "jobs" / id


def write_request(folder: Path, kind: JobKind, request: Any) -> None:
    """Note what is asked for, now."""
    kept.write(folder / "request.json", _Written(kind.write(request), time.time(), kind.key))


def read_request(folder: Path) -> Asked | None:
    """What a job was asked for; None where there is no such job, or its kind or request is foreign."""

    def asked(given: dict[str, Any]) -> Asked:
        written = from_json(_Written, given)
        kind = kinds().get(written.kind or written.task)
        if kind is None or not math.isfinite(written.created):
            raise WrongShape("it is of a kind or a time that there is not")
        return Asked(kind, kind.read(written.request), written.created)

    return kept.read_as(folder / "request.json", asked)


def write_status(folder: Path, status: Status) -> None:
    """Tell others how the job is."""
    kept.write(folder / "status.json", status)


def read_status(folder: Path) -> Status | None:
    """How the job is, None where its file says nothing."""
    return kept.read(folder / "status.json", Status, lambda status: status.pid >= 0)  # -1 is everybody


def is_alive(folder: Path) -> bool:
    """Whether the job's process is there."""
    try:
        with FileLock(folder / "alive.lock").acquire(timeout=0):
            return False
    except (Timeout, OSError):
        return True
