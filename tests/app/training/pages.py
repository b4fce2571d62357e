"""The Fine-tune page opened in a test, and what it says."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from filelock import FileLock
from streamlit.testing.v1 import AppTest

from core import jobs
from core.checkpoints.trained import read_record
from core.files import write_atomically
from core.fine_tuning.recipe import Recipe
from core.jobs.folder import job_folder
from core.jobs.kinds.fine_tune import Training

ROOT = Path(__file__).parents[3]
PAGE = "pages/fine_tune.py"
NEW = "new training"
Open = Callable[..., AppTest]


def words(app: AppTest) -> str:
    kinds = ("markdown", "caption", "error", "info", "warning", "title")
    return "\n".join(element.value for kind in kinds for element in app.get(kind))


def button(app: AppTest, label: str) -> Any:
    return next(one for one in app.button if one.label == label)


def sane(app: AppTest) -> str:
    """What the page says, none of it a bug."""
    assert not app.exception
    assert "unforeseen" not in words(app)
    return words(app)


def bar_text(app: AppTest) -> str:
    return "\n".join(bar.proto.text for bar in app.get("progress"))


def pretend(recipe: Recipe, log: str = "", **status: Any) -> Path:
    """A job's folder as its process would have left it."""
    training = Training(recipe)
    folder = job_folder(jobs.job_id("fine-tune", training))
    asked = {"kind": "fine-tune", "request": asdict(training), "created": time.time() - 100}
    write_atomically(folder / "request.json", json.dumps(asked))
    write_atomically(folder / "status.json", json.dumps({"pid": 1} | status))
    (folder / "log.txt").write_text(log, encoding="utf-8")
    return folder


@contextmanager
def alive(folder: Path) -> Iterator[None]:
    """As if the job's process were there."""
    with FileLock(folder / "alive.lock"):
        yield


def record_on_disk(key: str) -> dict[str, Any]:
    record = read_record(key)
    assert record is not None
    return record
