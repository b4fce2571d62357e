"""The list of trainings: those with a job, those without, and damaged files."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from core import jobs
from core.checkpoints.trained import folder_of
from core.fine_tuning.history import History
from core.fine_tuning.recipe import Recipe
from core.jobs import trainings
from core.jobs.folder import job_folder
from core.jobs.kinds.fine_tune import Training
from core.jobs.trainings import Run, runs
from tests.support.histories import history


def asked(recipe: Recipe, state: str, created: float = 1.0) -> None:
    """A job as its files tell it."""
    training = Training(recipe)
    folder = job_folder(jobs.job_id("fine-tune", training))
    folder.mkdir(parents=True)
    request = {"kind": "fine-tune", "request": asdict(training), "created": created}
    (folder / "request.json").write_text(json.dumps(request), encoding="utf-8")
    (folder / "status.json").write_text(json.dumps({"state": state, "pid": 1}), encoding="utf-8")


def begun(recipe: Recipe, seed: int, key: str = "", kept: History | None = None) -> Path:
    """A seed's folder, not finished."""
    folder = folder_of(key or recipe.key(seed))
    folder.mkdir(parents=True)
    stated = {"recipe": recipe.of_seed(seed).to_json(), "fingerprint": "x", "data_hash": "y"}
    (folder / "recipe.json").write_text(json.dumps(stated), encoding="utf-8")
    if kept is not None:
        kept.write(folder)
    return folder


def finish(folder: Path) -> None:
    card = {"key": folder.name, "title": "", "role": "fine-tuned", "source": "trained", "location": ""}
    (folder / "card.json").write_text(json.dumps({"format": 1, "card": card}), encoding="utf-8")


def states() -> dict[str, str]:
    return {run.recipe.name: run.state for run in runs()}


def test_nothing_is_known_at_first(fresh_home: Path) -> None:
    assert runs() == []


@pytest.mark.parametrize("state", ["cancelled", "failed", "died"])
def test_a_job_that_came_to_nothing_is_listed(state: str, fresh_home: Path) -> None:
    asked(Recipe("one"), "running" if state == "died" else state)
    assert states() == {"one": state}


def test_a_job_whose_result_was_taken_away_is_not(fresh_home: Path) -> None:
    asked(Recipe("one"), "done")
    assert runs() == []


def test_the_newest_job_comes_first(fresh_home: Path) -> None:
    for name, created in (("old", 1.0), ("new", 3.0), ("middle", 2.0)):
        asked(Recipe(name), "failed", created)
    begun(Recipe("found"), 0)
    assert list(states()) == ["new", "middle", "old", "found"]


def test_seeds_without_a_job_are_one_training(fresh_home: Path) -> None:
    recipe = Recipe("many", seeds=(10, 2, 1))
    for seed in recipe.seeds:
        finish(begun(recipe, seed, kept=history(seed)))
    (run,) = runs()
    assert (run.recipe.seeds, run.keys) == ((1, 2, 10), ("many-seed-1", "many-seed-2", "many-seed-10"))
    assert (run.state, run.resumable) == ("done", True)
    assert [(key, found.measurements[0].score) for key, found in run.histories()] == [
        ("many-seed-1", 81.0),
        ("many-seed-2", 82.0),
        ("many-seed-10", 90.0),
    ]


def test_a_seed_that_is_left_of_many_is_shown_and_not_resumed(fresh_home: Path) -> None:
    recipe = Recipe("many", seeds=(0, 1))
    folder = begun(recipe, 1)
    (run,) = runs()
    assert (run.keys, run.state, run.resumable) == (("many-seed-1",), "unfinished", False)
    finish(folder)
    assert states() == {"many": "done"}


def test_a_job_knows_seeds_that_have_not_begun(fresh_home: Path) -> None:
    recipe = Recipe("many", seeds=(0, 1))
    asked(recipe, "done")
    finish(begun(recipe, 0))
    (run,) = runs()
    assert (run.finished, run.state, run.resumable) == (["many-seed-0"], "unfinished", True)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        "null",
        '{"recipe": 1}',
        '{"recipe": {}}',
        '{"recipe": {"name": "x"}}',
        '{"recipe": {"seed": 0}}',
    ]
    + [
        json.dumps({"recipe": Recipe("x").of_seed(0).to_json() | change, "fingerprint": "x", "data_hash": "y"})
        for change in ({"epochs": "three"}, {"seed": "a"}, {"name": 5})
    ],
)
def test_a_damaged_recipe_is_passed_over(content: str, fresh_home: Path) -> None:
    begun(Recipe("sound"), 0)
    folder = folder_of("damaged")
    folder.mkdir()
    (folder / "recipe.json").write_text(content, encoding="utf-8")
    assert states() == {"sound": "unfinished"}


@pytest.mark.parametrize("content", ["", "{", "[]", '{"colour": 1}', "null"])
def test_a_damaged_history_is_none(content: str, fresh_home: Path) -> None:
    folder = begun(Recipe("one"), 0)
    (folder / "history.json").write_text(content, encoding="utf-8")
    (run,) = runs()
    assert run.histories() == []


def test_a_history_is_read_again_only_when_it_changed(fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = begun(Recipe("one"), 0, kept=history())
    (run,) = runs()
    read: list[Path] = []
    original: Callable[[Path], History | None] = trainings.read_history
    monkeypatch.setattr(trainings, "read_history", lambda path: read.append(path) or original(path))
    stamp = run.stamp()
    for _ in range(3):
        assert len(run.histories()[0][1].losses) == 8
    assert len(read) == 1
    assert run.stamp() == stamp
    history(losses=history().losses[:2]).write(folder)
    assert run.stamp() != stamp
    assert len(run.histories()[0][1].losses) == 2
    assert len(read) == 2


def test_a_run_without_files_has_no_history(fresh_home: Path) -> None:
    run = Run(Recipe("nowhere"), None, ("nowhere",))
    assert (run.histories(), run.finished, run.state) == ([], [], "unfinished")
