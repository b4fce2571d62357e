"""Spaces with a known number of elongated directions, and rows as awkward as those of a text."""

import numpy as np

TOKENS = 10  # of a sentence


def _independent(generator: np.random.Generator, n: int, d: int) -> np.ndarray:
    return generator.standard_normal((n, d))


def _shared(generator: np.random.Generator, n: int, d: int) -> np.ndarray:
    """30 % of the variance is the sentence's."""
    of_sentence = generator.standard_normal((n // TOKENS, d))
    return np.sqrt(0.3) * np.repeat(of_sentence, TOKENS, axis=0) + np.sqrt(0.7) * _independent(generator, n, d)


def _shared_in_some(generator: np.random.Generator, n: int, d: int) -> np.ndarray:
    """All of the variance of ten coordinates is the sentence's, none of the others'."""
    space = _independent(generator, n, d)
    space[:, -10:] = np.repeat(generator.standard_normal((n // TOKENS, 10)), TOKENS, axis=0)
    return space


def _heavy_rows(generator: np.random.Generator, n: int, d: int) -> np.ndarray:
    """Lengths of rows by Student's t with 5 degrees of freedom."""
    return _independent(generator, n, d) * np.sqrt(3 / generator.chisquare(5, (n, 1)))


def _heavy_coordinates(generator: np.random.Generator, n: int, d: int) -> np.ndarray:
    return generator.standard_t(5, (n, d)) * np.sqrt(3 / 5)


def _long_sentences(generator: np.random.Generator, n: int, d: int) -> np.ndarray:
    """A sentence's tokens are all long or all short."""
    length = np.exp(0.5 * generator.standard_normal((n // TOKENS, 1)))
    return _independent(generator, n, d) * np.repeat(length, TOKENS, axis=0)


NOISE = {
    "independent": _independent,
    "30 % shared within sentences": _shared,
    "shared in some directions": _shared_in_some,
    "heavy-tailed rows": _heavy_rows,
    "heavy-tailed coordinates": _heavy_coordinates,
    "long sentences": _long_sentences,
}


def planted(noise: str, variances: np.ndarray, n: int = 2000, seed: int = 0, rotated: bool = False) -> np.ndarray:
    """n rows of that noise, `TOKENS` a sentence, with these variances along the coordinates or along random axes."""
    generator = np.random.default_rng(seed)
    d = len(variances)
    space = NOISE[noise](generator, n, d) * np.sqrt(variances)
    return space @ rotation(d, seed) if rotated else space


def rotation(d: int, seed: int = 0) -> np.ndarray:
    """A random orthogonal matrix."""
    return np.linalg.qr(np.random.default_rng(1000 + seed).standard_normal((d, d)))[0]


def sentences(n: int, tokens: int = TOKENS) -> np.ndarray:
    """Sentence of each row."""
    return np.arange(n) // tokens


def spiked(d: int, count: int, variance: float = 9.0, first: float | None = None) -> np.ndarray:
    """Variances: `count` of `variance`, the first of them perhaps another one, the others 1."""
    variances = np.ones(d)
    variances[:count] = variance
    if first is not None:
        variances[0] = first
    return variances
