"""Pre-training lowers the loss, and a run that was stopped goes on as if it had not been."""

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.errors import CheckpointError, UsageError
from core.pretraining import held_out, log, schedule, state, train
from core.pretraining.corpus import Corpus
from core.pretraining.model import build, scores
from core.pretraining.run import Run, prepare
from tests.unit.pretraining.conftest import TINY

Start = Callable[[Path], Run]


def weights(run: Run) -> dict[str, np.ndarray]:
    return {name: parameter.detach().numpy().copy() for name, parameter in run.model.named_parameters()}


def without_time(folder: Path) -> list[dict[str, object]]:
    return [{k: v for k, v in line.items() if k not in ("time", "cpu_seconds")} for line in log.lines(folder)]


def test_twenty_steps_lower_the_loss_on_text_that_was_not_trained_on(start: Start, tmp_path: Path) -> None:
    run = start(tmp_path)
    before = held_out.evaluate(run.model, run.held_out, TINY.plan, run.continues)
    assert train.go_on(run)
    first, last = log.lines(tmp_path)[0], log.lines(tmp_path)[-1]
    assert last["step"] == TINY.steps
    assert last["held_out_loss"] < before.loss - 0.5
    assert last["held_out_loss"] < first["unigram_loss"]
    assert last["tokens"] == run.progress.tokens > 0


@pytest.mark.parametrize("stops", [[signal.SIGTERM], [signal.SIGINT, signal.SIGTERM]])
def test_a_stopped_run_goes_on_bit_for_bit(
    start: Start, tmp_path: Path, stops: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train, "MEASURE_EVERY", 10)
    whole = start(tmp_path / "whole")
    assert train.go_on(whole)

    for at, number in zip((7, 13), stops, strict=False):

        def stop(done: float, total: float, unit: str, at: int = at, number: int = number) -> None:
            if done == at:
                os.kill(os.getpid(), number)

        assert not train.go_on(start(tmp_path / "parts"), stop)
    run = start(tmp_path / "parts")
    assert run.progress.step == (8, 14)[len(stops) - 1]
    assert train.go_on(run)
    expected = weights(whole)
    for name, found in weights(run).items():
        np.testing.assert_array_equal(found, expected[name], err_msg=name)
    assert [line["held_out_loss"] for line in log.lines(tmp_path / "parts")[1:]] == [
        line["held_out_loss"] for line in log.lines(tmp_path / "whole")[1:]
    ]
    assert without_time(tmp_path / "parts")[-1]["tokens"] == without_time(tmp_path / "whole")[-1]["tokens"]


def test_a_run_passes_from_one_epoch_into_the_next(start: Start, tmp_path: Path) -> None:
    run = start(tmp_path)
    run.settings = replace(run.settings, steps=10_000)
    left = train._from_here(run)
    run.progress.epoch, run.progress.batch = 2, 10**6
    assert next(left).ndim == 2
    assert (run.progress.epoch, run.progress.batch) == (3, 0)


def test_a_log_line_after_the_saved_step_is_forgotten(start: Start, tmp_path: Path) -> None:
    run = start(tmp_path)
    log.add(tmp_path, step=0)
    log.add(tmp_path, step=5, held_out_loss=1.0)
    (tmp_path / "log.jsonl").open("a").write('{"step": 6, "held')  # a crash
    train._begin_log(run)
    assert log.lines(tmp_path) == [{"step": 0}]


def test_the_number_of_steps_changes_only_on_the_plateau(text: Corpus, tmp_path: Path) -> None:
    def take_up(steps: int) -> Run:
        return prepare(tmp_path, replace(TINY, steps=steps), lambda: text, "cpu")

    run = take_up(20)
    run.progress.step = 10
    train.save(run)
    assert take_up(40).settings.steps == 40
    run.progress.step = 15
    train.save(run)
    with pytest.raises(UsageError, match=r"left its plateau.*--steps 20"):
        take_up(40)
    with pytest.raises(UsageError, match="other settings"):
        prepare(tmp_path, replace(TINY, seed=1), lambda: text, "cpu")


def test_a_damaged_state_is_refused(start: Start, tmp_path: Path) -> None:
    train.save(start(tmp_path))
    path = tmp_path / state.FILE
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(CheckpointError, match="no state of a pre-training run"):
        start(tmp_path)


def test_the_learning_rate_rises_stays_and_falls_to_almost_nothing() -> None:
    rates = np.array([schedule.rate(step, 1000, 1.0) for step in range(1000)])
    level = [step for step in range(1000) if not schedule.falls(step, 1000)][-1]
    assert np.all(np.diff(rates[:40]) > 0)
    assert np.all(rates[39 : level + 1] == 1)
    assert np.all(np.diff(rates[level:]) < 0)
    assert 0 < rates[-1] < 0.01


def test_scores_are_those_of_the_whole_model_at_the_masked_places() -> None:
    import torch

    model = build(TINY.shape, 0).eval()
    seen = torch.randint(5, 180, (3, 12))
    seen[1, 8:] = 0
    hidden = (torch.rand(3, 12) < 0.3) & (seen > 0)
    with torch.inference_mode():
        whole = model(input_ids=seen, attention_mask=(seen > 0).long()).logits
        np.testing.assert_allclose(scores(model, seen, hidden), whole[hidden], atol=1e-5)


def test_the_unigram_baseline_is_the_cross_entropy_of_the_frequencies(start: Start, tmp_path: Path) -> None:
    run = start(tmp_path)
    found = held_out.unigram(run.train, run.held_out, TINY.plan, run.continues)
    counts = np.ones(len(run.continues))
    for piece in run.train.ids:
        counts[piece] += 1
    wanted = [
        int(piece)
        for batch, _, hidden in held_out.masked(run.held_out, TINY.plan, run.continues)
        for piece in batch[hidden]
    ]
    assert found.n == len(wanted)
    assert found.loss == pytest.approx(np.mean([-np.log(counts[piece] / counts.sum()) for piece in wanted]))
    assert found.accuracy == pytest.approx(np.mean([piece == counts.argmax() for piece in wanted]))


def test_hours_become_steps(start: Start, tmp_path: Path) -> None:
    run = start(tmp_path)
    before = weights(run)
    short, long = train.steps_in(run, 0.01, 1), train.steps_in(run, 10.0, 1)
    assert 1 <= short < long
    assert run.progress.step == 0
    for name, found in weights(run).items():
        np.testing.assert_array_equal(found, before[name])
