"""Answers on frequency made by hand, for sentences, tables and figures."""

from dataclasses import replace
from typing import Any

import numpy as np

from core.geometry.frequency_bias import Estimate
from core.geometry.post_processing import methods
from core.studies.frequency.bias import FrequencyBias
from core.studies.frequency.bias_entry import BiasEntry, FrequencyBand, Neighbours
from core.studies.frequency.map import Map, MapSide, MapTrust
from core.studies.side import Side

WORDS = tuple(f"word{i:02d}" for i in range(30))
NONE = Estimate(float("nan"), float("nan"), float("nan"))


def estimate(value: float, room: float = 0.05) -> Estimate:
    return Estimate(value, value - room, value + room)


def side(role: str = "fine-tuned", n_layers: int = 4, **given: Any) -> Side:
    usual = Side(f"key-{role}", f"A {role} one", role, None, n_layers, 8, "baseline", 0, None, None, "r", "h", "s")
    return replace(usual, **given)


def bias_entry(layer: int = 0, r2: float = 0.5, neighbours: float = 0.8, **given: Any) -> BiasEntry:
    bands = (
        FrequencyBand(1, 20, 40, estimate(4.0), estimate(3.0), "3 to 4"),
        FrequencyBand(4, 10, 90, estimate(2.0), estimate(1.0), "6 to 7"),
    )
    near = Neighbours(
        neighbours,
        neighbours - 0.05,
        neighbours + 0.05,
        neighbours,
        1.0,
        0.01 if neighbours < 0.95 else 0.4,
        30,
        neighbours + 0.006 * np.cos(np.arange(20)),
    )
    draw = np.random.default_rng(layer)
    usual = BiasEntry(
        layer,
        "baseline",
        estimate(r2),
        0.02,
        -0.1,
        0.01,
        near,
        estimate(0.1),
        estimate(-0.2),
        2.0,
        bands,
        (1 - r2) * draw.uniform(0.5, 1.5, len(WORDS)),
        neighbours * draw.uniform(0.8, 1.2, len(WORDS)),
        1 / 21 if r2 > 0.05 else 0.4,
        r2 + 0.006 * np.sin(np.arange(20)),
    )
    return replace(usual, **given)


def frequency_bias(role: str = "fine-tuned", over: str = "layers", n: int = 4, **given: Any) -> FrequencyBias:
    """R^2 rises by 0.1 from entry to entry."""
    keys = list(methods()) if over == "methods" else ["baseline"] * n
    layers = [0 if over == "methods" else i for i in range(len(keys))]
    entries = [
        bias_entry(layer, 0.2 + 0.1 * i, method=key) for i, (layer, key) in enumerate(zip(layers, keys, strict=True))
    ]
    usual = FrequencyBias(
        side(role, n),
        "texts",
        "en",
        over,
        "words",
        True,
        False,
        1234,
        5678,
        10,
        np.array(WORDS),
        np.linspace(3, 7, len(WORDS)).round(2),
        np.arange(1, len(WORDS) + 1),
        tuple(entries),
        (),
    )
    return replace(usual, **given)


def undefined(answer: FrequencyBias) -> FrequencyBias:
    """The same of words that are all equally frequent."""
    entries = tuple(replace(entry, r2=NONE) for entry in answer.entries)
    return replace(answer, zipf=np.full(len(answer.zipf), 4.0), entries=entries)


def drawn_map(n: int = 5, projection: str = "pca", dimensions: int = 2, **given: Any) -> Map:
    points = np.arange(float(n * dimensions)).reshape(n, dimensions)
    linear = projection == "pca"
    usual = Map(
        projection,
        "words",
        np.arange(n),
        n,
        points,
        tuple(f"Direction {i + 1}" for i in range(dimensions)),
        (30.0, 12.5, 5.0)[:dimensions] if linear else None,
        MapTrust(0.91, 0.87, 0.4, 0.01, 10, n, "euclidean" if linear else "cosine"),
        MapSide(**vars(side(layer=1)), tokens="words", texts="texts"),
        None,
        {"components": (1, 2)} if linear else {"perplexity": 30.0, "metric": "cosine", "dimensions": 2, "seed": 0},
    )
    return replace(usual, **given)
