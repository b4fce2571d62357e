"""A small corpus of made-up sentences, and a run of a tiny model on it that takes a second."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from core.pretraining import corpus
from core.pretraining.batches import BatchPlan
from core.pretraining.corpus import Corpus
from core.pretraining.model import Shape
from core.pretraining.run import Run, prepare
from core.pretraining.source import CorpusSource
from core.pretraining.state import Settings

WHO = ["The man", "A woman", "The old dog", "My neighbour", "Her cat", "The teacher", "A small boy"]
DOES = ["is riding", "sees", "has bought", "paints", "is looking for", "will remember", "sold"]
WHAT = ["a brown horse", "the guitar", "an unbelievable house", "seven apples", "the railway station", "nothing"]
WHEN = ["today", "in the morning", "after the war", "on Monday", "without thinking", "again and again"]
TINY = Settings(
    steps=20,
    peak=5e-3,
    shape=Shape(vocabulary=180, layers=2, width=32, heads=2, length=24),
    plan=BatchPlan(length=24, tokens=512),
)


def documents(_: Path) -> Iterator[list[str]]:
    random = np.random.default_rng(0)
    for _ in range(60):
        yield [
            f"{random.choice(WHO)} {random.choice(DOES)} {random.choice(WHAT)} {random.choice(WHEN)}."
            for _ in range(40)
        ]


MADE_UP = CorpusSource("made-up", "Made-up sentences", "CC0-1.0", None, documents)


@pytest.fixture(scope="package", autouse=True)
def _one_thread() -> Iterator[None]:
    """So small a model is slower on several."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def text() -> Corpus:
    return corpus.gather([MADE_UP])


@pytest.fixture
def start(text: Corpus) -> Callable[[Path], Run]:
    """Take up the run in a folder."""
    return lambda folder: prepare(folder, TINY, lambda: text, "cpu")
