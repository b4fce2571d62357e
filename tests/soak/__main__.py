"""Many visitors for a while: `python -m tests.soak [SESSIONS [MINUTES]]`; waiting times, errors, and what the server holds."""

import asyncio
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.checkpoints import locate, partner_here
from core.spaces import get_space
from core.studies.selection import Selection
from core.texts import find
from tests.soak.session import Opened, Session
from tests.support.server import server

SESSIONS, MINUTES = 20, 30.0
CONTENT = 5.0  # seconds until a page's first content, for 95 of 100
HELD = 200  # MiB that the server may hold more than at the start
STAY = (4.0, 12.0)  # seconds that a visitor looks at a page
SETTLE = 125.0  # seconds for which a closed page can be taken up again (server.disconnectedSessionTTL)
VIEWS = [
    ("", ""),
    ("explore", ""),
    ("explore", "layer=2"),
    ("layers", ""),
    ("directions", ""),
    ("directions", "view=windows"),
    ("compare", ""),
    ("compare", "view=drift"),
    ("frequency", ""),
    ("frequency", "view=bias"),
    ("fine_tune", ""),
    ("paper", ""),
]


@dataclass(frozen=True)
class Held:
    """What a process holds: MiB of memory, descriptors, threads."""

    memory: float
    descriptors: int
    threads: int

    @classmethod
    def by(cls, pid: int) -> "Held":
        """Of a process, now (Linux)."""
        status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        memory = float(status["VmRSS"].split()[0]) / 1024
        return cls(memory, len(os.listdir(f"/proc/{pid}/fd")), int(status["Threads"]))

    def words(self) -> str:
        """As a line says it."""
        return f"{self.memory:,.0f} MiB, {self.descriptors} descriptors, {self.threads} threads"


async def visitor(port: int, until: float, seed: int, seen: list[Opened], errors: list[str]) -> None:
    """Opens pages in an order of its own, now and then in a new window."""
    chance = random.Random(seed)
    await asyncio.sleep(chance.uniform(0, 5))
    while time.monotonic() < until:
        try:
            async with Session(port) as session:
                for _ in range(chance.randint(2, 6)):
                    seen.append(await session.open(*chance.choice(VIEWS)))
                    errors += seen[-1].errors
                    errors += await session.look(chance.uniform(*STAY))
                    if time.monotonic() > until:
                        return
        except Exception as error:  # what a visitor sees as "connection lost"
            errors.append(f"{type(error).__name__}: {error}")
            await asyncio.sleep(1)


async def visit(port: int, sessions: int, minutes: float) -> tuple[list[Opened], list[str]]:
    """Everything that the visitors saw."""
    seen: list[Opened] = []
    errors: list[str] = []
    until = time.monotonic() + 60 * minutes
    await asyncio.gather(*(visitor(port, until, seed, seen, errors) for seed in range(sessions)))
    return seen, errors


async def look_once(port: int) -> None:
    """Open every view, so that what is imported and worked out once is."""
    async with Session(port) as session:
        for view in VIEWS:
            await session.open(*view)
            await session.look(2.0)


async def come_and_go(port: int) -> None:
    """One more visitor: the server forgets closed pages when it next stores one."""
    for _ in range(2):
        async with Session(port) as session:
            await session.open("")
        await asyncio.sleep(5)


def settled(port: int, pid: int) -> Held:
    """What the server holds when nobody is there any more, and one has come and gone since."""
    time.sleep(SETTLE)
    asyncio.run(come_and_go(port))
    time.sleep(10)
    return Held.by(pid)


def percentiles(values: list[float]) -> str:
    """'p50 0.31 s, p95 1.20 s, most 2.00 s (90)'."""
    there = np.array([value for value in values if value == value])
    if not len(there):
        return "none"
    half, most_of = np.percentile(there, [50, 95])
    return f"p50 {half:.2f} s, p95 {most_of:.2f} s, most {there.max():.2f} s ({len(there)})"


def main(sessions: int = SESSIONS, minutes: float = MINUTES) -> int:
    """Run it and print the lines; 1 where a target is missed."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ISOSCOPE_HOME"] = folder
        for checkpoint in (Selection.checkpoint, partner_here(Selection.checkpoint)):
            get_space(locate(checkpoint), find(Selection.texts))
        with server() as started:
            asyncio.run(look_once(started.port))
            start = Held.by(started.pid)
            print(
                f"{sessions} sessions, {minutes:g} minutes, {os.cpu_count()} cores; load before {os.getloadavg()[0]:.1f}"
            )
            print(f"start          {start.words()}", flush=True)
            seen, errors = asyncio.run(visit(started.port, sessions, minutes))
            print(f"most, last     {Held.by(started.pid).words()}")
            end = settled(started.port, started.pid)
            print(f"end            {end.words()}")
    print(f"first content  {percentiles([opened.content for opened in seen])}")
    print(f"first figure   {percentiles([opened.figure for opened in seen])}")
    print(f"whole script   {percentiles([opened.done for opened in seen])}")
    print(f"errors         {len(errors)}")
    for error in sorted(set(errors))[:10]:
        print(f"               {error[:200]}")
    late = float(np.percentile([opened.content for opened in seen if opened.content == opened.content], 95)) > CONTENT
    return 1 if late or errors or end.memory > start.memory + HELD else 0


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(int(given[0]) if given else SESSIONS, float(given[1]) if len(given) > 1 else MINUTES))
