"""The process that reads one file for `read_apart`: marshalled content, name, options and limits in, the table or an error out."""

import contextlib
import marshal
import sys
from dataclasses import fields
from typing import Any

from ...errors import TextError
from .apart import too_much
from .limits import in_mib
from .options import Options
from .read import read_table
from .table import Table


def main() -> None:
    """Read, within this process's time and memory."""
    content, name, options, seconds, memory = marshal.loads(sys.stdin.buffer.read())
    _bound(seconds, memory)
    try:
        table = read_table(content, name, Options(*options))
        answer = marshal.dumps(["table", *(_plain(getattr(table, field.name)) for field in fields(Table))])
    except TextError as error:
        answer = marshal.dumps(["error", str(error)])
    except MemoryError:
        answer = marshal.dumps(["error", too_much(name, in_mib(memory))])
    sys.stdout.buffer.write(answer)


def _plain(value: Any) -> Any:
    """What marshal knows: named tuples as plain ones."""
    return [tuple(each) if isinstance(each, tuple) else each for each in value] if isinstance(value, list) else value


def _bound(seconds: int, memory: int) -> None:
    """Let the system end this process, or refuse it memory, where it takes more than it may; Windows has no such limits."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
