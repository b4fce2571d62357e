"""A job's process that saves a training's state after every step: `python -m tests.support.eager_job ID`."""

import sys

import pytest

from core import jobs
from tests.support.trainings import save_always

if __name__ == "__main__":
    save_always(pytest.MonkeyPatch())
    sys.exit(jobs.work(sys.argv[1]))
