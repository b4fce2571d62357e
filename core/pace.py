"""How far work is and how fast it goes, in numbers and in words."""

import time
from dataclasses import dataclass

from .numbers_in_words import seconds_in_words

DOING = {
    "tokens": "encoding all layers, repeated sentences once",
    "settings": "measuring",
    "layers": "measuring",
    "checkpoints": "measuring",
    "methods": "measuring",
    "cells": "measuring",
    "draws": "resampling sentences",
    "pairs of layers": "comparing layers",
    "frames": "comparing",
    "rows": "finding neighbours",
    "points": "finding neighbours",
    "epochs": "laying points out",
    "iterations": "laying points out",
}  # what is done while a unit is counted; units that say it themselves are not here
FAST = "tokens"  # so many in a second that their number tells something


@dataclass(frozen=True)
class Pace:
    """How far work is.

    Attributes
    ----------
    done, total : float
        In `unit`; total 0 while unknown.
    unit : str
        What is counted; where nothing is, what is done.
    seconds : float
        Since the present unit began.
    begun : float
        `done` at that time (a resumed training does not begin at 0).
    """

    done: float = 0.0
    total: float = 0.0
    unit: str = ""
    seconds: float = 0.0
    begun: float = 0.0

    @property
    def share(self) -> float:
        """Of the total, 0 to 1; 0 while that is unknown."""
        return min(1.0, self.done / self.total) if self.total else 0.0

    @property
    def rate(self) -> float | None:
        """Units a second, None while there is none."""
        done = self.done - self.begun
        return done / self.seconds if done > 0 and self.seconds >= 1 else None

    @property
    def seconds_left(self) -> float | None:
        """Time left at the present rate, None while there is none."""
        return (self.total - self.done) / self.rate if self.total and self.rate else None

    def words(self, *details: str) -> list[str]:
        """What is done, how much of it, how fast, `details`, and how long it will take."""
        if not self.total:
            return [self.unit or "starting", *details]
        words = [DOING[self.unit]] if self.unit in DOING else []
        words.append(f"{self.done:,.0f} of {self.total:,.0f} {self.unit}")
        if self.rate and self.unit == FAST:
            words.append(f"{self.rate:,.0f} a second")
        words += details
        if self.seconds_left:
            words.append(f"{seconds_in_words(self.seconds_left)} left")
        return words


class Stopwatch:
    """Makes a pace of every step that work tells; a new unit begins anew."""

    def __init__(self) -> None:
        self._unit: str | None = None
        self._since = self._begun = 0.0

    def read(self, done: float, total: float, unit: str) -> Pace:
        """The pace at a step."""
        now = time.monotonic()
        if unit != self._unit:
            self._unit, self._since, self._begun = unit, now, done
        return Pace(done, total, unit, now - self._since, self._begun)
