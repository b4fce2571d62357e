"""Jobs: long work in processes of their own, which end, fail, are stopped and are killed."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core import jobs
from core.files import lock
from core.studies.selection import Selection
from core.studies.shim import lookup, run

ENDED = ("done", "failed", "cancelled", "died")


@pytest.fixture(autouse=True)
def home(fresh_home: Path) -> Iterator[Path]:
    """A home of its own; no process that a test started outlives it."""
    fresh_home.mkdir()
    yield fresh_home
    for folder in (fresh_home / "jobs").glob("*"):
        jobs.cancel(folder.name)
        wait_for(lambda folder=folder: not jobs._is_alive(folder))


@pytest.fixture(autouse=True)
def processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Every process that jobs started; those that have not ended by themselves are ended."""
    started: list[Any] = []
    popen = jobs.subprocess.Popen

    def noted(*given: Any, **named: Any) -> Any:
        started.append(popen(*given, **named))
        return started[-1]

    monkeypatch.setattr(jobs.subprocess, "Popen", noted)
    yield started
    for process in started:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()


def wait_for(condition: Callable[[], Any], seconds: float = 90) -> Any:
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
    return found


def ended(id: str) -> jobs.Job:
    """The job once it is over."""

    def over() -> jobs.Job | None:
        job = jobs.find(id)
        assert job is not None
        return job if job.state in ENDED else None

    return wait_for(over)


def no_process(*_: Any, **__: Any) -> None:
    """In place of a process: one that never comes up."""


def pid_of(id: str, home: Path) -> int:
    """The job's process, once it told who it is."""
    status = home / "jobs" / id / "status.json"
    return int(wait_for(lambda: json.loads(status.read_text()).get("pid")))


@pytest.fixture
def long_selection(home: Path) -> Selection:
    """Work that takes minutes unless it is stopped."""
    return Selection(checkpoint="all-MiniLM-L6-v2", texts="stsb-train")


# --- how jobs end -----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_jobs_answer_is_the_studys_and_the_same_job_is_one_process(
    tiny_selection: Selection, processes: list[Any]
) -> None:
    assert lookup("measurement", tiny_selection) is None
    first = jobs.start("measurement", tiny_selection)
    second = jobs.start("measurement", tiny_selection)
    assert first.state == "queued"
    assert (second.id, second.active, len(processes)) == (first.id, True, 1)

    job = ended(first.id)
    assert (job.state, job.task, job.request, job.message) == ("done", "measurement", tiny_selection, "")
    assert processes[0].wait(timeout=10) == 0
    answer = lookup("measurement", tiny_selection)
    assert answer is not None
    assert answer["sts"]["n_pairs"] == 8
    assert answer == run("measurement", tiny_selection)


def test_a_bad_checkpoint_fails_with_the_clear_message(tiny_selection: Selection, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    job = jobs.start("measurement", replace(tiny_selection, checkpoint=str(tmp_path / "empty")))
    job = ended(job.id)
    assert job.state == "failed"
    assert "has no config.json" in job.message
    assert "save_pretrained()" in job.message
    assert "has no config.json" in jobs.log(job.id)
    assert "Traceback" not in jobs.log(job.id)


@pytest.mark.slow
def test_two_jobs_run_one_after_the_other(tiny_selection: Selection, home: Path) -> None:
    with lock("jobs"):  # as if a third were at work
        ids = [jobs.start("measurement", replace(tiny_selection, layer=layer)).id for layer in (0, 1)]
        for id in ids:
            pid_of(id, home)
        waiting = [jobs.find(id) for id in ids]
        assert [(job.state, job.unit) for job in waiting if job] == [("queued", "waiting for the cores")] * 2
        assert [lookup("measurement", replace(tiny_selection, layer=layer)) for layer in (0, 1)] == [None, None]

    def state(id: str) -> str:
        job = jobs.find(id)
        assert job is not None
        return job.state

    together = 0
    while not all(state(id) in ENDED for id in ids):
        # The first one is looked at before and after the second: what it is both times, it was in between.
        together += [state(id) for id in (*ids, ids[0])] == ["running"] * 3
        time.sleep(0.01)
    assert [ended(id).state for id in ids] == ["done", "done"]
    assert together == 0


# --- cancelled --------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_cancelled_job_leaves_no_half_written_space(
    long_selection: Selection, home: Path, processes: list[Any]
) -> None:
    id = jobs.start("measurement", long_selection).id
    wait_for(lambda: list((home / "spaces").glob("*.writing-*")))
    wait_for(lambda: (job := jobs.find(id)) and job.unit == "tokens")
    jobs.cancel(id)
    job = jobs.find(id)
    assert job is not None
    assert (job.state, job.message) == ("cancelled", "Stopped by you.")
    processes[0].wait(timeout=60)
    assert ended(id).state == "cancelled"
    assert list((home / "spaces").iterdir()) == []
    assert lookup("measurement", long_selection) is None


def test_a_job_cancelled_before_its_process_woke_never_works(
    tiny_selection: Selection, home: Path, processes: list[Any]
) -> None:
    id = jobs.start("measurement", tiny_selection).id
    jobs.cancel(id)
    assert ended(id).state == "cancelled"
    processes[0].wait(timeout=60)
    assert ended(id).state == "cancelled"
    assert lookup("measurement", tiny_selection) is None
    assert not (home / "spaces").exists()


@pytest.mark.slow
def test_a_cancelled_job_can_be_started_again(tiny_selection: Selection, processes: list[Any]) -> None:
    id = jobs.start("measurement", tiny_selection).id
    jobs.cancel(id)
    processes[0].wait(timeout=60)
    assert jobs.start("measurement", tiny_selection).id == id
    assert ended(id).state == "done"
    jobs.cancel(id)  # too late: it is done
    assert ended(id).state == "done"
    assert lookup("measurement", tiny_selection) is not None


# --- killed -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_killed_job_has_died_and_can_be_started_again(
    long_selection: Selection, tiny_selection: Selection, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = jobs.start("measurement", long_selection).id
    pid = pid_of(id, home)
    monkeypatch.setattr(jobs, "STARTUP", 0.0)
    alive = jobs.find(id)
    assert alive is not None
    assert alive.active
    os.kill(pid, signal.SIGKILL)
    job = ended(id)
    assert job.state == "died"
    assert "log may say why" in job.message

    monkeypatch.setattr(jobs, "STARTUP", 30.0)  # the dead job's lock on the cores is free
    assert ended(jobs.start("measurement", tiny_selection).id).state == "done"


def test_a_process_that_never_came_up_has_died_after_a_while(
    tiny_selection: Selection, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs.subprocess, "Popen", no_process)
    id = jobs.start("measurement", tiny_selection).id
    young = jobs.find(id)
    assert young is not None
    assert young.state == "queued"
    monkeypatch.setattr(jobs, "STARTUP", 0.0)
    assert ended(id).state == "died"


def test_a_job_that_ends_while_it_is_looked_at_has_not_died(
    tiny_selection: Selection, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs.subprocess, "Popen", no_process)
    id = jobs.start("measurement", tiny_selection).id
    monkeypatch.setattr(jobs, "STARTUP", 0.0)

    def ends_now(folder: Path) -> bool:
        jobs._write_status(folder, state="done")
        return False

    monkeypatch.setattr(jobs, "_is_alive", ends_now)
    job = jobs.find(id)
    assert job is not None
    assert job.state == "done"


# --- what is on disk --------------------------------------------------------------------------------------------


def test_an_unknown_job_is_none_and_has_no_log() -> None:
    assert jobs.find("0123456789abcdef") is None
    assert jobs.log("0123456789abcdef") == ""
    jobs.cancel("0123456789abcdef")
    assert jobs.find("0123456789abcdef") is None


@pytest.mark.parametrize("name", ["request.json", "status.json"])
@pytest.mark.parametrize("content", ["", "{", "[]", "{}", "null", '{"selection": {"colour": 1}}'])
def test_a_job_whose_files_are_garbage_is_none(
    name: str, content: str, tiny_selection: Selection, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs.subprocess, "Popen", no_process)
    id = jobs.start("measurement", tiny_selection).id
    (home / "jobs" / id / name).write_text(content)
    assert jobs.find(id) is None


def test_the_same_work_is_the_same_job_and_other_work_another(tiny_selection: Selection) -> None:
    first = jobs.job_id("measurement", tiny_selection)
    assert first == jobs.job_id("measurement", replace(tiny_selection))
    assert first != jobs.job_id("layers", tiny_selection)
    assert first != jobs.job_id("measurement", replace(tiny_selection, layer=0))


def test_only_so_many_jobs_are_remembered(
    tiny_selection: Selection, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs.subprocess, "Popen", no_process)
    monkeypatch.setattr(jobs, "KEPT", 3)
    ids = []
    for layer in range(5):
        ids.append(jobs.start("measurement", replace(tiny_selection, layer=layer)).id)
        os.utime(home / "jobs" / ids[-1], (1e9 + layer, 1e9 + layer))
    kept = {path.name for path in (home / "jobs").iterdir()}
    assert len(kept) <= 4
    assert ids[-1] in kept


def test_time_left_follows_from_the_rate() -> None:
    job = jobs.Job("a", "measurement", Selection(), "running", done=25, total=100, unit="tokens", seconds=5)
    assert (job.rate, job.seconds_left) == (5, 15)
    assert replace(job, done=0).seconds_left is None
    assert replace(job, total=0).seconds_left is None
    assert replace(job, state="done").rate is None
