"""The Jargon File: how hackers speak, in informal present-day English."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from ..archives import debian_members
from ..downloads import Download
from ..sentences import paragraphs, split
from ..source import CorpusSource


def _read(package: Path) -> Iterator[list[str]]:
    (_, content), *_ = debian_members(package, r"/jargon\.txt\.gz$")
    blocks = paragraphs(re.sub(r"[{}]", "", gzip.decompress(content).decode("utf-8", "replace")))
    for start in range(0, len(blocks), 40):
        yield [sentence for block in blocks[start : start + 40] for sentence in split(block)]


JARGON = CorpusSource(
    key="jargon",
    title="The Jargon File 4.4.7",
    licence="Public domain, as its editor states",
    download=Download(
        client="apt",
        package="jargon-text",
        version="4.4.7-4.1",
        file="jargon-text_4.4.7-4.1_all.deb",
        sha256="17d05997e30eb3d5d6713929b8e2f81b63a5f50073858ad2a06701c71f54dcdb",
    ),
    read=_read,
    order=6,
)
