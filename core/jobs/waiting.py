"""Who waits for a job: a file each in its folder, touched at every look, so that nobody stops what another waits for."""

import contextlib
import time
from pathlib import Path

from .control import cancel
from .folder import job_folder

FRESH = 90.0  # seconds; browsers let a page that is not on the screen look once a minute


def note_waiting(id: str, who: str) -> None:
    """Note that somebody waits for a job, now."""
    folder = _folder(id)
    with contextlib.suppress(OSError):  # the job was forgotten, or the home cannot be written: then nobody is counted
        folder.mkdir(exist_ok=True)
        (folder / who).touch()


def others_wait(id: str, who: str) -> bool:
    """Whether somebody else waits for a job, as far as one can tell."""
    since = time.time() - FRESH
    for path in _folder(id).glob("*"):
        with contextlib.suppress(OSError):
            if path.name != who and path.stat().st_mtime > since:
                return True
    return False


def leave(id: str, who: str) -> bool:
    """Wait no longer for a job; it is cancelled where nobody else waits, and goes on where somebody does (False)."""
    with contextlib.suppress(OSError):
        (_folder(id) / who).unlink()
    if others_wait(id, who):
        return False
    cancel(id)
    return True


def _folder(id: str) -> Path:
    return job_folder(id) / "waiting"
