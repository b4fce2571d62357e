"""Trainings that diverge, run out of disk, are killed and cancelled: what is said, what is kept, and how they go on."""

import errno
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import SafetensorError

from core import jobs
from core.checkpoints import catalogue
from core.checkpoints.trained import folder_of, read_record, trained
from core.errors import Cancelled, CheckpointError, StoreError, TrainingError, UsageError
from core.files import lock
from core.fine_tuning import card, frames, geometry_callback, history, training_state
from core.fine_tuning.recipe import Recipe
from core.fine_tuning.stopping import signals_deferred
from core.fine_tuning.train import remove
from core.fine_tuning.trainer import SentenceTransformerTrainer, SiameseTrainer
from core.jobs import control
from core.jobs.folder import job_folder
from core.jobs.kinds.fine_tune import Training
from core.jobs.trainings import start_training
from tests.support.job_processes import NoProcess, ended, pid_of, wait_for, works
from tests.support.job_processes import state_of as job_state_of
from tests.support.trainings import STEPS, one_thread, same, save_always, tiny_recipe, train, weights, whole


@pytest.fixture(autouse=True, scope="module")
def _one_thread() -> Iterator[None]:
    """Here and in the processes of jobs."""
    with one_thread(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", "1")
        yield


@pytest.fixture
def base(tiny: Path, pairs_file: Path, fresh_home: Path) -> Recipe:
    """Eight steps, in a home of its own."""
    return tiny_recipe(tiny, pairs_file)


@pytest.fixture
def saved_always(monkeypatch: pytest.MonkeyPatch) -> None:
    """A state after every step, not every minute."""
    save_always(monkeypatch)


def state_of(key: str) -> int:
    """The step of the last whole state; 0 where there is none."""
    return training_state.step_of(training_state.latest(folder_of(key) / "state"))


# --- numbers that are none --------------------------------------------------------------------------------------


def poison(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A weight becomes NaN after a step."""
    plain = SiameseTrainer.training_step

    def training_step(self: Any, model: Any, *given: Any, **named: Any) -> Any:
        if self.state.global_step == step:
            next(model.parameters()).data.fill_(float("nan"))
        return plain(self, model, *given, **named)

    monkeypatch.setattr(SiameseTrainer, "training_step", training_step)


@pytest.mark.usefixtures("saved_always")
def test_a_loss_that_is_no_number_ends_in_advice(base: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        poison(3, patch)
        with pytest.raises(TrainingError, match=r"after 3 steps: .* Lower the learning rate \(it was 0.001\)"):
            train(base)
    assert base.name not in catalogue()
    assert state_of(base.name) == 3  # before the harm
    train(base, resume=True)
    assert base.name in catalogue()


@pytest.mark.usefixtures("saved_always")
def test_a_gradient_that_is_no_number_never_reaches_the_weights(base: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = SentenceTransformerTrainer.compute_loss

    def compute_loss(self: Any, model: Any, *given: Any, **named: Any) -> Any:
        loss = plain(self, model, *given, **named)
        if self.state.global_step == 5:  # finite, as is the loss; the derivative of a root at 0 is not
            return loss + torch.sqrt(0 * next(model.parameters()).sum())
        return loss

    monkeypatch.setattr(SentenceTransformerTrainer, "compute_loss", compute_loss)
    with pytest.raises(TrainingError, match="gradient is not a number any more after 5 steps"):
        train(base)
    state = training_state.latest(folder_of(base.name) / "state")
    assert state is not None
    assert all(bool(torch.isfinite(t).all()) for t in training_state.load_file(state / "weights.safetensors").values())


def test_a_measurement_of_no_numbers_is_a_diverged_training(base: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, read = geometry_callback.read, []

    def damaged(*given: Any) -> Any:
        read.append(given)
        if len(read) > 1:
            raise CheckpointError("tiny gives NaN or infinite token vectors. The checkpoint is damaged.")
        return plain(*given)

    monkeypatch.setattr(geometry_callback, "read", damaged)
    with pytest.raises(TrainingError, match="the training has diverged"):
        train(base)


def test_a_wild_learning_rate_ends_well_or_in_advice(base: Recipe) -> None:
    with suppress(TrainingError):
        train(replace(base, learning_rate=0.9, warm_up=0.0))
        assert all(bool(torch.isfinite(tensor).all()) for tensor in weights(folder_of(base.name)).values())


# --- the disk ---------------------------------------------------------------------------------------------------


def on_call(number: int, plain: Callable[..., Any], error: Exception) -> Callable[..., Any]:
    """As `plain`, but the call of this number, and all after it, fail."""
    calls = []

    def failing(*given: Any, **named: Any) -> Any:
        calls.append(given)
        if len(calls) >= number:
            raise error
        return plain(*given, **named)

    return failing


FULL = OSError(errno.ENOSPC, "No space left on device")
FAULTS = {
    "weights of a state": (training_state, "save_file", 5, SafetensorError("IoError: No space left on device (os error 28)")),
    "optimizer of a state": (training_state, "save_file", 6, SafetensorError("IoError: No space left on device (os error 28)")),
    "manifest of a state": (training_state, "write_atomically", 6, FULL),
    "history": (history.History, "write", 9, FULL),
    "frame": (frames, "write_atomically", 2, FULL),
    "frames": (frames, "write_atomically", 4, FULL),
    "card": (card, "write_atomically", 1, FULL),
    "forbidden": (history.History, "write", 9, PermissionError(errno.EACCES, "Permission denied")),
}  # fmt: skip


@pytest.mark.usefixtures("saved_always")
@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_full_disk_is_said_and_the_last_state_stays(
    fault: str, base: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, name, number, error = FAULTS[fault]
    with monkeypatch.context() as patch:
        patch.setattr(module, name, on_call(number, getattr(module, name), error))
        with pytest.raises(StoreError, match="The last saved state is still there; free some room"):
            train(base)
    folder = folder_of(base.name)
    assert base.name not in catalogue()
    assert state_of(base.name) >= 1 or (folder / "model").exists()
    assert not list(folder.glob("state/.*"))  # nothing half-written keeps the disk full
    train(base, resume=True)
    assert same(weights(folder), whole(base))


def test_too_small_a_disk_is_said_before_training(base: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.fine_tuning.train.shutil.disk_usage", lambda path: type("Usage", (), {"free": 1000})())
    with pytest.raises(StoreError, match=r"This training keeps up to .* and .* has 1000 B free"):
        train(base)


def test_a_space_that_finds_no_room_says_so_once(base: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> Any:
        raise StoreError("The space cannot be written to x: [Errno 28] No space left on device. Free some room.")

    monkeypatch.setattr(card, "get_space", full)
    with pytest.raises(StoreError, match=r"^The space cannot be written to x"):
        train(base)


# --- signals ----------------------------------------------------------------------------------------------------


def test_a_signal_waits_for_the_end_of_the_step(base: Recipe) -> None:
    """SIGTERM in the middle of a step: the step is finished and its state kept."""
    before = signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(Cancelled("Stopped by you.")))
    try:

        def send(done: float, total: float, unit: str) -> None:
            if unit == "steps" and done == 3:
                os.kill(os.getpid(), signal.SIGTERM)  # reaches the fourth step

        with pytest.raises(Cancelled, match="Stopped by you"):
            train(base, progress=send)
        assert state_of(base.name) == 4
    finally:
        signal.signal(signal.SIGTERM, before)
    train(base, resume=True)
    assert same(weights(folder_of(base.name)), whole(base))


def test_control_c_keeps_a_state_too(base: Recipe) -> None:
    def send(done: float, total: float, unit: str) -> None:
        if unit == "steps" and done == 3:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        train(base, progress=send)
    assert state_of(base.name) == 4


def test_who_asks_twice_is_heard_at_once() -> None:
    came = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: came.append(number))
    try:
        with signals_deferred() as let_through:
            os.kill(os.getpid(), signal.SIGTERM)
            assert came == []
            os.kill(os.getpid(), signal.SIGTERM)
            assert came == [signal.SIGTERM]
            let_through()
            assert len(came) == 3
        assert signal.getsignal(signal.SIGTERM) is not None
    finally:
        signal.signal(signal.SIGTERM, before)


def test_elsewhere_than_in_the_main_thread_signals_are_left_alone() -> None:
    from concurrent.futures import ThreadPoolExecutor

    def work() -> str:
        with signals_deferred() as let_through:
            let_through()
            return "done"

    with ThreadPoolExecutor() as pool:
        assert pool.submit(work).result() == "done"


# --- jobs -------------------------------------------------------------------------------------------------------


@pytest.fixture
def processes(fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Every process that jobs started, each saving a state after every step; none outlives its test."""
    started: list[Any] = []
    popen = control.subprocess.Popen

    def noted(command: list[str], **named: Any) -> Any:
        started.append(popen([sys.executable, "-m", "tests.support.eager_job", command[-1]], **named))
        return started[-1]

    monkeypatch.setattr(control.subprocess, "Popen", noted)
    yield started
    for process in started:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()


@pytest.fixture
def long(base: Recipe) -> Recipe:
    """Forty steps."""
    return replace(base, epochs=10, measure_every=10)


def trains(id: str, after: int, unit: str = "steps") -> jobs.Job | None:
    """The job once it has trained so many steps."""
    job = jobs.find(id)
    assert job is not None
    assert job.state not in ("failed", "died"), jobs.log(id)
    return job if job.unit == unit and job.done >= after else None


@pytest.mark.slow
def test_killed_at_random_it_goes_on_to_the_same_weights(long: Recipe, processes: list[Any]) -> None:
    """Once in the first seed, twice in the second."""
    recipe, moments, id = replace(long, seeds=(0, 1)), random.Random(4), ""
    for seed, low, high in [(0, 5, 28), (1, 1, 12), (1, 14, 28)]:
        id = start_training(Training(recipe, resume=bool(id), device="cpu")).id
        target = moments.randrange(low, high)
        wait_for(lambda: trains(id, target, f"steps of seed {seed + 1} of 2"))  # noqa: B023
        time.sleep(moments.random() / 5)  # in a step, a state, a measurement
        processes[-1].kill()
        processes[-1].wait()
        job = jobs.find(id)
        assert job is not None
        assert job.state == "died"
        assert list(trained()) == [f"tuned-seed-{done}" for done in range(seed)]
        assert state_of(recipe.key(seed)) >= target - 1
    assert ended(start_training(Training(recipe, resume=True, device="cpu")).id).state == "done"
    assert "tuned-seed-1: going on after step" in jobs.log(id)
    for seed in recipe.seeds:
        folder = folder_of(recipe.key(seed))
        assert same(weights(folder), whole(replace(long, seeds=(seed,))))
        found = history.read_history(folder)
        assert found is not None
        assert [entry.step for entry in found.losses] == list(range(1, 41))
        assert [entry.step for entry in found.measurements] == list(range(0, 41, 10))


@pytest.mark.slow
def test_a_cancelled_job_keeps_its_last_step_and_can_go_on(long: Recipe, processes: list[Any]) -> None:
    id = start_training(Training(long, device="cpu")).id
    wait_for(lambda: trains(id, 5))
    with pytest.raises(UsageError, match="Fine-tuning tuned is on its way already, with another recipe"):
        start_training(Training(replace(long, seeds=(3, 4)), device="cpu"))
    assert start_training(Training(long, resume=True, device="cpu")).id == id
    assert len(processes) == 1
    jobs.cancel(id)
    assert ended(id).state == "cancelled"
    again = start_training(Training(long, resume=True, device="cpu"))  # at once, while the first still saves
    assert processes[0].wait(timeout=60) == 1
    wait_for(lambda: trains(again.id, 6))
    jobs.cancel(again.id)
    processes[1].wait(timeout=60)
    assert ended(id).state == "cancelled"
    assert ended(id).message == "Stopped by you."
    assert state_of(long.name) > 5
    assert ended(start_training(Training(long, resume=True, device="cpu")).id).state == "done"
    assert same(weights(folder_of(long.name)), whole(long))


@pytest.mark.slow
def test_two_trainings_run_one_after_the_other_and_their_logs_can_be_read(base: Recipe, processes: list[Any]) -> None:
    recipes = [base, replace(base, name="wild", learning_rate=0.9)]
    with lock("lane-long"):  # as if a third were at work
        ids = [start_training(Training(recipe, device="cpu")).id for recipe in recipes]
        wait_for(lambda: all((job := jobs.find(id)) and job.state == "waiting" and pid_of(id) for id in ids))
    together = 0

    while any(job_state_of(id).active for id in ids):
        together += all(works(id) for id in (*ids, ids[0]))
        time.sleep(0.01)
    assert together == 0
    assert job_state_of(ids[0]) == "done"
    log = jobs.log(ids[0])
    for words in ("tuned: begins", "Start: probe score", f"Saved the state after step {STEPS}", "Finished tuned"):
        assert words in log
    assert "%|" not in log
    assert "Traceback" not in log
    assert "{'loss'" not in log
    assert all(len(line) < 200 for line in log.splitlines())


def request(of: Recipe, **changes: Any) -> dict[str, Any]:
    return {"kind": "fine-tune", "request": asdict(Training(of)) | changes, "created": 1.0}


@pytest.mark.parametrize(
    "damage",
    [
        {"recipe": None},
        {"recipe": []},
        {"recipe": "minilm"},
        {"recipe": {}},
        {"recipe": {"name": "../x"}},
        {"recipe": {"name": "x", "strategy": "magic"}},
        {"recipe": {"name": "x", "strategy": ["full"]}},
        {"recipe": {"name": "x", "seeds": "abc"}},
        {"recipe": {"name": "x", "epochs": "3"}},
        {"recipe": {"name": "x", "columns": 3}},
    ],
)
def test_a_foreign_request_is_no_job(damage: dict[str, Any], base: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control.subprocess, "Popen", NoProcess)
    id = start_training(Training(base)).id
    assert [job.id for job in jobs.all_jobs()] == [id]
    path = job_folder(id) / "request.json"
    path.write_text(json.dumps(request(base, **damage)))
    assert jobs.all_jobs() == []
    path.write_text(json.dumps(request(base) | {"kind": "brew-coffee"}))
    assert jobs.all_jobs() == []
    path.write_text(json.dumps({"kind": "fine-tune", "request": {"recipe": base.to_json()}, "created": 1.0}))
    assert jobs.all_jobs() == []
    path.write_text(json.dumps(request(base)))
    assert [job.request for job in jobs.all_jobs()] == [Training(base)]


def test_a_removed_training_can_be_made_again(base: Recipe) -> None:
    first = weights(train(base))
    assert remove(base.name)
    assert read_record(base.name) is None
    assert same(weights(train(base)), first)
