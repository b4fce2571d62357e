"""How long work tells how far it is."""

from collections.abc import Callable

Progress = Callable[
    [float, float, str], None
]  # done, total, unit of both; or 0, 0 and what is done that is not counted
LOADING = "loading"  # what is done before work begins


def no_progress(done: float, total: float, unit: str) -> None:
    """Tell nobody."""
