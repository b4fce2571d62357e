"""What a training was like: losses and measurements, step by step, kept on disk as they come."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..files import write_atomically
from ..studies.shim import plain


@dataclass
class History:
    """Everything that curves are drawn from.

    Attributes
    ----------
    total_steps : int
    losses : list of dict
        `step`, `loss` (mean since the one before), `learning_rate`, `grad_norm`.
    measurements : list of dict
        `step`, `layers` (one dict of numbers a layer), `score` (of the probe, as training pools it; None
        without gold scores), `seconds` (what measuring took). On disk None stands for NaN and infinities.
    training_seconds, measuring_seconds, saving_seconds : float
    probe : dict
        What was measured: `title`, `n_tokens`, `n_pairs`.
    """

    total_steps: int = 0
    losses: list[dict[str, Any]] = field(default_factory=list)
    measurements: list[dict[str, Any]] = field(default_factory=list)
    training_seconds: float = 0.0
    measuring_seconds: float = 0.0
    saving_seconds: float = 0.0
    probe: dict[str, Any] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Keep it, whole."""
        write_atomically(folder / "history.json", json.dumps(plain(vars(self)), allow_nan=False))

    def back_to(self, step: int) -> None:
        """Forget what came after a step, which a resumed training does again."""
        self.losses = [entry for entry in self.losses if entry["step"] <= step]
        self.measurements = [entry for entry in self.measurements if entry["step"] <= step]


def read_history(folder: Path) -> History | None:
    """What was kept of a training, None where nothing (usable) was."""
    try:
        return History(**json.loads((folder / "history.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
