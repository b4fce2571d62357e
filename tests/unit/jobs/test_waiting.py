"""Who waits for a job: it is stopped when the last one leaves."""

import os
import time
from pathlib import Path

import pytest

from core import jobs
from core.jobs import control, waiting
from core.jobs.folder import job_folder
from core.studies.selection import Selection
from tests.support.job_processes import NoProcess


@pytest.fixture
def job(fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(control.subprocess, "Popen", NoProcess)
    return jobs.start("measurement", Selection()).id


def state(id: str) -> str:
    found = jobs.find(id)
    return found.state if found else "none"


def test_who_leaves_alone_stops_it(job: str) -> None:
    jobs.note_waiting(job, "a")
    assert jobs.leave(job, "a")
    assert state(job) == "cancelled"


def test_it_goes_on_while_another_waits_and_stops_with_the_last(job: str) -> None:
    for who in ("a", "b", "c"):
        jobs.note_waiting(job, who)
    assert not jobs.leave(job, "a")
    assert not jobs.leave(job, "c")
    assert state(job) == "waiting"
    assert jobs.leave(job, "b")
    assert state(job) == "cancelled"


def test_who_closed_the_page_long_ago_waits_no_more(job: str) -> None:
    jobs.note_waiting(job, "gone")
    then = time.time() - waiting.FRESH - 1
    os.utime(job_folder(job) / "waiting" / "gone", (then, then))
    assert jobs.leave(job, "a")
    assert state(job) == "cancelled"


def test_waiting_for_what_was_forgotten_is_no_error(fresh_home: Path) -> None:
    jobs.note_waiting("nothing", "a")
    assert jobs.leave("nothing", "a")
    assert not job_folder("nothing").exists()
