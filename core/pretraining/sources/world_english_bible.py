"""The World English Bible, a translation into present-day English, out of its module for the SWORD readers.

A testament is three files: `bzz` holds compressed books, `bzs` their places (three integers each: start,
compressed size, plain size).
"""

import re
import struct
import zlib
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from ..archives import debian_members
from ..downloads import Download
from ..sentences import split
from ..source import CorpusSource

_ASIDE = re.compile(r"<(note|title)\b.*?</\1>", re.DOTALL)
_BREAK = re.compile(r"<chapter\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")


def _read(package: Path) -> Iterator[list[str]]:
    files = {name.rsplit("/", 1)[1]: content for name, content in debian_members(package, r"/[on]t\.bz[sz]$")}
    for testament in ("ot", "nt"):
        places, books = files[f"{testament}.bzs"], files[f"{testament}.bzz"]
        for start, size, _ in struct.iter_unpack("<III", places):
            if size:
                book = zlib.decompress(books[start : start + size]).decode("utf-8", "replace")
                for chapter in _BREAK.split(_ASIDE.sub(" ", book)):
                    yield split(unescape(_TAG.sub("", chapter)))


WORLD_ENGLISH_BIBLE = CorpusSource(
    key="world-english-bible",
    title="World English Bible",
    licence="Public domain: dedicated by its translators",
    download=Download(
        client="apt",
        package="sword-text-web",
        version="426.0-1",
        file="sword-text-web_426.0-1_all.deb",
        sha256="930b23670b352f0829a306501de4bebb5e654a2df02cde2cbe86b802177868e1",
    ),
    read=_read,
    order=5,
)
