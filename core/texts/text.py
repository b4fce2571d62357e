"""Texts as everything downstream sees them: a list of sentences and, for pairs, a gold score."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ..files import digest
from .layout import Layout


class Problem(NamedTuple):
    """A row that was not used: its line in the file (from 1) and why."""

    line: int
    reason: str


@dataclass(frozen=True)
class Texts:
    """Sentences to encode, in pairs or not.

    Attributes
    ----------
    key, title : str
        What users type, and what they read.
    sentences : tuple of str
        A corpus: one entry a sentence. Pairs: all first sentences, then all second ones, so pair i is
        sentences i and n_pairs + i.
    scores : ndarray of shape (n_pairs,) or None
        Gold similarity; None for a corpus.
    genres : tuple of str
        One a pair, empty where the source has none.
    files : tuple of str
        The file that each pair was taken from, as 'genre/file'; empty where the source does not say.
    problems : tuple of Problem
        Rows that were not used.
    language : str
        For word frequencies (a wordfreq code).
    n_unscored : int
        Number of pairs without gold scores, whose sentences stand as those of pairs do; of triplets, all third sentences follow.
    layout : Layout or None
        How a user's file was read; None for a declared text.
    """

    key: str
    title: str
    sentences: tuple[str, ...]
    scores: np.ndarray | None = None
    genres: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    language: str = "en"
    files: tuple[str, ...] = ()
    n_unscored: int = 0
    layout: Layout | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        """Refuse what would pair sentences with other pairs' genres or files.

        Raises
        ------
        ValueError
            Genres or files of another number than there are pairs.
        """
        pairs = self.n_pairs or self.n_unscored
        for name in ("genres", "files"):
            if (there := len(getattr(self, name))) not in (0, pairs):
                raise ValueError(f"{self.title}: {there} {name} of {pairs} pairs.")

    @property
    def doubts(self) -> tuple[str, ...]:
        """What makes numbers that come of these texts doubtful."""
        return self.layout.doubts if self.layout else ()

    @property
    def n_pairs(self) -> int:
        """Number of scored pairs; 0 for a corpus."""
        return 0 if self.scores is None else len(self.scores)

    @cached_property
    def hash(self) -> str:
        """A name for exactly these sentences in this order (scores do not change a space)."""
        return digest([self.language, list(self.sentences)])

    @cached_property
    def told_hash(self) -> str:
        """A name for all that answers say about these texts: sentences, scores and how a file was read."""
        return self.data_hash if self.layout is None else digest([self.data_hash, asdict(self.layout)])

    @cached_property
    def data_hash(self) -> str:
        """A name for the sentences and their gold scores."""
        return digest([self.hash, None if self.scores is None else self.scores.tolist()])


@dataclass(frozen=True)
class TextSource:
    """A declared text: `read` gives it, or says why it can't.

    `train` is the key of the texts that are there to learn from before these are measured; '' where there are none.
    """

    key: str
    title: str
    read: Callable[[], Texts]
    order: int = 0
    train: str = ""


def pairs(
    key: str,
    title: str,
    rows: list[tuple[str, str, float]],
    genres: tuple[str, ...] = (),
    problems: tuple[Problem, ...] = (),
    files: tuple[str, ...] = (),
) -> Texts:
    """Texts from rows of (sentence 1, sentence 2, score)."""
    first, second, scores = zip(*rows, strict=True)
    return Texts(key, title, first + second, np.array(scores, dtype=np.float64), genres, problems, files=files)
