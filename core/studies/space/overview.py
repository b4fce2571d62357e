"""What the Overview shows of a checkpoint: its five settings, and the path on which dominant directions are removed."""

from dataclasses import dataclass

import numpy as np

from .settings import SettingMeasurement


@dataclass(frozen=True)
class RemovalPath:
    """log10 I(W) (symmetric) and score (points) after removing k = 0, 1, ... dominant directions, each of shape (d,)."""

    log10_isotropy: np.ndarray
    spearman: np.ndarray


@dataclass(frozen=True)
class CheckpointOverview:
    """A checkpoint on the Overview.

    Attributes
    ----------
    checkpoint, title, role : str
    settings : tuple of SettingMeasurement
        In the paper's order, the baseline first; empty while they are not there.
    path : RemovalPath or None
        None while it is not there, and for texts without gold scores.
    first_look : bool
        Whether the path is of a few pairs, while the others are read.
    """

    checkpoint: str
    title: str
    role: str
    settings: tuple[SettingMeasurement, ...] = ()
    path: RemovalPath | None = None
    first_look: bool = False
