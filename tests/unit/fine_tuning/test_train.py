"""Names, seeds, devices; no network, no pickles, a short log."""

import logging
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from core.checkpoints import catalogue
from core.checkpoints.locate import card_for
from core.checkpoints.trained import folder_of, seeds_of, trained
from core.errors import Cancelled, TextError, UsageError
from core.fine_tuning.recipe import Recipe
from core.fine_tuning.train import check, fine_tune, remove, usable_device
from core.parameters import Values
from tests.support.trainings import (
    quiet,
    same,
    stop_at,
    train,
    weights,
)


def test_a_text_without_scores_cannot_be_watched(base: Recipe, tmp_path: Path) -> None:
    (tmp_path / "corpus.txt").write_text("A man.\nA dog.\n")
    with pytest.raises(TextError, match="no score can be watched"):
        train(replace(base, dev=str(tmp_path / "corpus.txt")))
    assert not folder_of(base.name).exists()


def test_seeds_are_checkpoints_of_one_group(base: Recipe) -> None:
    recipe = replace(base, seeds=(10, 2, 4294967295))
    units: set[str] = set()
    keys = fine_tune(recipe, lambda done, total, unit: units.add(unit), device="cpu")
    assert keys == ["tuned-seed-10", "tuned-seed-2", "tuned-seed-4294967295"]
    assert {"steps of seed 1 of 3", "steps of seed 3 of 3"} <= units
    ordered = ["tuned-seed-2", "tuned-seed-10", "tuned-seed-4294967295"]
    for key in keys:
        assert [card.key for card in seeds_of(catalogue()[key])] == ordered
        assert catalogue()[key].group == "tuned"
    found = [weights(folder_of(key)) for key in keys]
    assert not same(found[0], found[1])
    # A seed alone is what it is among others.
    alone = train(replace(base, name="alone", seeds=(2,)))
    assert same(weights(alone), found[1])
    assert seeds_of(catalogue()["alone"]) == [catalogue()["alone"]]
    assert seeds_of(card_for(base.checkpoint)) == [card_for(base.checkpoint)]


def test_the_same_seed_twice_gives_the_same_bits(done: Path, base: Recipe) -> None:
    assert same(weights(train(base)), weights(done))


def test_seeds_of_another_recipe_are_not_mixed_in(base: Recipe) -> None:
    train(replace(base, seeds=(0, 1)))
    check(replace(base, seeds=(2, 3)))  # more seeds of the same
    check(replace(base, seeds=(5,)))
    with pytest.raises(UsageError, match="'tuned-seed-0' under the name 'tuned' already, of the same seed"):
        check(base)
    with pytest.raises(UsageError, match="already, of another recipe"):
        check(replace(base, seeds=(2, 3), epochs=1))


def test_a_taken_name_is_refused(base: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="already names another checkpoint"):
        check(replace(base, name="all-MiniLM-L6-v2"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="already names another checkpoint, file or folder"):
        check(replace(base, name="here"))
    train(base)
    for recipe, resume, words in [
        (base, False, "There is a finished checkpoint named 'tuned' already. Choose another name, or remove it"),
        (replace(base, epochs=1), False, "a finished checkpoint named 'tuned' already, of another recipe"),
        (replace(base, epochs=1), True, "a finished checkpoint named 'tuned' already, of another recipe"),
    ]:
        with pytest.raises(UsageError, match=words):
            fine_tune(recipe, quiet, resume=resume)
    assert remove("tuned")
    check(base)


def test_only_what_was_fine_tuned_is_removed(base: Recipe, fresh_home: Path) -> None:
    train(replace(base, seeds=(0, 1)))
    kept = {path for path in fresh_home.rglob("*") if "locks" not in path.parts}
    for name in ("", ".", "..", "../spaces", "nothing", "tuned-seed-2", "*", "tuned-seed-0/model"):
        assert not remove(name)
    assert {path for path in fresh_home.rglob("*") if "locks" not in path.parts} == kept
    assert remove("tuned-seed-0")
    assert list(trained()) == ["tuned-seed-1"]
    assert remove("tuned")  # all seeds that are left
    assert trained() == {}


def test_what_is_being_trained_is_not_removed(base: Recipe) -> None:
    def remove_now(done: float, total: float, unit: str) -> None:
        if unit == "steps" and done == 2:
            with pytest.raises(UsageError, match="is being trained right now"):
                remove(base.name)
            with pytest.raises(UsageError, match="is being trained right now"):
                fine_tune(base, quiet, resume=True, device="cpu")

    train(base, progress=remove_now)
    assert base.name in catalogue()


@pytest.mark.parametrize(
    ("name", "words"), [("abacus", "abacus"), ("meta", "meta"), ("cuda:1", "CUDA_VISIBLE_DEVICES=1"), ("cuda", "cuda")]
)
def test_a_device_that_is_not_there_is_refused_before_any_work(name: str, words: str, base: Recipe) -> None:
    if name == "cuda" and torch.cuda.is_available():
        pytest.skip("there is a GPU")
    with pytest.raises(UsageError, match=words):
        fine_tune(base, quiet, device=name)
    assert not folder_of(base.name).exists()


def test_the_device_is_chosen() -> None:
    assert usable_device("cpu") == "cpu"
    assert usable_device("") == ("cuda" if torch.cuda.is_available() else "cpu")


def test_a_strategy_that_does_not_fit_leaves_the_name_free(base: Recipe) -> None:
    with pytest.raises(UsageError, match="frozen layers leave none"):
        train(replace(base, strategy="frozen", values=Values(frozen_layers=2)))
    check(base)


def test_no_network_and_no_pickles(base: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("not in a training")

    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(torch, "save", refuse)
    monkeypatch.setattr(torch, "load", refuse)
    monkeypatch.setattr("pickle.load", refuse)
    monkeypatch.setattr("pickle.dump", refuse)
    with pytest.raises(Cancelled):
        train(base, progress=stop_at(3))
    train(base, resume=True)


def test_nothing_is_printed_and_the_log_is_short(
    base: Recipe, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        train(base)
    out, err = capfd.readouterr()
    assert out == ""
    assert not [line for line in err.splitlines() if "%|" in line or "{'loss'" in line]
    assert len(caplog.messages) < 12
    words = "\n".join(caplog.messages)
    for expected in ("tuned: begins", "Start: probe score", "Step 4 of 8: last loss", "Finished tuned"):
        assert expected in words
