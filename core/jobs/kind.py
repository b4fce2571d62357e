"""What a kind of job is: work from a request that JSON can hold."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from ..progress import Progress
from ..registry import declared
from .lanes import Lane


@dataclass(frozen=True)
class JobKind:
    """A declared kind of job.

    Attributes
    ----------
    key : str
    title : callable
        request -> what users read.
    read : callable
        What `write` and JSON made of a request -> the request.
    run : callable
        (request, progress) -> None; what it works out is stored where others look for it.
    write : callable
        request -> what JSON can hold.
    identity : callable
        request -> what makes two requests the same job; a str is also a name that users call it by.
    lane : Lane
        `LONG` for what takes many minutes.
    """

    key: str
    title: Callable[[Any], str]
    read: Callable[[Any], Any]
    run: Callable[[Any, Progress], Any]
    write: Callable[[Any], Any] = asdict
    identity: Callable[[Any], Any] = asdict
    lane: Lane = Lane.SHORT


def kinds() -> dict[str, JobKind]:
    """Every declared kind of job, by key."""
    return declared(f"{__package__}.kinds", JobKind)
