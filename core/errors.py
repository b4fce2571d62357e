"""Errors a user can act on: each message says what is wrong, what was expected and what to do."""


class IsoscopeError(Exception):
    """Base of every failure that is the input's or the surroundings' fault, not a bug."""


class UsageError(IsoscopeError):
    """A value that no run could accept (the command line leaves with exit code 2)."""


class CheckpointError(IsoscopeError):
    """A checkpoint that cannot be found, reached or safely loaded."""


class TextError(IsoscopeError):
    """Texts that cannot be found or read."""


class GeometryError(IsoscopeError):
    """A space on which the asked quantity is not defined."""


class TrainingError(IsoscopeError):
    """A training that cannot begin or go on."""


class StoreError(IsoscopeError):
    """The disk store cannot do what was asked (no room, no permission)."""


class Cancelled(BaseException):
    """The user stopped the work. Like KeyboardInterrupt, it is no Exception, so that nothing on its way handles it."""


def first_line(error: BaseException) -> str:
    """The first line of another library's error, its kind where it says nothing."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
