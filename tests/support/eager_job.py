"""A job's process that saves a training's state after every step: `python -m tests.support.eager_job ID`."""

import sys

from core import jobs
from core.fine_tuning import geometry_callback

if __name__ == "__main__":
    geometry_callback.SAVE_EVERY = -1.0
    sys.exit(jobs.work(sys.argv[1]))
