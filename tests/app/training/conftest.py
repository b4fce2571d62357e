"""The Fine-tune page, a home with finished trainings, and no process for a job."""

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from core.jobs import control
from tests.app.training.pages import PAGE, ROOT, Open
from tests.support.job_processes import NoProcess
from tests.support.trainings import one_thread, tiny_recipe, train


@pytest.fixture(autouse=True)
def no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job is asked for; no process comes up."""
    names = {"Popen": NoProcess, "DEVNULL": None, "STDOUT": None}
    monkeypatch.setattr(control, "subprocess", SimpleNamespace(**names))


@pytest.fixture(autouse=True)
def typed_options(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was typed into a select box is sent back as a browser does; AppTest knows listed options only."""

    def state(box: Selectbox[Any]) -> WidgetState:
        shown = box.value if box.value is None else str(box.format_func(box.value))
        return WidgetState(id=box.id) if shown is None else WidgetState(id=box.id, string_value=shown)

    monkeypatch.setattr(Selectbox, "_widget_state", property(state))


@pytest.fixture(scope="module")
def trained_home(tiny: Path, pairs_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a training of one seed and one of two, copied for tests that look at them."""
    home = tmp_path_factory.mktemp("trained") / "home"
    with pytest.MonkeyPatch.context() as patch, one_thread():
        patch.setenv("ISOSCOPE_HOME", str(home))
        train(tiny_recipe(tiny, pairs_file, "one"))
        train(tiny_recipe(tiny, pairs_file, "two", seeds=(0, 1)))
    return home


@pytest.fixture
def done(trained_home: Path, fresh_home: Path) -> Path:
    """A home of this test's own with those trainings."""
    shutil.copytree(trained_home, fresh_home)
    return fresh_home


@pytest.fixture
def open_page(tiny: Path, pairs_file: Path, fresh_home: Path) -> Open:
    """Open the page, the tiny checkpoint and the eight pairs chosen."""

    def opened(page: str = PAGE, **params: Any) -> AppTest:
        app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
        for name, value in ({"checkpoint": str(tiny), "texts": str(pairs_file)} | params).items():
            app.query_params[name] = str(value)
        app.switch_page(page)
        return app.run()

    return opened
