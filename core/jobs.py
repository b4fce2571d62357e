"""Long work in a process of its own: progress on disk, cancel, a log; pages come and go beside it.

    jobs/<id>/request.json    task, request, when it was asked for
              status.json     state, how far, since when
              cancel          there once it was cancelled; its process looks for it, as it may be too young for a signal
              log.txt         what the process printed

What a job finds out is kept by its task (a study's answer with all others). Jobs run one at a time (a lock), so that two do not
fight over the cores. A running process holds `alive.lock`; when it is killed the lock frees itself, which is how
others learn of it.
"""

import contextlib
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from .errors import Cancelled, IsoscopeError
from .files import digest, home, lock, newest_first, write_atomically
from .registry import pick
from .task import tasks

STARTUP = 30.0  # seconds a new process has until it must hold its lock
KEPT = 50  # finished jobs whose logs stay
STOPPED = "Stopped by you."


@dataclass(frozen=True)
class Job:
    """A job as others see it.

    Attributes
    ----------
    id, task : str
    request : object
        As its task reads it: a Selection for studies.
    state : {'queued', 'running', 'done', 'failed', 'cancelled', 'died'}
    done, total : float
        In `unit`; total 0 while unknown.
    unit : str
    message : str
        Why it failed, in the user's words.
    seconds : float
        Since the present unit of work began.
    begun : float
        `done` at that time (a resumed training does not begin at 0).
    """

    id: str
    task: str
    request: Any
    state: str
    done: float = 0.0
    total: float = 0.0
    unit: str = ""
    message: str = ""
    seconds: float = 0.0
    created: float = 0.0
    begun: float = 0.0

    @property
    def title(self) -> str:
        """What it does, in the user's words."""
        return tasks()[self.task].title(self.request)

    @property
    def active(self) -> bool:
        """Whether it is still on its way."""
        return self.state in ("queued", "running")

    @property
    def seconds_left(self) -> float | None:
        """Time left at the present rate, None while there is none."""
        return (self.total - self.done) / self.rate if self.total and self.rate else None

    @property
    def rate(self) -> float | None:
        """Units a second, None while there is none."""
        done = self.done - self.begun
        return done / self.seconds if self.state == "running" and done > 0 and self.seconds >= 1 else None


def job_id(task: str, request: Any) -> str:
    """The same task with the same request is the same job."""
    return digest([task, pick(tasks(), task, "task").identity(request)])


def start(task: str, request: Any) -> Job:
    """Start a job in a new process, or return the one that is already on its way."""
    id = job_id(task, request)
    with lock(f"start-{id}"):
        present = find(id)
        if present and present.active:
            return present
        folder = _folder(id)
        (folder / "cancel").unlink(missing_ok=True)
        write_atomically(
            folder / "request.json",
            json.dumps({"task": task, "request": asdict(request), "created": time.time()}),
        )
        _write_status(folder, state="queued", unit="waiting for the cores")
        _forget_old()
        root = Path(__file__).resolve().parent.parent
        with open(folder / "log.txt", "wb") as log:
            subprocess.Popen(
                [sys.executable, "-m", f"{__package__}.jobs", id],
                env={"OMP_WAIT_POLICY": "PASSIVE"}  # threads that spin at barriers starve the dashboard, and each other
                | os.environ
                | {"PYTHONPATH": os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH")]))},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
    return Job(id, task, request, "queued", created=time.time())


def all_jobs() -> list[Job]:
    """Every job that is remembered, the one asked for last first."""
    folder = home() / "jobs"
    found = [find(path.name) for path in folder.iterdir()] if folder.is_dir() else []
    return sorted((job for job in found if job), key=lambda job: -job.created)


def find(id: str) -> Job | None:
    """A job's present state, None if there never was one (or it was forgotten)."""
    folder = _folder(id)
    try:
        asked = json.loads((folder / "request.json").read_text(encoding="utf-8"))
        status = _status(folder)
        task, created = str(asked["task"]), float(asked["created"])
        request = tasks()[task].read(asked["request"])
    except (OSError, ValueError, KeyError, TypeError, IsoscopeError):
        return None
    if not status:
        return None
    started = "pid" in status or time.time() - created > STARTUP
    if status["state"] in ("queued", "running") and started and not _is_alive(folder):
        status = _status(folder) or status  # what it wrote while we looked, before it freed its lock
        if status["state"] in ("queued", "running"):
            status["state"] = "died"
    state = status["state"]
    since = status.get("since", created)
    return Job(
        id,
        task,
        request,
        state,
        status.get("done", 0.0),
        status.get("total", 0.0),
        status.get("unit", ""),
        status.get("message", "")
        or ("The process ended without a word; its log may say why." if state == "died" else ""),
        max(0.0, status.get("updated", since) - since),
        created,
        status.get("begun", 0.0),
    )


def cancel(id: str) -> None:
    """Stop a job; what it was writing is thrown away, what was finished stays."""
    present, folder = find(id), _folder(id)
    if present is None or not present.active:
        return
    (folder / "cancel").touch()
    with contextlib.suppress(OSError, ValueError, KeyError):
        pid = _status(folder)["pid"]
        if _is_alive(folder):
            os.kill(int(pid), signal.SIGTERM)
    _write_status(folder, state="cancelled", message=STOPPED)


def forget(id: str) -> None:
    """Take what is remembered of a job that has ended off the disk."""
    present = find(id)
    if present is not None and not present.active:
        shutil.rmtree(_folder(id), ignore_errors=True)


def log(id: str) -> str:
    """What the job's process printed."""
    try:
        return (_folder(id) / "log.txt").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def work(id: str) -> int:
    """The job's process: run the task, keep others informed."""
    folder = _folder(id)
    words = (folder / "request.json").read_text(encoding="utf-8")
    asked = json.loads(words)
    task = tasks()[asked["task"]]
    request = task.read(asked["request"])
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    report = _Reporter(folder)

    def stop(*_: Any) -> None:
        raise Cancelled(STOPPED)

    signal.signal(signal.SIGTERM, stop)
    with FileLock(folder / "alive.lock"):
        try:
            report(0, 0, "waiting for the cores")
            with lock("jobs"):
                report(0, 0, "loading")
                task.run(request, report)
                _write_status(folder, state="done")  # before the next one runs
            return 0
        except Cancelled as error:
            if words == (folder / "request.json").read_text(encoding="utf-8"):  # or it was started again meanwhile
                _write_status(folder, state="cancelled", message=str(error))
        except IsoscopeError as error:
            logging.error("%s", error)
            _write_status(folder, state="failed", message=str(error))
        except Exception as error:
            logging.exception("A bug, not your input:")
            _write_status(
                folder,
                state="failed",
                message=f"Something unforeseen went wrong: {type(error).__name__}: {error}. The log has the details.",
            )
        return 1


class _Reporter:
    """Writes progress at most five times a second."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._unit, self._since, self._written = folder, "", time.time(), 0.0
        self._begun = 0.0

    def __call__(self, done: float, total: float, unit: str) -> None:
        if (self._folder / "cancel").exists():
            raise Cancelled(STOPPED)
        now = time.time()
        if unit != self._unit:
            self._unit, self._since, self._begun = unit, now, done
        elif now - self._written < 0.2 and done < total:
            return
        self._written = now
        state = "queued" if unit.startswith("waiting") else "running"
        _write_status(
            self._folder,
            state=state,
            done=done,
            total=total,
            unit=unit,
            since=self._since,
            begun=self._begun,
            updated=now,
            pid=os.getpid(),
        )


def _status(folder: Path) -> dict[str, Any]:
    """What status.json says, with a state; empty where it says nothing."""
    try:
        found = json.loads((folder / "status.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and "state" in found else {}


def _write_status(folder: Path, **status: Any) -> None:
    write_atomically(folder / "status.json", json.dumps(status))


def _is_alive(folder: Path) -> bool:
    try:
        with FileLock(folder / "alive.lock").acquire(timeout=0):
            return False
    except (Timeout, OSError):
        return True


def _forget_old() -> None:
    folders = newest_first((home() / "jobs").iterdir())
    for folder in folders[KEPT:]:
        if not _is_alive(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _folder(id: str) -> Path:
    return home() / "jobs" / id


if __name__ == "__main__":
    sys.exit(work(sys.argv[1]))
