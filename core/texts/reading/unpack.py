"""What a file is packed in: gzip, bzip2, xz, a zip of one file; bounded, so that a small file cannot become a huge one."""

import bz2
import io
import lzma
import zipfile
import zlib
from typing import Any, NamedTuple

from ...errors import TextError
from .limits import MAX_BYTES, MAX_PIECES, in_mib


class Unpacked(NamedTuple):
    """Bytes, the name without the packing's ending, and what it was packed in ('' = nothing)."""

    content: bytes
    name: str
    packing: str


_STREAMS = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz"}
_ENDINGS = (".gz", ".gzip", ".bz2", ".xz", ".zip")


def unpack(content: bytes, name: str, most: int = MAX_BYTES) -> Unpacked:
    """What is inside, at most `most` bytes of it.

    Raises
    ------
    TextError
        It is damaged, cut short, too large, or a zip of several files.
    """
    packing = next((packing for mark, packing in _STREAMS.items() if content.startswith(mark)), "")
    if packing:
        return Unpacked(_bounded(content, packing, name, most), _plain_name(name), packing)
    if content.startswith(b"PK\x03\x04") and (inside := _only_member(content, name, most)):
        return inside
    return Unpacked(content, name, "")


def _bounded(content: bytes, packing: str, name: str, most: int) -> bytes:
    out: list[bytes] = []
    size, rest, pieces = 0, content, 0
    try:
        while rest:  # several packed one after another are one file
            if (pieces := pieces + 1) > MAX_PIECES:  # each copies all that stands after it
                raise TextError(f"{name} is {packing} in more than {MAX_PIECES:,} pieces. Unpack it and give that.")
            reader = _reader(packing)
            part = reader.decompress(rest, most + 1 - size)
            while part and size <= most:
                out.append(part)
                size += len(part)
                if reader.eof or size > most:
                    break
                part = reader.decompress(getattr(reader, "unconsumed_tail", b""), most + 1 - size)
            if size > most:
                raise TextError(f"{name} unpacks to more than {in_mib(most)}. Take a part of it.")
            if not reader.eof:
                raise TextError(f"{name} is {packing}, but cut short: it ends before its content does.")
            rest = reader.unused_data.lstrip(b"\0")
    except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError) as error:
        raise TextError(f"{name} is {packing}, but damaged: it cannot be unpacked.") from error
    return b"".join(out)


def _reader(packing: str) -> Any:
    if packing == "gzip":
        return zlib.decompressobj(wbits=31)
    return bz2.BZ2Decompressor() if packing == "bzip2" else lzma.LZMADecompressor()


def _only_member(content: bytes, name: str, most: int) -> Unpacked | None:
    """The one file of a zip; None for office files, which are zips of many."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if any(member in names for member in ("[Content_Types].xml", "mimetype")):
                return None
            files = [
                info for info in archive.infolist() if not info.is_dir() and not info.filename.startswith("__MACOSX")
            ]
            if len(files) != 1:
                raise TextError(f"{name} is a zip of {len(files)} files. Unpack it and give one of them.")
            with archive.open(files[0]) as member:
                inside = member.read(most + 1)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error, EOFError) as error:
        raise TextError(f"{name} is a zip, but cannot be unpacked.") from error
    if len(inside) > most:
        raise TextError(f"{name} unpacks to more than {in_mib(most)}. Take a part of it.")
    return Unpacked(inside, files[0].filename, "zip")


def _plain_name(name: str) -> str:
    ending = next((ending for ending in _ENDINGS if name.lower().endswith(ending)), "")
    return name[: len(name) - len(ending)] or name
