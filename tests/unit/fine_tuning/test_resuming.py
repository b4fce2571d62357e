"""A training that was stopped, or crashed, goes on to the weights of an uninterrupted one."""

import logging
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.checkpoints import locate
from core.checkpoints.trained import folder_of, read_record, trained
from core.errors import Cancelled, TrainingError, UsageError
from core.fine_tuning import geometry_callback, training_state
from core.fine_tuning.frames import read_frames
from core.fine_tuning.history import read_history
from core.fine_tuning.model import siamese_model
from core.fine_tuning.recipe import Recipe
from core.fine_tuning.train import remove
from tests.support.tiny_models import save_tiny
from tests.support.trainings import (
    STEPS,
    same,
    save_always,
    stop_at,
    train,
    weights,
    whole,
)


@pytest.fixture(scope="module")
def repeated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pairs that share sentences, so that batches without duplicates are uneven."""
    path = tmp_path_factory.mktemp("texts") / "repeated.tsv"
    first, second = ["A man is playing.", "A dog is eating."], ["The man plays.", "A cat.", "The dog is in a garden."]
    rows = [(a, b, 5.0 - (i + j) % 2) for i, a in enumerate(first) for j, b in enumerate(second)]
    rows += [("The horse!", "A horse?", 4.5), ("A woman on a horse.", "The guitar.", 0.5)]
    lines = ["sentence1\tsentence2\tscore", *(f"{a}\t{b}\t{score}" for a, b, score in rows)]
    path.write_text("\n".join(lines) + "\n")
    return path


OBJECTIVES = ["cosine", "multiple-negatives"]


def assert_as_if_whole(folder: Path, recipe: Recipe) -> None:
    assert same(weights(folder), whole(recipe))
    history = read_history(folder)
    assert history is not None
    assert [entry.step for entry in history.losses] == list(range(1, history.total_steps + 1))
    steps = [entry.step for entry in history.measurements]
    assert steps == [step for step in range(history.total_steps + 1) if step % 4 == 0]
    frames = read_frames(folder)
    assert frames is not None
    assert frames.steps.tolist() == steps


@pytest.mark.parametrize("strategy", ["full", "lora"])
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_a_cancelled_training_goes_on_to_the_same_weights(
    objective: str, strategy: str, base: Recipe, repeated: Path
) -> None:
    recipe = replace(base, objective=objective, strategy=strategy, texts=str(repeated), dev=str(repeated))
    # Early; at an epoch's end and after a measurement; in the second epoch; at the end.
    for step in (1, 4, 6, 8) if strategy == "full" else (4, 6):
        with pytest.raises(Cancelled):
            train(recipe, progress=stop_at(step))
        folder = folder_of(recipe.name)
        assert [path.name for path in (folder / "state").iterdir()] == [f"step-{step:06d}"]
        assert read_record(recipe.name) is None
        seen: list[float] = []
        train(recipe, resume=True, progress=lambda done, total, unit: seen.append(done) if unit == "steps" else None)  # noqa: B023
        assert min(seen) == step
        assert_as_if_whole(folder, recipe)
        remove(recipe.name)


def test_a_training_goes_on_as_often_as_it_is_stopped(base: Recipe) -> None:
    with pytest.raises(Cancelled):
        train(base, progress=stop_at(1))
    for step in range(2, STEPS + 1):
        with pytest.raises(Cancelled):
            train(base, resume=True, progress=stop_at(step))
    with pytest.raises(Cancelled):
        train(base, resume=True, progress=stop_at(0, "saving"))
    assert_as_if_whole(train(base, resume=True), base)


class Crash(Exception):
    """Something that no training expects."""


def crash_at(step: int) -> Any:
    def progress(done: float, total: float, unit: str) -> None:
        if unit == "steps" and done == step:
            raise Crash

    return progress


@pytest.fixture
def saved_always(monkeypatch: pytest.MonkeyPatch) -> None:
    """A state after every step, not every minute."""
    save_always(monkeypatch)


def test_states_are_saved_every_minute_and_cost_little(base: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    saved: list[int] = []
    plain = training_state.save

    def counted(*given: Any) -> Any:
        saved.append(given[-1].global_step)
        return plain(*given)

    monkeypatch.setattr(training_state, "save", counted)
    train(base)
    assert saved == []  # it takes no minute
    save_always(monkeypatch)
    train(replace(base, name="always"))
    assert saved == list(range(1, STEPS + 1))
    saved.clear()
    monkeypatch.setattr(geometry_callback, "SAVE_SHARE", 1e-9)
    train(replace(base, name="once"))
    assert saved == [1]  # after which its cost is known


@pytest.mark.usefixtures("saved_always")
@pytest.mark.parametrize("step", [1, 5, 8])
def test_a_crash_after_a_saved_state_goes_on_from_it(step: int, base: Recipe) -> None:
    with pytest.raises(Crash):  # in the step after `step - 1`, before its own state
        train(base, progress=crash_at(step))
    folder = folder_of(base.name)
    states = [path.name for path in (folder / "state").glob("*")]
    assert states == ([f"step-{step - 1:06d}"] if step > 1 else [])
    assert_as_if_whole(train(base, resume=True), base)


def crashed(recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a training that crashed in its sixth step, with the state after the fifth."""
    with monkeypatch.context() as patch:
        save_always(patch)
        with pytest.raises(Crash):
            train(recipe, progress=crash_at(6))
    return folder_of(recipe.name)


def test_without_a_state_it_begins_anew(base: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = crashed(base, monkeypatch)
    shutil.rmtree(folder / "state")
    assert_as_if_whole(train(base, resume=True), base)


@pytest.mark.parametrize("lost", ["history.json", "frames"])
def test_without_its_history_or_frames_it_goes_on(lost: str, base: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = crashed(base, monkeypatch)
    shutil.rmtree(folder / lost) if lost == "frames" else (folder / lost).unlink()
    assert same(weights(train(base, resume=True)), whole(base))
    frames = read_frames(folder)
    assert frames is not None
    assert len(frames.steps) >= 1


@pytest.mark.parametrize("damage", ["truncated", "no manifest", "empty manifest", "missing file", "changed file"])
def test_a_damaged_state_is_passed_over(
    damage: str, base: Recipe, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder = crashed(base, monkeypatch)
    (state,) = (folder / "state").iterdir()
    file, manifest = state / "optimizer.safetensors", state / "manifest.json"
    content = file.read_bytes()
    if damage == "truncated":
        file.write_bytes(content[: len(content) // 2])
    elif damage == "changed file":
        file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    elif damage == "missing file":
        file.unlink()
    elif damage == "no manifest":
        manifest.unlink()
    else:
        manifest.write_text('{"files": {}}')
    with caplog.at_level(logging.WARNING):
        train(base, resume=True)
    assert f"The state in {state} is not whole" in caplog.text
    assert_as_if_whole(folder, base)


def test_a_state_of_other_parameters_is_refused(base: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    (state,) = (crashed(base, monkeypatch) / "state").iterdir()
    other = siamese_model(locate(base.checkpoint), replace(base, strategy="lora"), 0)
    with pytest.raises(TrainingError, match="saved by other versions of the libraries"):
        training_state.load_weights(state, other)


def test_an_earlier_whole_state_is_taken_where_the_last_is_damaged(
    base: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = crashed(base, monkeypatch)
    (folder / "state" / "step-000007").mkdir()
    (folder / "state" / ".step-000006").mkdir()
    found = training_state.latest(folder / "state")
    assert found is not None
    assert training_state.step_of(found) == 5
    assert_as_if_whole(train(base, resume=True), base)


def test_an_unfinished_training_is_not_taken_for_another(
    base: Recipe, pairs_file: Path, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts, checkpoint = tmp_path / "pairs.tsv", tmp_path / "checkpoint"
    shutil.copy(pairs_file, texts)
    shutil.copytree(tiny, checkpoint)
    recipe = replace(base, texts=str(texts), checkpoint=str(checkpoint))
    crashed(recipe, monkeypatch)
    with pytest.raises(
        UsageError, match=r"an unfinished training named 'tuned' already. .* go on with it \(--resume\)"
    ):
        train(recipe)
    with pytest.raises(UsageError, match="an unfinished training named 'tuned' already, of another recipe"):
        train(replace(recipe, learning_rate=1e-4), resume=True)
    texts.write_text(texts.read_text().replace("4.8", "4.7"))
    with pytest.raises(UsageError, match="training pairs is not what this training was begun with"):
        train(recipe, resume=True)
    shutil.copy(pairs_file, texts)
    save_tiny(checkpoint, seed=1)
    with pytest.raises(UsageError, match="The checkpoint is not what this training was begun with"):
        train(recipe, resume=True)


def test_pairs_that_changed_before_the_card_was_written(base: Recipe, pairs_file: Path, tmp_path: Path) -> None:
    texts = tmp_path / "pairs.tsv"
    shutil.copy(pairs_file, texts)
    recipe = replace(base, texts=str(texts))
    with pytest.raises(Cancelled):
        train(recipe, progress=stop_at(0, "tokens"))
    assert (folder_of(recipe.name) / "model").exists()
    texts.write_text(texts.read_text().replace("4.8", "4.7"))
    with pytest.raises(UsageError, match="not what this training was begun with"):
        train(recipe, resume=True)
    shutil.copy(pairs_file, texts)
    assert_as_if_whole(train(recipe, resume=True), recipe)
    assert read_record(recipe.name) is not None


def test_finished_seeds_are_passed_over(base: Recipe) -> None:
    recipe = replace(base, seeds=(0, 1, 2))

    def stop(done: float, total: float, unit: str) -> None:
        if (done, unit) == (3, "steps of seed 2 of 3"):
            raise Cancelled("stopped by the test")

    with pytest.raises(Cancelled):
        train(recipe, progress=stop)
    assert list(trained()) == ["tuned-seed-0"]
    card = folder_of("tuned-seed-0") / "card.json"
    before = card.stat().st_mtime_ns
    begun: dict[str, float] = {}
    train(recipe, resume=True, progress=lambda done, total, unit: begun.setdefault(unit, done) and None)
    assert card.stat().st_mtime_ns == before
    steps = {unit: done for unit, done in begun.items() if unit.startswith("steps")}
    assert steps == {"steps of seed 2 of 3": 3, "steps of seed 3 of 3": 0}
    assert_as_if_whole(folder_of("tuned-seed-1"), replace(base, seeds=(1,)))
    assert len(trained()) == 3
    train(recipe, resume=True)  # nothing to do
    assert card.stat().st_mtime_ns == before
