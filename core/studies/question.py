"""What a study is: a question put to a selection, answered once and kept on disk."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..checkpoints import Located, locate
from ..checkpoints.hub import NotDownloaded
from ..errors import StoreError
from ..files import digest, lock
from ..geometry.measure import measures
from ..geometry.post_processing import methods
from ..progress import Progress, no_progress
from ..registry import declared, pick
from ..spaces import Space, get_space
from ..spaces.store import space_key
from ..texts import Texts, find
from . import answers as kept
from .selection import LATER, Selection

NUMBERS = 1  # raised with every change of geometry or scoring that changes a number
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Context:
    """What a study works on: the selection, and what it names."""

    selection: Selection
    located: Located
    texts: Texts
    space: Space


@dataclass(frozen=True)
class Named:
    """A selection, and the checkpoint and texts that it names; there may be no space of them yet."""

    selection: Selection
    located: Located
    texts: Texts

    @classmethod
    def of(cls, selection: Selection, download: bool = True) -> "Named":
        """Find what a selection names.

        Raises
        ------
        IsoscopeError
            It names something that is not there.
        """
        return cls(selection, locate(selection.checkpoint, download=download), texts_of(selection))

    def context(self, progress: Progress, device: str = "") -> Context:
        """With its space: from disk, or encoded now."""
        return Context(self.selection, self.located, self.texts, get_space(self.located, self.texts, progress, device))

    def identity(self, fields: tuple[str, ...]) -> list[Any]:
        """All of this that an answer depends on: checkpoint, texts, and some fields of the selection."""
        selection, located = self.selection, self.located
        chosen = {field: getattr(selection, field) for field in fields}
        for field in LATER:
            if field in chosen and chosen[field] == getattr(Selection(), field):
                del chosen[field]
        if "layer" in chosen and -located.n_layers <= chosen["layer"] < located.n_layers:
            chosen["layer"] %= located.n_layers  # -1 and the last layer's number are one answer
        # A card's title, a file's path and a hub's branch do not change numbers, but they stand in the answer.
        key = space_key(located, self.texts)
        where = [selection.checkpoint, selection.texts, located.revision, key, self.texts.data_hash]
        return [where, chosen]


@dataclass(frozen=True)
class Study:
    """A declared study.

    Attributes
    ----------
    key, title : str
    fields : tuple of str
        The selection's fields that the answer depends on, beside checkpoint and texts.
    compute : callable
        (context, progress) -> what JSON can hold.
    version : int
        Raised when the answer's shape or numbers change.
    keep : bool
        Whether the answer stays on disk; not where it only says what the store holds anyway.
    """

    key: str
    title: str
    fields: tuple[str, ...]
    compute: Callable[[Context, Progress], Any]
    version: int = 1
    keep: bool = True


def studies() -> dict[str, Study]:
    """Every declared study, by key."""
    return declared(__package__, Study)


def lookup(key: str, selection: Selection) -> Any | None:
    """A study's answer if it is on disk, else None; nothing is computed or fetched."""
    study = pick(studies(), key, "study")
    try:
        return kept.read(answer_name(study.key, study.version, study.fields, Named.of(selection, download=False)))
    except NotDownloaded:
        return None


def run(key: str, selection: Selection, progress: Progress = no_progress, device: str = "") -> Any:
    """A study's answer: from disk, or computed now; one process computes, others wait for it.

    Raises
    ------
    IsoscopeError
        The selection names something that is not there or cannot be used.
    """
    study, named = pick(studies(), key, "study"), Named.of(selection)
    name = answer_name(study.key, study.version, study.fields, named)
    return answered(name, lambda: study.compute(named.context(progress, device), progress), study.keep)


def answered(name: str, compute: Callable[[], Any], keep: bool = True) -> Any:
    """The answer kept under a name, or computed now and kept; one process computes, others wait for it."""
    if (found := kept.read(name)) is not None:
        return found
    with lock(f"result-{name}"):
        if (found := kept.read(name)) is not None:
            return found
        try:
            answer = plain(compute())
        except StoreError:  # a space was evicted or damaged while it was read
            answer = plain(compute())
        if keep:
            try:
                kept.write(name, answer)
            except OSError as error:  # a full disk does not make the answer wrong
                _log.warning("The answer was not kept: %s.", error)
        return answer


def answer_name(key: str, version: int, fields: tuple[str, ...], *sides: Named) -> str:
    """The name of a study's answer: the same question about the same things has the same."""
    # What is declared stands in answers; what is computed below a study changes its numbers.
    declarations = [list(measures()), list(methods())]
    identities = [part for side in sides for part in side.identity(fields)]
    return digest([NUMBERS, key, version, *identities, declarations])


def plain(value: Any) -> Any:
    """As JSON can hold it: arrays as lists, NaN and infinities as None."""
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value


def texts_of(selection: Selection) -> Texts:
    """The texts that a selection names."""
    columns = selection.columns
    chosen = (columns[0], columns[1], columns[2]) if len(columns) == 3 else None
    return find(selection.texts, chosen, selection.language)
