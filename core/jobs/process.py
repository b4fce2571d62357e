"""A job's own process: waits for its lane, does the work, tells others how far it is."""

import contextlib
import logging
import os
import signal
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from filelock import FileLock

from ..errors import Cancelled, IsoscopeError
from ..files import home_error, is_at_home
from ..logs import set_up
from ..pace import Stopwatch
from ..progress import LOADING
from .folder import Status, job_folder, read_request, write_status
from .lanes import Lane, let_others_go_first, taken
from .state import State

STOPPED = "Stopped by you."
OFTEN = 0.2  # seconds between two reports of one unit


def work(id: str, own_process: bool = False) -> int:
    """Do a job's work in this process; the process's exit code.

    Parameters
    ----------
    id : str
    own_process : bool
        Whether the process has nothing else to do, so that long work may lower its priority for good.
    """
    set_up(logging.INFO)
    folder = job_folder(id)
    asked = read_request(folder)
    if asked is None:
        logging.error("What the job %s was asked for cannot be read.", id)
        return 1
    written = (folder / "request.json").read_bytes()

    def stop(*_: Any) -> None:
        raise Cancelled(STOPPED)

    signal.signal(signal.SIGTERM, stop)
    report = _Reporter(folder)
    with FileLock(folder / "alive.lock"):
        try:
            report.state(State.WAITING)
            with taken(asked.kind.lane, id):
                if own_process and asked.kind.lane is Lane.LONG:
                    let_others_go_first()
                report.state(State.LOADING)
                asked.kind.run(asked.request, report)
                write_status(folder, Status(State.DONE))  # before the next one runs
            return 0
        except Cancelled as error:
            if written == (folder / "request.json").read_bytes():  # or it was started again meanwhile
                write_status(folder, Status(State.CANCELLED, message=str(error)))
        except IsoscopeError as error:
            logging.error("%s", error)
            write_status(folder, Status(State.FAILED, message=str(error)))
        except OSError as error:
            logging.exception("The disk, or a bug:")
            said = str(home_error(error)) if is_at_home(error) else _unforeseen(error)
            write_status(folder, Status(State.FAILED, message=said))
        except Exception as error:
            logging.exception("A bug, not your input:")
            write_status(folder, Status(State.FAILED, message=_unforeseen(error)))
        return 1


def _unforeseen(error: Exception) -> str:
    return f"Something unforeseen went wrong: {type(error).__name__}: {error}. The log has the details."


class _Reporter:
    """Writes progress at most five times a second, and stops the work once it was cancelled."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._watch = folder, Stopwatch()
        self._unit: str | None = None
        self._written = 0.0

    def state(self, state: State) -> None:
        """Tell a state in which nothing is counted."""
        self._stop_if_cancelled()
        unit = LOADING if state is State.LOADING else ""
        write_status(self._folder, Status(state, unit=unit, pid=os.getpid()))

    def __call__(self, done: float, total: float, unit: str) -> None:
        self._stop_if_cancelled()
        pace, now = self._watch.read(done, total, unit), time.monotonic()
        if unit == self._unit and now - self._written < OFTEN and done < total:
            return
        self._unit, self._written = unit, now
        state = State.LOADING if unit == LOADING else State.RUNNING
        with contextlib.suppress(OSError):  # a full disk: how far it is is not worth its end
            write_status(self._folder, Status(state, **asdict(pace), pid=os.getpid()))

    def _stop_if_cancelled(self) -> None:
        if (self._folder / "cancel").exists():
            raise Cancelled(STOPPED)
