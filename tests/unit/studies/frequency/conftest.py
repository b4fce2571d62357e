"""Requests of tiny checkpoints, whose spaces are changed so that what they know of frequency is planted."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.spaces.tokens import TokenTable
from core.studies.frequency.bias import FREQUENCY_BIAS, BiasRequest, FrequencyBias
from core.studies.frequency.map import MapRequest
from core.studies.question import answer, context_of
from core.studies.selection import Selection
from core.texts import find
from core.texts.benchmarks import stsb
from tests.support.changed_space import changed_copy
from tests.support.tiny_models import save_tiny

SENTENCES = 260  # of STS-B, so that there are some hundred words
Ask = Callable[..., BiasRequest]
AskMap = Callable[..., MapRequest]
Measure = Callable[..., FrequencyBias]


@pytest.fixture(scope="package")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("texts") / "corpus.txt"
    path.write_text("\n".join(stsb.read("dev").sentences[:SENTENCES]), encoding="utf-8")
    return path


def noise(vectors: np.ndarray, table: TokenTable) -> np.ndarray:
    """Nothing of words."""
    return np.random.default_rng(6).standard_normal(vectors.shape) + 1


def planted(vectors: np.ndarray, table: TokenTable, strength: float = 2.0) -> np.ndarray:
    """The same noise, moved along a direction by frequency."""
    out = noise(vectors, table)
    out[:, 3] += strength * (table.zipf - 4.5) * (table.zipf > 0)
    return out


def faint(vectors: np.ndarray, table: TokenTable) -> np.ndarray:
    return planted(vectors, table, 1.0)


def wider(vectors: np.ndarray, table: TokenTable) -> np.ndarray:
    return np.hstack([planted(vectors, table), np.random.default_rng(8).standard_normal((len(vectors), 9))])


@pytest.fixture(scope="package")
def ask(tiny: Path, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Name of a change, settings -> a request."""
    folder, texts = tmp_path_factory.mktemp("copies"), find(str(corpus))
    changes: tuple[Callable[..., np.ndarray], ...] = (noise, planted, faint, wider)
    copies = {change.__name__: changed_copy(tiny, folder / change.__name__, texts, change) for change in changes}

    def request(checkpoint: str, **given: Any) -> BiasRequest:
        chosen = {name: given.pop(name) for name in list(given) if name in Selection.__dataclass_fields__}
        selection = Selection(checkpoint=str(copies[checkpoint]), texts=str(corpus), directions=1, clusters=3, **chosen)
        return BiasRequest(selection, **given)

    return request


@pytest.fixture(scope="package")
def bias(ask: Ask) -> Measure:
    """The same -> its answer."""
    return lambda checkpoint, **given: answer(FREQUENCY_BIAS, ask(checkpoint, **given), device="cpu")


# --- maps -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="package")
def ask_map(tiny: Path, pairs_file: Path, tmp_path_factory: pytest.TempPathFactory) -> AskMap:
    """Name of a checkpoint, and of the one to be fitted on, settings -> a request."""
    folder, texts = tmp_path_factory.mktemp("maps"), find(str(pairs_file))

    def shifted(vectors: np.ndarray, table: TokenTable) -> np.ndarray:
        return 2 * vectors + 1

    def broader(vectors: np.ndarray, table: TokenTable) -> np.ndarray:
        return np.hstack([vectors, vectors[:, :8]])

    copies = {
        change.__name__: changed_copy(tiny, folder / change.__name__, texts, change) for change in (shifted, broader)
    }
    copies |= {"tiny": tiny, "other": save_tiny(folder / "other", "roberta", 3)}
    copies["deeper"] = save_tiny(folder / "deeper", layers=4)

    def request(checkpoint: str = "tiny", fit_on: str = "", **given: Any) -> MapRequest:
        chosen = {name: given.pop(name) for name in list(given) if name in Selection.__dataclass_fields__}
        usual: dict[str, Any] = {
            "checkpoint": str(copies[checkpoint]),
            "texts": str(pairs_file),
            "layer": 1,
            "clusters": 2,
        }
        return MapRequest(Selection(**(usual | chosen)), fit_on=str(copies[fit_on]) if fit_on else "", **given)

    return request


def vectors_of(request: MapRequest) -> np.ndarray:
    """The tokens that a request shows, as the checkpoint gives them, shape (n, d)."""
    context = context_of(request.selection)
    return context.space.select(request.selection.layer, request.selection.tokens)[0].to_array()
