"""A fixed text through a model that is being trained, and the geometry of every layer of what comes out."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..checkpoints import Located
from ..checkpoints.load import Encoder
from ..geometry.moments import moments
from ..geometry.pooling import mean_pool
from ..spaces.encode import encode
from ..spaces.tokens import Tokenized, tokenize
from ..texts import Texts
from ..texts.text import pairs
from .examples import scale_of
from .quantities import ProbedLayer, quantities


@dataclass(frozen=True)
class Probe:
    """Sentences in pairs, tokenized once.

    Attributes
    ----------
    texts : Texts
    tokenized : Tokenized
    words : ndarray of shape (n,)
        Rows of the tokens that are measured: all but the special ones.
    """

    texts: Texts
    tokenized: Tokenized
    words: np.ndarray


def probe_of(texts: Texts, size: int, tokenizer: Any, max_length: int) -> Probe:
    """A seeded sample of `size` pairs (0 = all); the same for every training, so that curves compare."""
    if texts.scores is not None and 0 < size < texts.n_pairs:
        chosen = np.sort(np.random.default_rng(0).choice(texts.n_pairs, size, replace=False))
        rows = [(texts.sentences[i], texts.sentences[texts.n_pairs + i], float(texts.scores[i])) for i in chosen]
        texts = pairs(texts.key, f"{size:,} pairs of {texts.title}", rows)
    tokenized = tokenize(texts.sentences, tokenizer, max_length, texts.language)
    return Probe(texts, tokenized, tokenized.table.rows("words"))


def read(probe: Probe, located: Located, transformer: Any, tokenizer: Any, n_layers: int, dim: int) -> list[np.ndarray]:
    """Every layer's vectors of all tokens, each of shape (n, dim), float32; dropout is off meanwhile."""
    training = transformer.training
    transformer.eval()
    try:
        layers: list[np.ndarray] = [np.empty((len(probe.tokenized.table), dim), np.float32) for _ in range(n_layers)]
        encoder = Encoder(located, tokenizer, transformer, str(transformer.device))
        encode(encoder, probe.texts.sentences, probe.tokenized, layers, lambda done, total, unit: None)
        return layers
    finally:
        transformer.train(training)


def measure_layer(vectors: np.ndarray, probe: Probe, start: np.ndarray) -> dict[str, float]:
    """One layer's geometry, and its drift from where it started.

    Parameters
    ----------
    vectors, start : ndarray of shape (n, d)
        Of all tokens, now and before the first step.
    probe : Probe

    Returns
    -------
    dict of str to float
        By the keys of `quantities`; NaN where one is not defined.
    """
    tokens, table, gold = vectors[probe.words], probe.tokenized.table, probe.texts.scores
    layer = ProbedLayer(
        tokens=tokens,
        start=start[probe.words],
        known=moments(tokens),
        sentences=mean_pool(tokens, table.sentence[probe.words], table.n_sentences),
        gold=gold,
        scale=1.0 if gold is None else scale_of(gold),
    )
    return {key: quantity.compute(layer) for key, quantity in quantities().items()}


def pooled(vectors: np.ndarray, offsets: np.ndarray, pooling: str) -> np.ndarray:
    """Sentence vectors as sentence-transformers pools them, special tokens included.

    Parameters
    ----------
    vectors : ndarray of shape (n, d)
        Of all tokens; the first of a sentence is [CLS].
    offsets : ndarray of shape (n_sentences + 1,)
        Tokens of sentence s are rows offsets[s] to offsets[s + 1].
    pooling : str
        A key of `core.fine_tuning.recipe.POOLINGS`, or several joined by '+'.

    Returns
    -------
    ndarray of shape (n_sentences, d times the number of poolings)
    """
    return np.concatenate([_pooled(vectors, offsets, one) for one in pooling.split("+")], axis=1)


def _pooled(vectors: np.ndarray, offsets: np.ndarray, pooling: str) -> np.ndarray:
    """As `pooled`, by one pooling."""
    if pooling == "cls":
        return np.asarray(vectors[offsets[:-1]], dtype=np.float64)
    if pooling == "max":
        return np.maximum.reduceat(np.asarray(vectors), offsets[:-1], axis=0).astype(np.float64)
    if pooling == "lasttoken":
        return np.asarray(vectors[offsets[1:] - 1], dtype=np.float64)
    counts = np.diff(offsets)
    owner = np.repeat(np.arange(len(counts)), counts)
    if pooling == "weightedmean":
        return mean_pool(vectors, owner, len(counts), np.arange(len(owner)) - offsets[owner] + 1.0)
    means = mean_pool(vectors, owner, len(counts))
    return means * np.sqrt(counts)[:, None] if pooling == "mean_sqrt_len_tokens" else means
