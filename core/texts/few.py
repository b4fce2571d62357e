"""A seeded few of a text's pairs, asked for as 'stsb-dev:150': enough for a first look."""

import re
from dataclasses import replace

import numpy as np

from ..errors import TextError
from .text import Texts

_NAME = re.compile(r"(?P<of>.+):(?P<n>\d{1,9})")
_SEED = 0


def name_of_few(name: str, n: int) -> str:
    """What `find` reads as n of a text's pairs."""
    return f"{name}:{n}"


def asked_for_few(name: str) -> tuple[str, int] | None:
    """(name of the text, how many pairs), None for a name that asks for all."""
    found = _NAME.fullmatch(name)
    return (found["of"], int(found["n"])) if found else None


def few(texts: Texts, n: int) -> Texts:
    """n of the pairs (of a corpus: the sentences), drawn with a fixed seed and in their old order; all where there are no more.

    Raises
    ------
    TextError
        None are asked for.
    """
    if n < 1:
        raise TextError(f"{texts.title}: ask for 1 or more, not {n}.")
    paired = texts.n_pairs or texts.n_unscored
    total = paired or len(texts.sentences)
    if n >= total:
        return texts
    chosen = np.sort(np.random.default_rng(_SEED).choice(total, n, replace=False))
    return replace(
        texts,
        key=name_of_few(texts.key, n),
        title=f"{texts.title}: {n:,} of {total:,} {'pairs' if paired else 'sentences'}",
        sentences=tuple(texts.sentences[start + i] for start in range(0, len(texts.sentences), total) for i in chosen),
        scores=None if texts.scores is None else texts.scores[chosen],
        genres=tuple(texts.genres[i] for i in chosen) if texts.genres else (),
        files=tuple(texts.files[i] for i in chosen) if texts.files else (),
        n_unscored=n if texts.n_unscored else 0,
    )
