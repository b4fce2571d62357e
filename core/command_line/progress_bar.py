"""A one-line progress bar on a terminal; silent where output is not a terminal."""

import time
from types import TracebackType
from typing import TextIO

from ..numbers_in_words import seconds_in_words


class ProgressBar:
    """`update(done, total, unit)` redraws the line at most ten times a second."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._shown = 0.0
        self._unit = ""
        self._started = 0.0

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown and self._out.isatty():
            print("\r\x1b[K", end="", file=self._out, flush=True)

    def update(self, done: float, total: float, unit: str) -> None:
        """Show how far the work is."""
        now = time.monotonic()
        if unit != self._unit:
            self._unit, self._started = unit, now
        if not self._out.isatty() or (now - self._shown < 0.1 and done < total):
            return
        self._shown = now
        share = done / total if total else 0.0
        left = f", {seconds_in_words((now - self._started) / share * (1 - share))} left" if 0 < share < 1 else ""
        bar = ("#" * round(30 * share)).ljust(30, ".")
        print(f"\r\x1b[K[{bar}] {done:,.0f} of {total:,.0f} {unit}{left}", end="", file=self._out, flush=True)
