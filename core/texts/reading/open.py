"""The one opener of foreign files: plain files of a bounded size, and nothing else."""

import os
import stat
from pathlib import Path

from ...errors import TextError
from .limits import MAX_BYTES, in_mib


def read_file(path: Path, most: int = MAX_BYTES) -> bytes:
    """All bytes of a plain file.

    Raises
    ------
    TextError
        It is a device, a pipe, a socket or a folder (a link to one, too), a view that the kernel makes while it is read
        (/proc), larger than `most`, or cannot be opened. No content stands in the message.
    """
    try:
        # Without O_NONBLOCK, opening a pipe waits for somebody to write into it.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise TextError(f"{path} cannot be read: {getattr(error, 'strerror', None) or 'no such name'}.") from error
    try:
        content, size = _content(descriptor, path, most)
    except OSError as error:
        raise TextError(f"{path} cannot be read: {error.strerror}.") from error
    finally:
        os.close(descriptor)
    if len(content) > size:  # /proc/self/environ says that it has no bytes
        raise TextError(f"{path} is not a file on a disk, or it grows while it is read.")
    return content


def _content(descriptor: int, path: Path, most: int) -> tuple[bytes, int]:
    """(bytes, how many there should be)."""
    state = os.fstat(descriptor)
    if not stat.S_ISREG(state.st_mode):
        raise TextError(f"{path} is {_sort(state.st_mode)}, not a plain file.")
    if state.st_size > most:
        raise TextError(f"{path} has {in_mib(state.st_size)}; texts of up to {in_mib(most)} are read. Take a part.")
    with os.fdopen(descriptor, "rb", closefd=False) as file:
        return file.read(state.st_size + 1), state.st_size


def _sort(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a pipe"
    return "a device" if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) else "something special"
