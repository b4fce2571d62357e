"""Copies of a tiny checkpoint whose spaces are known: rotated, wider, noise, planted structure, another tokenizer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.spaces.tokens import TokenTable
from core.studies.comparison import Comparison
from core.studies.question import Question, answer
from core.studies.selection import Selection
from core.texts import find
from core.texts.words import is_word
from tests.support.changed_space import changed_copy
from tests.support.tiny_models import save_tiny

ROTATION = np.linalg.qr(np.random.default_rng(4).standard_normal((32, 32)))[0]
WIDER = np.linalg.qr(np.random.default_rng(5).standard_normal((48, 48)))[0][:32]


def noise(vectors: np.ndarray, table: TokenTable) -> np.ndarray:
    return np.random.default_rng(6).standard_normal(vectors.shape)


def planted(vectors: np.ndarray, table: TokenTable) -> np.ndarray:
    """Noise around one place for punctuation, one for each number of letters of a word."""
    length = np.array([len(word) * is_word(word) for word in table.words])[table.word]
    places = 4 * np.random.default_rng(7).standard_normal((length.max() + 1, vectors.shape[1]))
    return noise(vectors, table) + places[length]


@pytest.fixture(scope="package")
def copies(tiny: Path, pairs_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder, texts = tmp_path_factory.mktemp("copies"), find(str(pairs_file))
    changes: dict[str, Callable[[np.ndarray, TokenTable], np.ndarray]] = {
        "rotated": lambda vectors, table: vectors @ ROTATION,
        "wider": lambda vectors, table: 2 * (vectors @ WIDER) + 1,
        "noise": noise,
        "planted": planted,
    }
    made = {name: changed_copy(tiny, folder / name, texts, change) for name, change in changes.items()}
    return made | {"other": save_tiny(folder / "other", "roberta", 3, 3), "tiny": tiny}


@pytest.fixture(scope="package")
def selected(copies: dict[str, Path], pairs_file: Path) -> Callable[..., Selection]:
    """A selection of one of the copies, by name."""

    def selection(name: str, **options: Any) -> Selection:
        return Selection(
            checkpoint=str(copies[name]), texts=str(pairs_file), **{"directions": 2, "clusters": 3} | options
        )

    return selection


@pytest.fixture(scope="package")
def compare(copies: dict[str, Path], selected: Callable[..., Selection]) -> Callable[..., Any]:
    """The answer to a question of two of the copies, by name."""

    def compared(question: Question[Comparison, Any], first: str, second: str, **options: Any) -> Any:
        return answer(question, Comparison.of(selected(first, **options), str(copies[second])), device="cpu")

    return compared
