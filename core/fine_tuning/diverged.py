"""The error for a training that has diverged."""

from ..errors import TrainingError


def diverged(steps: int, learning_rate: float) -> TrainingError:
    """The error for a training that has diverged after so many whole steps."""
    return TrainingError(
        f"The loss or its gradient is not a number any more after {steps} steps: the training has diverged. "
        f"Lower the learning rate (it was {learning_rate:g}) or lengthen the warm-up."
    )
