"""Interleaved best-of-three timings and the one line that each comparison prints."""

import time
from collections.abc import Callable
from typing import Any

REPEATS = 3


def best_of(*actions: Callable[[], Any], repeats: int = REPEATS) -> list[float]:
    """Least seconds of each action; they take turns, so that a busy moment hits all of them."""
    best = [float("inf")] * len(actions)
    for _ in range(repeats):
        for i, action in enumerate(actions):
            started = time.perf_counter()
            action()
            best[i] = min(best[i], time.perf_counter() - started)
    return best


def report(name: str, ours: float, peer: float, target: float, *, faster: bool) -> bool:
    """Print one line and say whether the target is met.

    `faster`: the ratio is peer / ours and at least `target`; else it is ours / peer and at most `target`.
    """
    ratio = peer / ours if faster else ours / peer
    met = ratio >= target if faster else ratio <= target
    bound = f"{'>=' if faster else '<='} {target:g}x"
    verdict = "ok" if met else "MISSED"
    print(
        f"{name:<66} ours {_time(ours)}  peer {_time(peer)}  ratio {ratio:6.2f}x  target {bound:<7} {verdict}",
        flush=True,
    )
    return met


def _time(seconds: float) -> str:
    return f"{seconds:7.2f} s " if seconds >= 1 else f"{1000 * seconds:7.1f} ms"
