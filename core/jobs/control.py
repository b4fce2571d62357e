"""Start jobs in processes of their own, stop them, forget them."""

import contextlib
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from ..files import home, home_errors, lock, newest_first
from ..registry import pick
from .folder import Status, is_alive, job_folder, read_status, write_request, write_status
from .job import Job, job_id
from .kind import kinds
from .process import STOPPED
from .remembered import find
from .state import State

_log = logging.getLogger(__name__)
REMEMBERED = 50  # jobs whose logs stay


def start(kind: str, request: Any) -> Job:
    """Start a job in a new process, or return the one that is already on its way.

    Raises
    ------
    StoreError
        Nothing can be written to the home.
    """
    id = job_id(kind, request)
    with lock(f"start-{id}"):
        present = find(id)
        if present and present.active:
            return present
        folder = job_folder(id)
        with home_errors():
            (folder / "cancel").unlink(missing_ok=True)
            write_request(folder, pick(kinds(), kind, "kind of job"), request)
            write_status(folder, Status(State.WAITING))
            _forget_old()
            _launch(id)
    _log.info("Job %s (%s) is started.", id, kind)
    return Job(id, kind, request, State.WAITING, created=time.time())


def cancel(id: str) -> None:
    """Stop a job; what it was writing is thrown away, what was finished stays."""
    present, folder = find(id), job_folder(id)
    if present is None or not present.active:
        return
    (folder / "cancel").touch()
    status = read_status(folder)
    if status is not None and status.pid and is_alive(folder):
        with contextlib.suppress(OSError):
            os.kill(status.pid, signal.SIGTERM)
    write_status(folder, Status(State.CANCELLED, message=STOPPED))


def forget(id: str) -> None:
    """Take what is remembered of a job that has ended off the disk."""
    present = find(id)
    if present is not None and not present.active:
        shutil.rmtree(job_folder(id), ignore_errors=True)


def _launch(id: str) -> None:
    """Start a job's process, which outlives this one; a thread waits for its end, so that no zombie is left of it."""
    root = Path(__file__).resolve().parents[2]
    with open(job_folder(id) / "log.txt", "wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", str(__package__), id],
            env={"OMP_WAIT_POLICY": "PASSIVE"}  # threads that spin at barriers starve the dashboard, and each other
            | os.environ
            | {"PYTHONPATH": os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH")]))},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    threading.Thread(target=process.wait, name=f"end of job {id}", daemon=True).start()


def _forget_old() -> None:
    folders = newest_first((home() / "jobs").iterdir())
    for folder in folders[REMEMBERED:]:
        if not is_alive(folder):
            shutil.rmtree(folder, ignore_errors=True)
