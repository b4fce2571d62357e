"""A job's process: `python -m core.jobs ID`."""

import sys

from .process import work

if __name__ == "__main__":
    sys.exit(work(sys.argv[1], own_process=True))
