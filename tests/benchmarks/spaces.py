"""What the benchmarks measure on: the real space if it is kept on this machine, else seeded numbers of its shape."""

import numpy as np

from core.checkpoints import locate
from core.spaces import open_space
from core.texts import find

MINILM, TEXTS = "all-MiniLM-L6-v2", "stsb-dev"
N = 42_709  # tokens of stsb-dev without special ones


def layer_384() -> tuple[np.ndarray, str]:
    """(float32 vectors of shape (N, 384), where they come from)."""
    space = open_space(locate(MINILM), find(TEXTS))
    if space is None:
        return seeded(384), "seeded"
    layer = space.n_layers - 1
    return np.array(space.vectors(layer)[space.table.rows("words")]), f"{MINILM}, layer {layer}"


def seeded(dim: int) -> np.ndarray:
    """Float32 vectors of shape (N, dim): a falling spectrum around a mean that isn't zero, norms as an encoder's."""
    random = np.random.default_rng(0)
    vectors = random.standard_normal((N, dim)) / np.sqrt(np.arange(1, dim + 1)) + 0.05 * random.standard_normal(dim)
    return vectors.astype(np.float32)


def seeded_sentences(n_sentences: int) -> np.ndarray:
    """A sentence number for each of N rows, not decreasing; every sentence has a token."""
    extra = np.random.default_rng(1).integers(0, n_sentences, N - n_sentences)
    return np.sort(np.concatenate([np.arange(n_sentences), extra]))
