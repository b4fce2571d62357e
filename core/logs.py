"""What is logged, where and how: levels, and no word of a user's texts.

`ISOSCOPE_LOG` sets the level: debug, info, warning or error. Below debug a bug is told by its kind and the lines of code
that led to it: messages of other libraries' exceptions quote what they were given.
"""

import logging
import os
import sys
import traceback
from types import TracebackType

SERVER = "%(asctime)s %(levelname)s %(name)s %(message)s"
TERMINAL = "%(message)s"
_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
_Told = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutMessages(logging.Formatter):
    """Tracebacks of code and kinds of exceptions, without what they say."""

    def formatException(self, told: _Told) -> str:  # noqa: N802 (the library calls it so)
        """Lines of code, the latest last, and the exception's kind; so for what caused it."""
        lines: list[str] = []
        error = told[1]
        while error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            kind = type(error).__name__
            lines = [*(f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames), kind, *lines]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(lines)


def level(usual: int) -> int:
    """The level that `ISOSCOPE_LOG` names, the usual one where it names none."""
    return _LEVELS.get(os.environ.get("ISOSCOPE_LOG", "").strip().lower(), usual)


def set_up(usual: int, form: str = SERVER, of: str = "") -> None:
    """Let a package's loggers (all, for '') write to stderr, unless they write somewhere already.

    Parameters
    ----------
    usual : int
        The level where `ISOSCOPE_LOG` names none.
    form : str
        Of a line.
    of : str
        A logger's name.
    """
    logger, chosen = logging.getLogger(of), level(usual)
    if logger.handlers:
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(form) if chosen == logging.DEBUG else WithoutMessages(form))
    logger.addHandler(handler)
    logger.setLevel(chosen)
