"""Foreign files that may take long are read in a process of their own, whose time and memory are bounded."""

import marshal
import os
import subprocess
import sys
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

from ...errors import TextError
from ..text import Problem
from .excel import is_xlsx
from .limits import MAX_MEMORY, MAX_SECONDS, in_mib
from .options import Options
from .parquet import MARK
from .read import read_table
from .table import Table
from .unpack import unpack

_AT_ONCE = 2**18  # bytes: text of this size is read here and now


def read_apart(content: bytes, name: str, options: Options | None = None) -> Table:
    """As `read_table`, but that no file takes more than `MAX_SECONDS` and `MAX_MEMORY`, or holds up other threads.

    Parameters
    ----------
    content, name, options
        As of `read_table`.

    Raises
    ------
    TextError
        As `read_table`; or reading takes too long, or too much memory.
    """
    options = options or Options()
    if _is_small(content, name):
        return read_table(content, name, options)
    kind, *answer = _asked(content, name, options)
    if kind == "error":
        raise TextError(str(answer[0]))
    given = dict(zip((field.name for field in fields(Table)), answer, strict=True))
    given["problems"] = [Problem(*each) for each in given["problems"]]
    return Table(**given)


def _is_small(content: bytes, name: str) -> bool:
    """Whether it is little text, also unpacked; workbooks and Parquet hold more than their size tells."""
    if len(content) > _AT_ONCE or content.startswith(MARK):
        return False
    try:
        return not is_xlsx(unpack(content, name, _AT_ONCE).content)
    except TextError:  # large inside, or damaged: the other process says which
        return False


def _asked(content: bytes, name: str, options: Options) -> tuple[Any, ...]:
    """What the other process answers."""
    root = Path(__file__).resolve().parents[3]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH")])),
        "OMP_NUM_THREADS": "1",
    }
    try:
        ended = subprocess.run(
            [sys.executable, "-m", f"{__package__}.worker"],
            input=marshal.dumps((content, name, astuple(options), MAX_SECONDS, MAX_MEMORY)),
            capture_output=True,
            timeout=4 * MAX_SECONDS,  # of a busy machine; the process itself ends after its own time
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TextError(too_much(name, f"{4 * MAX_SECONDS} seconds")) from None
    if ended.returncode == 0 and ended.stdout:
        return tuple(marshal.loads(ended.stdout))
    if (
        ended.returncode < 0 or b"MemoryError" in ended.stderr[-2000:]
    ):  # a signal ended it: that of its own time, or the system's, whose memory is full
        raise TextError(too_much(name, f"{MAX_SECONDS} seconds or {in_mib(MAX_MEMORY)}"))
    raise TextError(f"{name} cannot be read: its reader ended ({ended.returncode}). Is it damaged?")


def too_much(name: str, what: str) -> str:
    """What to do about a file that takes more than there may be."""
    return f"{name} takes more than {what} to read. Take a part of it, or save it as plain .csv."
