"""A job's process that saves a training's state after every step: `python -m tests.support.eager_job ID`."""

import sys

import pytest

from core.jobs.process import work
from tests.support.trainings import save_always

if __name__ == "__main__":
    save_always(pytest.MonkeyPatch())
    sys.exit(work(sys.argv[1]))
