"""A one-line progress bar on a terminal; silent where output is not a terminal."""

import shutil
import time
from types import TracebackType
from typing import TextIO

from ..pace import Stopwatch

WIDTH = 30  # characters
OFTEN = 0.1  # seconds between two drawings


class ProgressBar:
    """`update(done, total, unit)` redraws the line at most ten times a second."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._shown = 0.0
        self._watch = Stopwatch()

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=self._out, flush=True)

    def update(self, done: float, total: float, unit: str) -> None:
        """Show how far the work is."""
        pace = self._watch.read(done, total, unit)
        if time.monotonic() - self._shown >= OFTEN or done >= total:
            self.draw(pace.share, pace.words())

    def draw(self, share: float, words: list[str]) -> None:
        """Draw the line: a share of the work, and words."""
        if not self._out.isatty():
            return
        self._shown = time.monotonic()
        bar = ("#" * round(WIDTH * share)).ljust(WIDTH, ".")
        line = f"[{bar}] {', '.join(words)}"[
            : shutil.get_terminal_size().columns - 1
        ]  # a line that wraps cannot be drawn over
        print(f"\r\x1b[K{line}", end="", file=self._out, flush=True)
