"""A job as others see it."""

from dataclasses import dataclass
from typing import Any

from ..files import digest
from ..pace import Pace
from ..registry import pick
from .kind import kinds
from .lanes import Lane
from .state import State


@dataclass(frozen=True)
class Job:
    """A job at one moment; `done`, `total`, `unit`, `seconds` and `begun` as in `Pace`.

    Attributes
    ----------
    id : str
    kind : str
        Key of its kind.
    request : object
        As its kind reads it: a Selection for studies.
    state : State
    message : str
        Why it ended early, in the user's words.
    created : float
        When it was asked for, in seconds since the epoch.
    waits_for : str
        Title of the job that has its lane, while it waits for that.
    """

    id: str
    kind: str
    request: Any
    state: State
    done: float = 0.0
    total: float = 0.0
    unit: str = ""
    message: str = ""
    seconds: float = 0.0
    created: float = 0.0
    begun: float = 0.0
    waits_for: str = ""

    @property
    def title(self) -> str:
        """What it does, in the user's words."""
        return kinds()[self.kind].title(self.request)

    @property
    def name(self) -> str:
        """What users call it by, '' for most."""
        identity = kinds()[self.kind].identity(self.request)
        return identity if isinstance(identity, str) else ""

    @property
    def lane(self) -> Lane:
        """The lane that it runs in."""
        return kinds()[self.kind].lane

    @property
    def active(self) -> bool:
        """Whether it is still on its way."""
        return self.state.active

    @property
    def pace(self) -> Pace:
        """How far it is."""
        return Pace(self.done, self.total, self.unit, self.seconds, self.begun)

    @property
    def rate(self) -> float | None:
        """Units a second, None while there is none."""
        return self.pace.rate if self.state is State.RUNNING else None

    @property
    def seconds_left(self) -> float | None:
        """Time left at the present rate, None while there is none."""
        return self.pace.seconds_left if self.state is State.RUNNING else None

    def words(self, *details: str) -> list[str]:
        """What it does now or waits for, how far it is, `details`, and how long it will take."""
        if self.waits_for:
            return [f"waiting for another job to finish ({self.waits_for}); begins by itself"]
        return self.pace.words(*details)


def job_id(kind: str, request: Any) -> str:
    """The id of a job: the same kind with the same request is the same job."""
    return digest([kind, pick(kinds(), kind, "kind of job").identity(request)])
