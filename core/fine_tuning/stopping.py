"""A stop that waits for the end of a step, when a state can be saved."""

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any


@contextlib.contextmanager
def signals_deferred() -> Iterator[Callable[[], None]]:
    """A function that lets SIGTERM and Ctrl-C through; meanwhile they interrupt nothing, but for a second one.

    What is still waiting at the end is let through then.
    """
    waiting: list[tuple[int, Any]] = []
    handlers: dict[int, Any] = {}

    def defer(number: int, frame: Any) -> None:
        if waiting:
            handlers[number](number, frame)
        waiting.append((number, frame))

    def let_through() -> None:
        for number, frame in waiting:
            handlers[number](number, frame)

    if threading.current_thread() is threading.main_thread():  # nobody else may handle signals
        handlers = {n: h for n in (signal.SIGTERM, signal.SIGINT) if callable(h := signal.getsignal(n))}
    for number in handlers:
        signal.signal(number, defer)
    try:
        yield let_through
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    let_through()
