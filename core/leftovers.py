"""What killed processes leave behind in the home, taken away where nobody works on it."""

import contextlib
import time

from .files import home, remove_free_locks
from .spaces.room import remove_leftovers

_OLD = 3600.0  # seconds after which nobody writes a small file any more
# As `write_atomically` names what is not whole yet.
_HALF_WRITTEN = ("", "results/", "texts/", "texts/about/", "jobs/*/", "fine-tuned/*/", "locks/")


def sweep() -> None:
    """Remove halves of spaces and of small files, and the files of locks that nobody holds."""
    remove_leftovers()
    remove_free_locks()
    since = time.time() - _OLD
    for folder in _HALF_WRITTEN:
        for path in home().glob(f"{folder}.*.*"):
            with contextlib.suppress(OSError):
                if path.is_file() and path.stat().st_mtime < since:
                    path.unlink()
