"""A finished training that tests share, and a recipe of eight steps."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.fine_tuning.recipe import Recipe
from tests.support.trainings import (
    one_thread,
    tiny_recipe,
    train,
)


@pytest.fixture(autouse=True, scope="module")
def _one_thread() -> Iterator[None]:
    with one_thread():
        yield


@pytest.fixture
def base(tiny: Path, pairs_file: Path, fresh_home: Path) -> Recipe:
    """Eight steps, in a home of its own."""
    return tiny_recipe(tiny, pairs_file)


@pytest.fixture(scope="session")
def done_once(tiny: Path, pairs_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished training in a home of its own."""
    with pytest.MonkeyPatch.context() as patch, one_thread():
        patch.setenv("ISOSCOPE_HOME", str(tmp_path_factory.mktemp("home")))
        return train(tiny_recipe(tiny, pairs_file, measure_every=1))


@pytest.fixture
def done(done_once: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That training, in its home; tests of what it left share it, and change nothing there."""
    monkeypatch.setenv("ISOSCOPE_HOME", str(done_once.parents[1]))
    return done_once
