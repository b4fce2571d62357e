"""Where Isoscope stores its files, and how it writes them: atomically, so that a reader sees all or nothing."""

import contextlib
import errno
import hashlib
import json
import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from .errors import StoreError
from .program import PROGRAM


def home() -> Path:
    """The folder of everything stored on disk: `ISOSCOPE_HOME`, or the user's cache folder."""
    if given := os.environ.get("ISOSCOPE_HOME"):
        return Path(given).expanduser().absolute()
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "isoscope"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "isoscope"
    return Path(os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))) / "isoscope"


def write_atomically(path: Path, content: bytes | str) -> None:
    """Write beside, flush to disk, then rename: after a crash the file is the old or the new, never a part of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def existing_path(name: str) -> Path | None:
    """The file or folder of a name that somebody typed, None where there is none (or could be none)."""
    try:
        path = Path(name).expanduser()
        return path if name and path.exists() else None
    except (OSError, RuntimeError, ValueError):  # too long; '~nobody'; a null character
        return None


def newest_first(paths: Iterable[Path]) -> list[Path]:
    """Paths by their time of change; what another process takes away meanwhile is left out."""
    dated = []
    for path in paths:
        with contextlib.suppress(OSError):
            dated.append((path.stat().st_mtime, path))
    return [path for _, path in sorted(dated, reverse=True)]


def fsync_folder(folder: Path) -> None:
    """Make a rename inside `folder` survive a power cut (a no-op where folders cannot be opened)."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def digest(value: Any) -> str:
    """A short stable name (16 hex digits) for any value that JSON can hold."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


@lru_cache(maxsize=512)
def _hash_of_state(path: str, size: int, modified_ns: int) -> str:
    with open(path, "rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def file_hash(path: Path) -> str:
    """SHA-256 of a file, computed again only when its size or time of change differs.

    Raises
    ------
    OSError
        It is not there, or no plain file: a pipe or a device would be read for ever.
    """
    state = path.stat()
    if not stat.S_ISREG(state.st_mode):
        raise OSError(errno.EINVAL, "no plain file", str(path))
    return _hash_of_state(str(path), state.st_size, state.st_mtime_ns)


class _Lock(FileLock):
    """A lock whose file goes when it is released, so that they do not pile up; a dead process frees it.

    Who holds it takes the file away as the last thing it does; who waited for that file sees that it has no name any more,
    and takes another.
    """

    def _acquire(self) -> None:
        with home_errors():
            super()._acquire()

    def _release(self) -> None:
        descriptor = self._context.lock_file_fd
        if os.name == "posix" and descriptor is not None:
            with contextlib.suppress(OSError):
                if os.path.samestat(os.stat(self.lock_file), os.fstat(descriptor)):
                    os.unlink(self.lock_file)
        super()._release()


def lock(name: str) -> FileLock:
    """The lock that makes one process compute what several ask for.

    Raises
    ------
    StoreError
        Now or when it is acquired: nothing can be written to the home.
    """
    folder = home() / "locks"
    with home_errors():
        folder.mkdir(parents=True, exist_ok=True)
    return _Lock(folder / f"{name}.lock")


def remove_free_locks() -> None:
    """Take away the files of locks that nobody holds: dead processes leave them."""
    for path in (home() / "locks").glob("*.lock"):
        with contextlib.suppress(Timeout, StoreError), _Lock(path).acquire(timeout=0):
            pass


def home_error(error: OSError) -> StoreError:
    """What is wrong with the home, and what to do, from what the system said."""
    place, kind = home(), error.errno
    if kind in (errno.ENOSPC, errno.EDQUOT):
        return StoreError(
            f"The disk of {place} is full, so nothing new can be kept; what is there can still be seen. "
            f"Free some room ('{PROGRAM} cache --clear') or set ISOSCOPE_HOME to a larger disk."
        )
    if kind in (errno.EROFS, errno.EACCES, errno.EPERM):
        return StoreError(
            f"{place} cannot be written ({error.strerror}), so nothing new can be worked out; what is there can still be "
            f"seen. Give it to the user who runs Isoscope, or set ISOSCOPE_HOME to a folder that can be written."
        )
    return StoreError(
        f"{place} is no folder that can be used ({error}). Has it been removed, or is its disk gone? "
        "Bring it back, or set ISOSCOPE_HOME to another folder."
    )


@contextlib.contextmanager
def home_errors() -> Iterator[None]:
    """What goes wrong here is the home's fault.

    Raises
    ------
    StoreError
    """
    try:
        yield
    except OSError as error:
        raise home_error(error) from error


def is_at_home(error: OSError) -> bool:
    """Whether an error of the system is about the home: its disk, or a file in it."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    named = [name for name in (error.filename, error.filename2) if isinstance(name, str | os.PathLike)]
    return any(Path(name).is_relative_to(home()) for name in named)


def size_in_words(size: float) -> str:
    """1536 -> '1.5 KiB'."""
    for unit in ("B", "KiB", "MiB", "GiB"):
        if size < 1024 or unit == "GiB":
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1024
    raise AssertionError("unreachable")
