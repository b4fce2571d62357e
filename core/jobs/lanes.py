"""Two lanes: a page's short questions are answered while long work goes on, which leaves them the cores.

One job runs in a lane at a time, so that two do not fight over the cores.
"""

import contextlib
import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from ..files import home, lock, write_atomically

LOWEST = 19
AUTOGROUP, TASKS = Path("/proc/self/autogroup"), Path("/proc/self/task")


class Lane(StrEnum):
    """Which jobs a job waits for."""

    SHORT = "short"
    LONG = "long"


@contextlib.contextmanager
def taken(lane: Lane, id: str) -> Iterator[None]:
    """A lane, for one job; waits until it is free. A dead process frees it."""
    with lock(f"lane-{lane}"):
        write_atomically(_holder(lane), id)
        yield


def last_in(lane: Lane) -> str:
    """The id of the job that had a lane last, and has it still unless it has ended; '' where there was none."""
    try:
        return _holder(lane).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def leave_the_cores_to_others() -> None:
    """From now on this process computes with what others leave over.

    Notes
    -----
    Linux weighs sessions against each other first and only then the processes of each ("autogroup"), so that a nice
    value says nothing to a process of another session, such as the dashboard: its session's own has to be lowered too.
    """
    with contextlib.suppress(AttributeError, OSError):  # no such thing on Windows
        for thread in _threads():
            os.setpriority(os.PRIO_PROCESS, thread, LOWEST)
    if AUTOGROUP.exists() and os.getsid(0) == os.getpid():  # others' sessions are not this job's to lower
        with contextlib.suppress(OSError):
            AUTOGROUP.write_text(str(LOWEST), encoding="utf-8")


def _threads() -> list[int]:
    """Of this process, those that libraries began when they were loaded, too; they do not follow the first one."""
    return [int(path.name) for path in TASKS.iterdir()] if TASKS.exists() else [0]


def _holder(lane: Lane) -> Path:
    return home() / "locks" / f"lane-{lane}.job"
