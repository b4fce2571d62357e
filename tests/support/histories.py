"""Histories, frames and records of trainings that never ran."""

import math
from dataclasses import replace
from typing import Any

import numpy as np

from core.checkpoints import Card
from core.fine_tuning.history import History, Logged, Measurement, Probed
from core.fine_tuning.quantities import quantities
from core.fine_tuning.recipe import Recipe
from core.fine_tuning.record import Base, Data, Record, Score, Seconds

LAYERS = 3


STEPS = (0, 4, 8)


def history(seed: int = 0, **changes: Any) -> History:
    """Eight steps, three layers, each number another."""
    random = np.random.default_rng(seed)
    keys = list(quantities())
    measurements = tuple(
        Measurement(
            step,
            tuple(dict(zip(keys, random.random(len(keys)).tolist(), strict=True)) for _ in range(LAYERS)),
            80.0 + step + seed,
            1.0,
        )
        for step in STEPS
    )
    losses = tuple(Logged(step, float(random.random())) for step in range(1, 9))
    whole = History(8, losses, measurements, 60.0, 6.0, 0.4, Probed("8 pairs of x", 141, 8))
    return replace(whole, **changes)


def changed(given: History, measurement: int, layer: int, **numbers: float) -> History:
    """The same history with other numbers of a layer at a measurement."""
    entries = list(given.measurements)
    entry = entries[measurement]
    layers = list(entry.layers)
    layers[layer] = layers[layer] | numbers
    entries[measurement] = replace(entry, layers=tuple(layers))
    return replace(given, measurements=tuple(entries))


def score(change: float | None = 1.5, title: str = "some pairs") -> Score:
    """80 points before; no score at all where there is no change."""
    gain = math.nan if change is None else change
    before, after = 80.0, 80.0 + gain
    return Score("x", title, before, after, (after - 1, after + 1), gain, (gain - 1, gain + 1), 8)


def record(key: str = "one", change: float | None = 1.5, **scores: Score) -> Record:
    """A finished training of seed 0."""
    return Record(
        recipe=Recipe(key).of_seed(0),
        command="python -m core fine-tune",
        base=Base("tiny", "", "w", "f"),
        data=Data("x", "some pairs", "h", 8, 5.0),
        steps=8,
        scores={"dev": score(change)} | scores,
        versions={},
        created="",
        card=Card(key, key, "fine-tuned", "trained", ""),
        seconds=Seconds(1.0, 1.0, 1.0, 1.0),
    )
