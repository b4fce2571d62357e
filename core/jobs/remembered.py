"""Jobs that are on their way or have ended, from what is on disk."""

import time

from ..files import home
from .folder import Asked, Status, is_alive, job_folder, read_request, read_status
from .job import Job
from .lanes import last_in
from .state import State

STARTUP = 30.0  # seconds a new process has until it must hold its lock
DIED = "The process ended without a word: it was killed, the memory ran out, or the disk is full; its log may say why."


def find(id: str) -> Job | None:
    """A job's present state, None if there never was one (or it was forgotten)."""
    folder = job_folder(id)
    asked, status = read_request(folder), read_status(folder)
    if asked is None or status is None:
        return None
    started = status.pid or time.time() - asked.created > STARTUP
    if status.state.active and started and not is_alive(folder):
        status = read_status(folder) or status  # what it wrote while we looked, before it freed its lock
        if status.state.active:
            status = Status(State.DIED, message=DIED)
    return _job(id, asked, status)


def all_jobs() -> list[Job]:
    """Every job that is remembered, the one asked for last first."""
    folder = home() / "jobs"
    present = [find(path.name) for path in folder.iterdir()] if folder.is_dir() else []
    return sorted((job for job in present if job), key=lambda job: -job.created)


def log(id: str) -> str:
    """What the job's process printed."""
    try:
        return (job_folder(id) / "log.txt").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _job(id: str, asked: Asked, status: Status) -> Job:
    return Job(
        id,
        asked.kind.key,
        asked.request,
        status.state,
        status.done,
        status.total,
        status.unit,
        status.message,
        status.seconds,
        asked.created,
        status.begun,
        _ahead_of(id, asked) if status.state is State.WAITING else "",
    )


def _ahead_of(id: str, asked: Asked) -> str:
    """Title of the job that has the lane, '' where none has."""
    holder = last_in(asked.kind.lane)
    other = find(holder) if holder and holder != id else None
    return other.title if other and other.active and other.state is not State.WAITING else ""
