"""Long work in a process of its own: progress on disk, cancel, a log; pages come and go beside it.

What a job works out is stored by its kind (a study's answer with all others). Jobs of a lane run in turn.
"""

from .control import cancel, forget, start
from .job import Job, job_id
from .process import STOPPED
from .remembered import all_jobs, find, log
from .state import State
from .waiting import leave, note_waiting

__all__ = [
    "STOPPED",
    "Job",
    "State",
    "all_jobs",
    "cancel",
    "find",
    "forget",
    "job_id",
    "leave",
    "log",
    "note_waiting",
    "start",
]
