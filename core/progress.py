"""How long work tells how far it is."""

from collections.abc import Callable

Progress = Callable[[float, float, str], None]  # done, total (0 while unknown), unit of both


def no_progress(done: float, total: float, unit: str) -> None:
    """Tell nobody."""
