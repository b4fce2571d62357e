"""A declared source of text to pre-train on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .downloads import Download, fetch


@dataclass(frozen=True)
class CorpusSource:
    """Text whose licence lets anybody pass it on, and how to read it.

    Attributes
    ----------
    key, title : str
    licence : str
        'Public domain', 'CC0-1.0', ... and why.
    download : Download or None
        The pinned file; None for text that is installed already.
    read : function of a path
        The documents in that file, each a list of sentences. Gets the path of the downloaded file.
    order : int
        Place in the corpus.
    repeats : int
        How often its training sentences come in one epoch.
    """

    key: str
    title: str
    licence: str
    download: Download | None
    read: Callable[[Path], Iterator[list[str]]]
    order: int = 0
    repeats: int = 1

    def documents(self) -> Iterator[list[str]]:
        """Every document, fetched if need be."""
        return self.read(fetch(self.download) if self.download else Path())
