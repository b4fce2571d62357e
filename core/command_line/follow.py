"""Watch a job from a terminal: its bar, then how it ended."""

import sys
import time

from .. import jobs
from ..errors import IsoscopeError
from ..program import PROGRAM
from .progress_bar import ProgressBar


def follow(id: str) -> jobs.Job:
    """Draw a job's progress until it has ended.

    Raises
    ------
    IsoscopeError
        It failed, died or was cancelled; the message says why and how to go on.
    """
    with ProgressBar(sys.stderr) as bar:
        while (job := jobs.find(id)) is not None and job.active:
            bar.draw(job.pace.share, job.words())
            time.sleep(0.3)
    if job is None:
        raise IsoscopeError(f"There is no job {id!r}. '{PROGRAM} jobs' lists them.")
    if job.state is not jobs.State.DONE:
        raise IsoscopeError(f"{job.title}: {job.state}. {job.message}")
    return job
