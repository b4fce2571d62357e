"""From a file's bytes to a table, whatever it is packed and written in."""

from dataclasses import replace

from ...errors import TextError
from .delimited import read_delimited
from .encoding import decode
from .excel import is_xlsx, read_excel
from .foreign import refuse_foreign
from .json_shapes import looks_like_json, read_json
from .limits import MAX_BYTES, in_mib
from .options import Options
from .parquet import MARK, read_parquet
from .table import Table
from .unpack import unpack

_JSON = (".jsonl", ".ndjson", ".json", ".jsonlines")
_PROSE = (".txt", ".text", ".md")


def read_table(content: bytes, name: str, options: Options | None = None) -> Table:
    """The table of a file.

    Parameters
    ----------
    content : bytes
    name : str
        The file's name; its ending counts only where the content leaves open what it is.
    options : Options, optional
        What somebody chose.

    Raises
    ------
    TextError
        It is empty, too large, in no certain encoding, or of another kind.
    """
    options = options or Options()
    if len(content) > MAX_BYTES:
        raise TextError(f"{name} has {in_mib(len(content))}; texts of up to {in_mib(MAX_BYTES)} are read. Take a part.")
    inside = unpack(content, name)
    table = _table(inside.content, name, inside.name, options)
    return replace(table, packing=inside.packing)


def is_prose(name: str) -> bool:
    """Whether a name's ending says that a file is running text."""
    return name.lower().endswith(_PROSE)


def _table(content: bytes, name: str, inner: str, options: Options) -> Table:
    if content.startswith(MARK):
        return read_parquet(content, name)
    if is_xlsx(content):
        return read_excel(content, name, options)
    refuse_foreign(content, name)
    decoded = decode(content, name, options.encoding)
    if not decoded.text.strip():
        if is_prose(inner):
            raise TextError(f"{name} has no sentences. Expected one a line, or rows with two sentences and a score.")
        raise TextError(f"{name} is empty. Expected rows with two sentences and a score.")
    is_json = inner.lower().endswith(_JSON) or looks_like_json(decoded.text)
    if is_json and not options.delimiter:
        table = _json_or_lines(decoded.text, name, inner, options)
    else:
        table = read_delimited(decoded.text, name, options, is_prose(inner))
    return replace(table, encoding=decoded.encoding)


def _json_or_lines(text: str, name: str, inner: str, options: Options) -> Table:
    """Running text may begin with a bracket, too."""
    try:
        table = read_json(text, name)
        if inner.lower().endswith(_JSON) or len(table.problems) <= len(table.rows):
            return table
    except TextError:
        if inner.lower().endswith(_JSON):
            raise
    return read_delimited(text, name, options, is_prose(inner))
