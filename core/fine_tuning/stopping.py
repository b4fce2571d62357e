"""A stop that waits for the end of a step, when a state can be saved."""

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any


@contextlib.contextmanager
def signals_kept_back() -> Iterator[Callable[[], None]]:
    """Meanwhile SIGTERM and Ctrl-C interrupt nothing; the function that is given lets through what came.

    Who asks twice is heard at once.
    """
    kept: list[tuple[int, Any]] = []
    handlers: dict[int, Any] = {}

    def keep(number: int, frame: Any) -> None:
        if kept:
            handlers[number](number, frame)
        kept.append((number, frame))

    def let_through() -> None:
        for number, frame in kept:
            handlers[number](number, frame)

    if threading.current_thread() is threading.main_thread():  # nobody else may handle signals
        handlers = {n: h for n in (signal.SIGTERM, signal.SIGINT) if callable(h := signal.getsignal(n))}
    for number in handlers:
        signal.signal(number, keep)
    try:
        yield let_through
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    let_through()
