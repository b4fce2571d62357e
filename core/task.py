"""What a task is: work that a job can do, from a request that JSON can hold."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from .progress import Progress
from .registry import declared


@dataclass(frozen=True)
class Task:
    """A declared task.

    Attributes
    ----------
    key : str
    title : callable
        request -> what users read.
    read : callable
        What `asdict` and JSON made of a request -> the request.
    run : callable
        (request, progress) -> None; what it finds out is kept where others look for it.
    identity : callable
        request -> what makes two requests the same job.
    """

    key: str
    title: Callable[[Any], str]
    read: Callable[[dict[str, Any]], Any]
    run: Callable[[Any, Progress], Any]
    identity: Callable[[Any], Any] = asdict


def tasks() -> dict[str, Task]:
    """Every declared task, by key."""
    return declared(f"{__package__}.tasks", Task)
