"""A job's folder: what its process and those who watch it tell each other.

jobs/<id>/request.json    kind, request, when it was asked for
          status.json     state, how far, the process
          cancel          there once it was cancelled; its process looks for it, as it may be too young for a signal
          alive.lock      held by its process; when that is killed the lock frees itself, which is how others learn of it
          log.txt         what the process printed
"""

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from ..files import home, write_atomically
from .kind import JobKind, kinds
from .state import State


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
    asked = {"kind": kind.key, "request": kind.write(request), "created": time.time()}
    write_atomically(folder / "request.json", json.dumps(asked))


def read_request(folder: Path) -> Asked:
    """What a job was asked for.

    Raises
    ------
    OSError, ValueError, KeyError, TypeError, IsoscopeError
        There is no such job, or its kind or request is foreign.
    """
    asked = json.loads((folder / "request.json").read_text(encoding="utf-8"))
    kind = kinds()[asked["kind"] if "kind" in asked else asked["task"]]  # 'task', as it was called
    return Asked(kind, kind.read(asked["request"]), float(asked["created"]))


def write_status(folder: Path, status: Status) -> None:
    """Tell others how the job is."""
    write_atomically(folder / "status.json", json.dumps(asdict(status)))


def read_status(folder: Path) -> Status | None:
    """How the job is, None where its file says nothing."""
    try:
        written = json.loads((folder / "status.json").read_text(encoding="utf-8"))
        known = {name: written[name] for name in Status.__dataclass_fields__ if name in written}
        return Status(**known | {"state": State(written["state"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_alive(folder: Path) -> bool:
    """Whether the job's process is there."""
    try:
        with FileLock(folder / "alive.lock").acquire(timeout=0):
            return False
    except (Timeout, OSError):
        return True
