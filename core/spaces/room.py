"""Room for spaces on the disk: which there are, which go first, and what killed processes left."""

import contextlib
import logging
import os
import shutil
import time
from pathlib import Path

from filelock import Timeout

from ..errors import StoreError
from ..files import home, home_errors, lock, size_in_words
from ..kept import read
from ..program import PROGRAM
from .manifest import Entry, Manifest

FORMAT = 1
RESERVE = 512 * 2**20  # bytes of disk that are left to everyone else
_log = logging.getLogger(__name__)


def read_manifest(folder: Path) -> Manifest | None:
    """What a folder's manifest says, None where it has none that is whole and its own."""

    def is_its_own(manifest: Manifest) -> bool:
        return manifest.format == FORMAT and manifest.key == folder.name

    return read(folder / "manifest.json", Manifest, is_its_own)


def entries() -> list[Entry]:
    """Every whole space on disk, most recently used first."""
    found = []
    for path in root().glob("*/manifest.json"):
        if "." in path.parent.name:  # half-written or half-removed
            continue
        with contextlib.suppress(OSError):
            if manifest := read_manifest(path.parent):
                found.append(Entry(manifest, path.stat().st_mtime))
    return sorted(found, key=lambda entry: -entry.last_used)


def remove(key: str) -> bool:
    """Take a space off the disk (False while another process holds it); open memory maps stay valid.

    Raises
    ------
    StoreError
        The disk does not let it go.
    """
    try:
        with lock(f"space-{key}").acquire(timeout=0), home_errors():
            discard(folder_of(key))
            return True
    except Timeout:
        return False


def remove_of_texts(key: str) -> None:
    """Take the spaces of texts, or of a few of their pairs, off the disk."""
    for entry in entries():
        if entry.manifest.texts.key.partition(":")[0] == key:
            remove(entry.key)


def remove_leftovers(locked_key: str = "") -> None:
    """Take away what killed processes left half-written or half-removed, and folders that hold no space.

    The holder of a key's lock knows that nobody writes it.
    """
    for path in root().glob("*"):
        key = path.name.partition(".")[0]
        if not path.is_dir() or not _is_left_over(path):
            continue
        if key == locked_key:
            shutil.rmtree(path, ignore_errors=True)
            continue
        with contextlib.suppress(Timeout), lock(f"space-{key}").acquire(timeout=0):
            if _is_left_over(path):  # it may have been finished before the lock was free
                shutil.rmtree(path, ignore_errors=True)


def _is_left_over(folder: Path) -> bool:
    """Whether a folder holds no whole space; not one that is another user's, or on a disk that fails just now."""
    manifest = folder / "manifest.json"
    if "." in folder.name or not manifest.exists():
        return True
    try:
        manifest.read_bytes()
    except OSError:
        return False
    return read_manifest(folder) is None


def limit_bytes() -> int:
    """Most bytes that spaces may take: ISOSCOPE_CACHE_GB (default 20).

    Raises
    ------
    StoreError
        It is no positive number.
    """
    given = os.environ.get("ISOSCOPE_CACHE_GB", "20")
    try:
        limit = int(float(given) * 2**30)
    except (ValueError, OverflowError):
        limit = 0
    if limit <= 0:
        raise StoreError(f"ISOSCOPE_CACHE_GB is {given!r}; give a number of gigabytes, such as 20.")
    return limit


def make_room(needed: int, keep: str) -> None:
    """Remove what was used longest ago, so that the limit holds, those that are being written included.

    Raises
    ------
    StoreError
        There is not so much room.
    """
    limit = limit_bytes()
    present = [entry for entry in entries() if entry.key != keep]
    taken = _being_written() + needed + sum(entry.bytes for entry in present)
    while present and taken > limit:
        oldest = present.pop()
        if remove(oldest.key):
            taken -= oldest.bytes
            _log.info("Removed the least recently used space %s to stay under %s.", oldest.key, size_in_words(limit))
    if taken > max(limit, needed):  # a space that is larger than the limit stands alone
        raise StoreError(
            f"This space takes {size_in_words(needed)}, and all spaces may take {size_in_words(limit)}. "
            f"Others take {size_in_words(taken - needed)} and are being written or read: wait for them, or raise ISOSCOPE_CACHE_GB."
        )
    root().mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(root()).free
    if needed + RESERVE > free:
        raise StoreError(
            f"This space takes {size_in_words(needed)} and {home()} has {size_in_words(free)} free, of which "
            f"{size_in_words(RESERVE)} stay free for everything else. "
            f"Free some room ('{PROGRAM} cache --clear') or set ISOSCOPE_HOME to a larger disk."
        )


def _being_written() -> int:
    """Bytes of the spaces that are written now."""
    total = 0
    for path in root().glob("*.writing-*/*"):
        with contextlib.suppress(OSError):
            total += path.stat().st_size
    return total


def discard(folder: Path) -> None:
    """Take a folder away under another name: a process that is killed meanwhile leaves no half of it to be believed."""
    if folder.is_dir():
        going = folder.with_name(f"{folder.name}.removing-{os.getpid()}-{time.monotonic_ns()}")
        os.rename(folder, going)
        shutil.rmtree(going, ignore_errors=True)


def root() -> Path:
    """Where all spaces are."""
    return home() / "spaces"


def folder_of(key: str) -> Path:
    """Where a space is."""
    return root() / key
