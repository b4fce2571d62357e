"""What a job can be."""

from enum import StrEnum


class State(StrEnum):
    """A job waits for its lane, loads, runs, and ends in one of four ways."""

    WAITING = "waiting"
    LOADING = "loading"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    DIED = "died"

    @classmethod
    def _missing_(cls, value: object) -> "State | None":
        return cls.WAITING if value == "queued" else None  # as it was called

    @property
    def active(self) -> bool:
        """Whether the job is still on its way."""
        return self in (State.WAITING, State.LOADING, State.RUNNING)
