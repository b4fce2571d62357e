"""Two lanes: a page's short questions are answered while long work goes on, which lets them go first.

One job runs in a lane at a time, so that two do not fight over the cores.
"""

import contextlib
import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from ..files import home, lock, write_atomically

NICE = 5  # leaves a question three quarters of a core that both want; at 19 a training all but stops on a busy machine
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


def let_others_go_first() -> None:
    """From now on others that want a core get the larger part of it; one that nobody else wants is this process's own.

    Notes
    -----
    Linux weighs sessions against each other first and only then the processes of each ("autogroup"), so that a nice
    value says nothing to a process of another session, such as the dashboard: its session's own has to be lowered too.
    """
    with contextlib.suppress(AttributeError, OSError):  # no such thing on Windows
        for thread in _threads():
            os.setpriority(os.PRIO_PROCESS, thread, max(NICE, os.getpriority(os.PRIO_PROCESS, thread)))
    if AUTOGROUP.exists() and os.getsid(0) == os.getpid():  # others' sessions are not this job's to lower
        with contextlib.suppress(OSError):
            AUTOGROUP.write_text(str(NICE), encoding="utf-8")


def _threads() -> list[int]:
    """Of this process, those that libraries began when they were loaded, too; they do not follow the first one."""
    return [int(path.name) for path in TASKS.iterdir()] if TASKS.exists() else [0]


def _holder(lane: Lane) -> Path:
    return home() / "locks" / f"lane-{lane}.job"
