"""Jane Austen's six novels, out of R's package janeaustenr: serialised character vectors, one string a line.

The data file is a row of compressed R objects; a string in one is stored as a type mark, its length and its bytes.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from ..archives import debian_members
from ..downloads import Download
from ..sentences import paragraphs, split
from ..source import CorpusSource

_STRING = re.compile(rb"\x00\x04\x00\x09(.{4})", re.DOTALL)
_CHAPTER = re.compile(r"^(?:CHAPTER|Chapter|VOLUME)\b.*$", re.MULTILINE)


def _objects(raw: bytes) -> Iterator[bytes]:
    while len(raw) > 4:  # the plain length, then the compressed object
        stream = zlib.decompressobj()
        yield stream.decompress(raw[4:])
        raw = stream.unused_data


def _strings(serialised: bytes) -> Iterator[str]:
    at = 0
    while found := _STRING.search(serialised, at):
        (size,) = struct.unpack(">i", found.group(1))
        at = found.end() + max(size, 0)
        yield serialised[found.end() : at].decode("utf-8", "replace")


def _read(package: Path) -> Iterator[list[str]]:
    (_, raw), *_ = debian_members(package, r"janeaustenr/data/Rdata\.rdb$")
    for novel in _objects(raw):
        for chapter in _CHAPTER.split("\n".join(_strings(novel))):
            yield [sentence for block in paragraphs(chapter) for sentence in split(block)]


AUSTEN = CorpusSource(
    key="austen",
    title="Jane Austen's novels",
    licence="Public domain: copyright expired (the package around it: MIT)",
    download=Download(
        client="apt",
        package="r-cran-janeaustenr",
        version="1.0.0-1",
        file="r-cran-janeaustenr_1.0.0-1_all.deb",
        sha256="df6bddf211906d1ff404f8ff662c21b34e6660e7f54a311084e749050c019c95",
    ),
    read=_read,
    order=3,
)
