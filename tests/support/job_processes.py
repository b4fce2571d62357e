"""Wait for jobs, look at their processes, or let there be none."""

import json
import time
from collections.abc import Callable
from typing import Any

from core import jobs
from core.jobs.folder import job_folder


def wait_for(condition: Callable[[], Any], seconds: float = 90) -> Any:
    """What a condition says once it says something."""
    end = time.monotonic() + seconds
    while not (said := condition()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
    return said


def state_of(id: str) -> jobs.State:
    """The present state of a job that is known."""
    job = jobs.find(id)
    assert job is not None
    return job.state


def works(id: str) -> bool:
    """Whether a job has its lane."""
    return state_of(id) in (jobs.State.LOADING, jobs.State.RUNNING)


def ended(id: str) -> jobs.Job:
    """The job once it is over."""
    return wait_for(lambda: (job := jobs.find(id)) and not job.active and job)


def pid_of(id: str) -> int:
    """The job's process, once it told who it is."""
    return int(wait_for(lambda: json.loads((job_folder(id) / "status.json").read_text())["pid"]))


class NoProcess:
    """In place of a process: one that never comes up."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self.returncode = 0

    def wait(self) -> int:
        return self.returncode
