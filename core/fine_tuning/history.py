"""What a training was like: losses and measurements, step by step, written to disk as they come."""

import math
from dataclasses import dataclass, replace
from pathlib import Path

from .. import kept

NAN = math.nan


@dataclass(frozen=True)
class Logged:
    """What the trainer logged after a step.

    Attributes
    ----------
    step : int
    loss : float
        Mean since the step that was logged before.
    learning_rate : float
    grad_norm : float
        Before it is clipped; NaN where it was not logged.
    """

    step: int
    loss: float
    learning_rate: float = NAN
    grad_norm: float = NAN


@dataclass(frozen=True)
class Measurement:
    """What was measured after a step.

    Attributes
    ----------
    step : int
    layers : tuple of dict of str to float
        For each layer, embeddings first, its numbers by the key of a `Quantity`; NaN where one is not defined.
    score : float
        Of the probe, as training pools it: 100 x Spearman; NaN without gold scores.
    seconds : float
        What measuring took.
    """

    step: int
    layers: tuple[dict[str, float], ...]
    score: float = NAN
    seconds: float = 0.0

    def number(self, layer: int, key: str) -> float:
        """A number of a layer; NaN where it was not measured."""
        return self.layers[layer].get(key, NAN) if layer < len(self.layers) else NAN


@dataclass(frozen=True)
class Probed:
    """What was measured on.

    Attributes
    ----------
    title : str
    n_tokens : int
        Without the special ones.
    n_pairs : int
    """

    title: str = ""
    n_tokens: int = 0
    n_pairs: int = 0


@dataclass(frozen=True)
class History:
    """Everything that curves are drawn from.

    Attributes
    ----------
    total_steps : int
        Of the whole training; 0 before it has begun.
    losses : tuple of Logged
    measurements : tuple of Measurement
    training_seconds, measuring_seconds, saving_seconds : float
    probe : Probed
    """

    total_steps: int
    losses: tuple[Logged, ...]
    measurements: tuple[Measurement, ...]
    training_seconds: float = 0.0
    measuring_seconds: float = 0.0
    saving_seconds: float = 0.0
    probe: Probed = Probed()

    @property
    def n_layers(self) -> int:
        """Layers that were measured, the embeddings among them."""
        return len(self.measurements[0].layers) if self.measurements else 0

    def write(self, folder: Path) -> None:
        """Put it on disk, whole."""
        kept.write(folder / "history.json", self)

    def up_to(self, step: int) -> "History":
        """Without what came after a step, which a resumed training does again."""
        return replace(
            self,
            losses=tuple(entry for entry in self.losses if entry.step <= step),
            measurements=tuple(entry for entry in self.measurements if entry.step <= step),
        )


NOTHING = History(0, (), ())


def read_history(folder: Path) -> History | None:
    """What is on disk of a training, None where nothing (usable) is."""
    return kept.read(folder / "history.json", History)
