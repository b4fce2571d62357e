"""Looking into downloaded packages without unpacking them to disk."""

import io
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

from ..errors import TextError


def members(archive: Path | bytes, pattern: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file in a tar archive whose name matches, in the order of their names."""
    source = io.BytesIO(archive) if isinstance(archive, bytes) else io.BytesIO(archive.read_bytes())
    with tarfile.open(fileobj=source) as tar:
        found = sorted(
            (entry for entry in tar if entry.isfile() and re.search(pattern, entry.name)), key=lambda e: e.name
        )
        if not found:
            raise TextError(f"The archive {archive!r:.80} has no file like {pattern!r}.")
        for entry in found:
            data = tar.extractfile(entry)
            assert data is not None  # it is a file
            yield entry.name, data.read()


def debian_members(package: Path, pattern: str) -> Iterator[tuple[str, bytes]]:
    """The same of a Debian package: an `ar` archive whose data.tar.* holds the files."""
    raw, at = package.read_bytes(), 8  # after '!<arch>\n'
    while at < len(raw):
        name, size = raw[at : at + 16].decode().strip().rstrip("/"), int(raw[at + 48 : at + 58])
        at += 60
        if name.startswith("data.tar"):
            yield from members(raw[at : at + size], pattern)
            return
        at += size + size % 2
    raise TextError(f"{package} is no Debian package: it has no data.tar.")
