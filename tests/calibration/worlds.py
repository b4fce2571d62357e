"""Simulated worlds whose truth is known: pairs with gold scores, words in sentences, words of known frequency."""

from dataclasses import dataclass

import numpy as np

WORLD = 71  # beside a seed, so that a world has no random numbers in common with what is made of it


@dataclass(frozen=True)
class Pairs:
    """Two similarities of the same pairs and their gold scores, each of shape (n,).

    Attributes
    ----------
    truth : float
        Spearman of the second minus that of the first, in points, among all pairs that there could be.
    unit : ndarray of int of shape (n,)
        Which pairs hang together.
    """

    first: np.ndarray
    second: np.ndarray
    gold: np.ndarray
    truth: float
    unit: np.ndarray


def pairs(
    seed: int, n: int, correlations: tuple[float, float] = (0.7, 0.7), together: int = 1, alike: float = 0.6
) -> Pairs:
    """Pairs of a normal world.

    `together` of them share half of the variance of everything; the two similarities' errors share `alike` of theirs.
    """
    random = np.random.default_rng((seed, WORLD))
    unit = np.arange(n) // together
    gold, *noise = (_grouped(random, unit, 0.5 if together > 1 else 0.0) for _ in range(4))
    shared = [alike**0.5 * noise[0] + (1 - alike) ** 0.5 * one for one in noise[1:]]
    first, second = (r * gold + (1 - r**2) ** 0.5 * one for r, one in zip(correlations, shared, strict=True))
    spearman = [100 * 6 / np.pi * np.arcsin(r / 2) for r in correlations]
    return Pairs(first, second, gold, spearman[1] - spearman[0], unit)


@dataclass(frozen=True)
class Words:
    """Words in sentences, in two spaces.

    Attributes
    ----------
    first, second : ndarray of shape (n, d)
    sentence, kind, band : ndarray of int of shape (n,)
    """

    first: np.ndarray
    second: np.ndarray
    sentence: np.ndarray
    kind: np.ndarray
    band: np.ndarray


def words(seed: int, sentences: int = 40, each: int = 6, d: int = 12, faded: float = 1.0) -> Words:
    """Words whose kind, band and sentence move them, seen twice with noise of the same size.

    In the second space kinds and bands stand `faded` times as far apart: 1 is no difference at all.
    """
    random = np.random.default_rng((seed, WORLD))
    sentence = np.repeat(np.arange(sentences), each)
    n = len(sentence)
    kind, band = random.integers(0, 4, n), random.integers(0, 3, n)
    places = 0.9 * random.standard_normal((4, d))[kind] + 0.5 * random.standard_normal((3, d))[band]
    rest = 0.7 * random.standard_normal((sentences, d))[sentence] + 0.5 * random.standard_normal((n, d))
    first, second = (strength * places + rest + 0.6 * random.standard_normal((n, d)) for strength in (1.0, faded))
    return Words(first, second, sentence, kind, band)


@dataclass(frozen=True)
class Frequencies:
    """Tokens of words of known frequency, in two spaces.

    Attributes
    ----------
    first, second : ndarray of shape (n, d)
    word, fold : ndarray of int of shape (n,)
    zipf : ndarray of shape (words,)
    """

    first: np.ndarray
    second: np.ndarray
    word: np.ndarray
    fold: np.ndarray
    zipf: np.ndarray


def frequencies(
    seed: int, count: int = 150, d: int = 20, strengths: tuple[float, float] = (0.7, 0.7), folds: int = 5
) -> Frequencies:
    """Words of which each has a place of its own, moved along one direction by its frequency."""
    random = np.random.default_rng((seed, WORLD))
    zipf = random.uniform(1, 8, count)
    word = np.repeat(np.arange(count), random.integers(1, 4, count))
    own = random.standard_normal((count, d))
    shift = (zipf[:, None] - 4.5) * np.eye(d)[0]
    first, second = (
        (own + strength * shift + 0.6 * random.standard_normal((count, d)))[word]
        + 0.6 * random.standard_normal((len(word), d))
        for strength in strengths
    )
    return Frequencies(first, second, word, word % folds, zipf)


def tokens(seed: int, sentences: int = 60, each: int = 8, d: int = 16) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(first, second, sentence): two spaces of one law whose variances decay, 30 % of them shared within a sentence."""
    random = np.random.default_rng((seed, WORLD))
    sentence = np.repeat(np.arange(sentences), each)
    scale = np.arange(1, d + 1) ** -0.5
    shared = _grouped(random, sentence, 0.3, d)
    first, second = (
        scale * (0.6**0.5 * shared + 0.4**0.5 * _grouped(random, sentence, 0.3, d)) + 0.3 for _ in range(2)
    )
    return first, second, sentence


def _grouped(random: np.random.Generator, unit: np.ndarray, share: float, d: int = 0) -> np.ndarray:
    """Standard normal values of which `share` of the variance is the unit's, shape (n,) or (n, d)."""
    shape = (d,) if d else ()
    own = random.standard_normal((len(unit), *shape))
    return np.asarray(share**0.5 * random.standard_normal((unit.max() + 1, *shape))[unit] + (1 - share) ** 0.5 * own)
