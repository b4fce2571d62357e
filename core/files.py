"""Where Isoscope stores its files, and how it writes them: atomically, so that a reader sees all or nothing."""

import contextlib
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from filelock import FileLock


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
    """SHA-256 of a file, computed again only when its size or time of change differs."""
    state = path.stat()
    return _hash_of_state(str(path), state.st_size, state.st_mtime_ns)


def lock(name: str) -> FileLock:
    """The lock that makes one process compute what several ask for; a dead process frees it."""
    folder = home() / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    return FileLock(folder / f"{name}.lock")


def size_in_words(size: float) -> str:
    """1536 -> '1.5 KiB'."""
    for unit in ("B", "KiB", "MiB", "GiB"):
        if size < 1024 or unit == "GiB":
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1024
    raise AssertionError("unreachable")
