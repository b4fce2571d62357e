"""Files that are no table of texts, told by their first bytes, so that a refusal says what they are."""

from ...errors import TextError

_SAVE = "Save the table as .csv or .jsonl and give that."
_MARKS = {
    b"\xd0\xcf\x11\xe0": "an old Office file (.xls, .doc)",
    b"%PDF": "a PDF",
    b"{\\rtf": "a rich text file (RTF)",
    b"SQLite format 3": "an SQLite database",
    b"\x93NUMPY": "a NumPy array",
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"\x7fELF": "a program",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"\x28\xb5\x2f\xfd": "packed with Zstandard",
    b"ARROW1": "an Arrow (Feather) file",
    b"\xff\xff\xff\xff": "an Arrow stream, as `datasets` keeps it",
    b"\x80\x02": "a Python pickle, which is never opened",
    b"\x80\x03": "a Python pickle, which is never opened",
    b"\x80\x04": "a Python pickle, which is never opened",
    b"\x80\x05": "a Python pickle, which is never opened",
    b"\x89HDF": "an HDF5 file",
    b"PK\x03\x04": "an office document or archive (zip)",
    b"version https://git-lfs": "a Git LFS pointer: the file itself was not fetched (`git lfs pull`)",
}
_WEB = (b"<!doctype html", b"<html", b"<?xml")


def refuse_foreign(content: bytes, name: str) -> None:
    """Pass what may be text.

    Raises
    ------
    TextError
        A known format that no texts are read from.
    """
    for mark, what in _MARKS.items():
        if content.startswith(mark):
            raise TextError(f"{name} is {what}, not a table of texts. {_SAVE}")
    start = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_WEB):
        raise TextError(f"{name} is a web page or XML, not a table of texts. {_SAVE}")
    if len(content) > 262 and content[257:262] == b"ustar":
        raise TextError(f"{name} is a tar archive. Unpack it and give one of its files.")
