"""How well masked pieces of text that was never trained on are guessed, beside a guesser that knows frequency alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import batches, masking
from .batches import BatchPlan
from .model import scores
from .pieces import Pieces

_SEED = 20210  # the same places are masked in every run


@dataclass(frozen=True)
class Guesses:
    """Mean loss in nats and share of right guesses at the masked places."""

    loss: float
    accuracy: float
    n: int


def masked(
    pieces: Pieces, plan: BatchPlan, continues: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """The fixed masked batches: (batch, seen, hidden), each of shape (n_sequences, width)."""
    for number, batch in enumerate(batches.epoch(pieces, plan, _SEED, 0)):
        yield batch, *masking.mask(batch, continues, np.random.default_rng([_SEED, number]))


def evaluate(model: Any, pieces: Pieces, plan: BatchPlan, continues: np.ndarray, device: str = "cpu") -> Guesses:
    """The model's guesses, in float32."""
    import torch

    loss, right, n = 0.0, 0, 0
    model.eval()
    with torch.inference_mode():
        for batch, seen, hidden in masked(pieces, plan, continues):
            found = scores(model, torch.from_numpy(seen).to(device), torch.from_numpy(hidden).to(device))
            wanted = torch.from_numpy(batch[hidden]).to(device)
            loss += float(torch.nn.functional.cross_entropy(found, wanted, reduction="sum"))
            right += int((found.argmax(dim=1) == wanted).sum())
            n += len(wanted)
    model.train()
    return Guesses(loss / n, right / n, n)


def unigram(train: Pieces, held_out: Pieces, plan: BatchPlan, continues: np.ndarray) -> Guesses:
    """The baseline: every piece by its frequency in the training text (one added to each count)."""
    counts = np.bincount(train.ids, minlength=len(continues)) + 1.0
    logs = np.log(counts / counts.sum())
    wanted = np.concatenate([batch[hidden] for batch, _, hidden in masked(held_out, plan, continues)])
    return Guesses(float(-logs[wanted].mean()), float((wanted == counts.argmax()).mean()), len(wanted))
