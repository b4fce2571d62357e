"""Kinds of jobs know what they do; what they do knows nothing of jobs."""

import re
from pathlib import Path

import pytest

from core import jobs
from core.errors import UsageError
from core.fine_tuning.recipe import Recipe
from core.jobs.kind import kinds
from core.jobs.kinds.fine_tune import Training
from core.studies.selection import Selection

CORE = Path(__file__).parents[3] / "core"
ABOVE = ("jobs", "command_line")


def test_nothing_below_jobs_imports_them() -> None:
    below = [path for path in CORE.rglob("*.py") if path.relative_to(CORE).parts[0] not in ABOVE]
    assert len(below) > 100
    importing = re.compile(r"^\s*(from \.+jobs\b|from \.+ import .*\bjobs\b|(from|import) core\.jobs\b)", re.MULTILINE)
    assert [path for path in below if importing.search(path.read_text(encoding="utf-8"))] == []


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UsageError, match="Unknown kind of job 'brew-coffee'"):
        jobs.job_id("brew-coffee", Selection())


def test_a_training_is_called_by_its_name_whatever_else_was_asked() -> None:
    request = Training(Recipe("mine"))
    job = jobs.Job("x", "fine-tune", request, jobs.State.RUNNING)
    assert (job.name, job.title, job.lane) == ("mine", "Fine-tuning mine", "long")
    assert jobs.job_id("fine-tune", request) == jobs.job_id(
        "fine-tune", Training(Recipe("mine", epochs=9), resume=True)
    )
    assert jobs.Job("x", "measurement", Selection(), jobs.State.DONE).name == ""


def test_what_is_written_is_read() -> None:
    for key, request in (("measurement", Selection(layer=2)), ("fine-tune", Training(Recipe("mine"), device="cpu"))):
        assert kinds()[key].read(kinds()[key].write(request)) == request
