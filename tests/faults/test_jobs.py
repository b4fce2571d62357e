"""Jobs: long work in processes of their own, which end, fail, are stopped and are killed."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from core import jobs
from core.codec import to_json
from core.files import lock
from core.jobs import control, remembered
from core.jobs.folder import Status, is_alive, job_folder, write_status
from core.jobs.lanes import Lane, taken
from core.studies.question import answer, find
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT
from tests.support.job_processes import NoProcess, ended, pid_of, state_of, wait_for, works


@pytest.fixture(autouse=True)
def home(fresh_home: Path) -> Iterator[Path]:
    """A home of its own; no process that a test started outlives it."""
    fresh_home.mkdir()
    yield fresh_home
    for folder in (fresh_home / "jobs").glob("*"):
        jobs.cancel(folder.name)
        wait_for(lambda folder=folder: not is_alive(folder))


@pytest.fixture(autouse=True)
def processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Every process that jobs started; those that have not ended by themselves are ended."""
    started: list[Any] = []
    popen = control.subprocess.Popen

    def noted(*given: Any, **named: Any) -> Any:
        started.append(popen(*given, **named))
        return started[-1]

    monkeypatch.setattr(control.subprocess, "Popen", noted)
    yield started
    for process in started:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()


@pytest.fixture
def long_selection(home: Path) -> Selection:
    """Work that takes minutes unless it is stopped."""
    return Selection(checkpoint="all-MiniLM-L6-v2", texts="stsb-train")


# --- how jobs end -----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_jobs_answer_is_the_studys_and_the_same_job_is_one_process(
    tiny_selection: Selection, processes: list[Any]
) -> None:
    assert find(MEASUREMENT, tiny_selection) is None
    first = jobs.start("measurement", tiny_selection)
    second = jobs.start("measurement", tiny_selection)
    assert first.state == "waiting"
    assert (second.id, second.active, len(processes)) == (first.id, True, 1)

    job = ended(first.id)
    assert (job.state, job.kind, job.request, job.message) == ("done", "measurement", tiny_selection, "")
    assert processes[0].wait(timeout=10) == 0
    kept = find(MEASUREMENT, tiny_selection)
    assert kept is not None
    assert kept.sts is not None
    assert kept.sts.n_pairs == 8
    assert to_json(kept) == to_json(answer(MEASUREMENT, tiny_selection))


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
    with lock("lane-short"):  # as if a third were at work
        ids = [jobs.start("measurement", replace(tiny_selection, layer=layer)).id for layer in (0, 1)]
        for id in ids:
            pid_of(id)
        assert [state_of(id) for id in ids] == ["waiting"] * 2
        assert [find(MEASUREMENT, replace(tiny_selection, layer=layer)) for layer in (0, 1)] == [None, None]

    together = 0
    while any(state_of(id).active for id in ids):
        # The first one is looked at before and after the second: what it is both times, it was in between.
        together += all(works(id) for id in (*ids, ids[0]))
        time.sleep(0.01)
    assert [ended(id).state for id in ids] == ["done", "done"]
    assert together == 0


@pytest.mark.slow
def test_a_short_job_runs_while_the_long_lane_is_taken(tiny_selection: Selection) -> None:
    with lock("lane-long"):
        assert ended(jobs.start("measurement", tiny_selection).id).state == "done"


def test_who_waits_says_for_whom(tiny_selection: Selection, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control.subprocess, "Popen", NoProcess)
    first, second = (jobs.start("measurement", replace(tiny_selection, layer=layer)).id for layer in (0, 1))
    assert state_of(second) == "waiting"
    assert jobs.find(second).words() == ["starting"]
    with taken(Lane.SHORT, first), FileLock(job_folder(first) / "alive.lock"):
        write_status(job_folder(first), Status(jobs.State.RUNNING, pid=1))
        job = jobs.find(second)
        assert job is not None
        assert job.waits_for == job.title
        assert job.words() == [f"waiting for another job to finish ({job.title}); begins by itself"]
    assert jobs.find(second).waits_for == ""  # the first has died


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="zombies are looked for in /proc")
@pytest.mark.slow
def test_no_zombie_is_left_of_a_job(tiny_selection: Selection, tmp_path: Path, processes: list[Any]) -> None:
    (tmp_path / "empty").mkdir()
    done = jobs.start("measurement", tiny_selection).id
    assert ended(done).state == "done"
    failed = jobs.start("measurement", replace(tiny_selection, checkpoint=str(tmp_path / "empty"))).id
    assert ended(failed).state == "failed"
    assert len(processes) == 2
    wait_for(lambda: not any(Path(f"/proc/{process.pid}").exists() for process in processes), seconds=30)


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
    assert find(MEASUREMENT, long_selection) is None


def test_a_job_cancelled_before_its_process_woke_never_works(
    tiny_selection: Selection, home: Path, processes: list[Any]
) -> None:
    id = jobs.start("measurement", tiny_selection).id
    jobs.cancel(id)
    assert ended(id).state == "cancelled"
    processes[0].wait(timeout=60)
    assert ended(id).state == "cancelled"
    assert find(MEASUREMENT, tiny_selection) is None
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
    assert find(MEASUREMENT, tiny_selection) is not None


# --- killed -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_killed_job_has_died_and_can_be_started_again(
    long_selection: Selection, tiny_selection: Selection, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = jobs.start("measurement", long_selection).id
    pid = pid_of(id)
    monkeypatch.setattr(remembered, "STARTUP", 0.0)
    alive = jobs.find(id)
    assert alive is not None
    assert alive.active
    os.kill(pid, signal.SIGKILL)
    job = ended(id)
    assert job.state == "died"
    assert "log may say why" in job.message

    monkeypatch.setattr(remembered, "STARTUP", 30.0)  # the dead job's lock on the cores is free
    assert ended(jobs.start("measurement", tiny_selection).id).state == "done"


def test_a_process_that_never_came_up_has_died_after_a_while(
    tiny_selection: Selection, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control.subprocess, "Popen", NoProcess)
    id = jobs.start("measurement", tiny_selection).id
    young = jobs.find(id)
    assert young is not None
    assert young.state == "waiting"
    monkeypatch.setattr(remembered, "STARTUP", 0.0)
    assert ended(id).state == "died"


def test_a_job_that_ends_while_it_is_looked_at_has_not_died(
    tiny_selection: Selection, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control.subprocess, "Popen", NoProcess)
    id = jobs.start("measurement", tiny_selection).id
    monkeypatch.setattr(remembered, "STARTUP", 0.0)

    def ends_now(folder: Path) -> bool:
        write_status(folder, Status(jobs.State.DONE))
        return False

    monkeypatch.setattr(remembered, "is_alive", ends_now)
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
    monkeypatch.setattr(control.subprocess, "Popen", NoProcess)
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
    monkeypatch.setattr(control.subprocess, "Popen", NoProcess)
    monkeypatch.setattr(control, "REMEMBERED", 3)
    ids = []
    for layer in range(5):
        ids.append(jobs.start("measurement", replace(tiny_selection, layer=layer)).id)
        os.utime(home / "jobs" / ids[-1], (1e9 + layer, 1e9 + layer))
    kept = {path.name for path in (home / "jobs").iterdir()}
    assert len(kept) <= 4
    assert ids[-1] in kept


def test_time_left_follows_from_the_rate() -> None:
    job = jobs.Job("a", "measurement", Selection(), jobs.State.RUNNING, done=25, total=100, unit="tokens", seconds=5)
    assert (job.rate, job.seconds_left) == (5, 15)
    assert replace(job, done=0).seconds_left is None
    assert replace(job, total=0).seconds_left is None
    assert replace(job, state=jobs.State.DONE).rate is None
