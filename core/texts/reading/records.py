"""Records of a delimited text: quoted as RFC 4180 has it, and mended where a quotation mark is not closed."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from .limits import MAX_FIELD

_MOST_LINES = 1000  # of one quoted field


@dataclass(frozen=True)
class Dialect:
    """How a line is split into cells.

    Attributes
    ----------
    delimiter : str
        One or more characters; a line end: each line is one cell.
    quoted : bool
        Whether a cell may stand in quotation marks, doubled inside.
    escaped : bool
        Whether quotation marks inside are escaped by a backslash.
    """

    delimiter: str
    quoted: bool = True
    escaped: bool = False


class Record(NamedTuple):
    """A line number (from 1), its cells, how many lines it has, and whether a quotation mark in it was not closed."""

    line: int
    cells: list[str]
    n_lines: int = 1
    unclosed: bool = False


class Split(NamedTuple):
    """Cells, and what their quotation marks say of the dialect."""

    cells: list[str]
    quoted: dict[
        int, bool
    ]  # places of those in quotation marks: whether they need them, for a delimiter or mark inside
    bare: int  # with quotation marks, but not in any
    broken: tuple[int, ...]  # places of those begun with a mark that nothing closes before a delimiter


@cache
def _quoted(dialect: Dialect) -> re.Pattern[str]:
    inside = r'[^"\\]*+(?:(?:""|\\.)[^"\\]*+)*+' if dialect.escaped else r'[^"]*+(?:""[^"]*+)*+'
    return re.compile(rf'[ ]*"({inside})"[ ]*(?={re.escape(dialect.delimiter)}|\Z)', re.DOTALL)


def split(text: str, dialect: Dialect) -> Split:
    """The cells of one record; a cell whose marks are not well-formed is taken as it stands."""
    mark = dialect.delimiter
    if not dialect.quoted or '"' not in text:
        return Split(text.split(mark), {}, 0, ())
    cells: list[str] = []
    quoted: dict[int, bool] = {}
    broken: list[int] = []
    bare, at = 0, 0
    while True:
        match = _quoted(dialect).match(text, at)
        if match:
            inside, end = match[1], match.end()
            quoted[len(cells)] = any(sign in inside for sign in (mark, '"', "\n", "\r"))
            cells.append(_plain(inside, dialect))
        else:
            end = text.find(mark, at)
            end = len(text) if end < 0 else end
            cell = text[at:end]
            begins = cell.lstrip(" ").startswith('"')
            broken += [len(cells)] if begins else []
            bare += not begins and '"' in cell
            cells.append(cell)
        if end >= len(text):
            return Split(cells, quoted, bare, tuple(broken))
        at = end + len(mark)


def _plain(inside: str, dialect: Dialect) -> str:
    plain = inside.replace('""', '"')
    return re.sub(r'\\(["\\])', r"\1", plain) if dialect.escaped else plain


def records(lines: list[str], ends: list[str], dialect: Dialect, width: int = 0) -> Iterator[Record]:
    """Every record that is not blank; with a known width, lines that a stray quotation mark would swallow are told apart.

    Parameters
    ----------
    lines, ends : list of str
        Of `physical_lines`.
    dialect : Dialect
    width : int
        How many cells a record has as a rule; 0 = not known yet.
    """
    at = 0
    while at < len(lines):
        if not lines[at].strip(" \t") and dialect.delimiter not in lines[at]:
            at += 1
            continue
        record = _record(lines, ends, at, dialect, width)
        yield record
        at += record.n_lines


def _record(lines: list[str], ends: list[str], at: int, dialect: Dialect, width: int) -> Record:
    alone = split(lines[at], dialect)
    if not alone.broken:
        return Record(at + 1, alone.cells)
    if joined := _over_lines(lines, ends, at, dialect, width):
        return joined
    if _open(lines[at], dialect):
        return Record(at + 1, _without_stray_marks(alone), unclosed=True)
    if width and len(alone.cells) != width and len(lenient := _lenient(lines[at], dialect)) == width:
        return Record(at + 1, lenient)
    return Record(at + 1, alone.cells)


def _without_stray_marks(record: Split) -> list[str]:
    """Cells without the marks that would have opened a quotation, had it been closed."""
    return [cell.lstrip(" ")[1:] if place in record.broken else cell for place, cell in enumerate(record.cells)]


def _open(text: str, dialect: Dialect) -> bool:
    """Whether a quotation mark is left without its partner."""
    return (re.sub(r"\\.", "", text) if dialect.escaped else text).count('"') % 2 == 1


def _over_lines(lines: list[str], ends: list[str], at: int, dialect: Dialect, width: int) -> Record | None:
    """The record whose quoted cell goes on over the next lines, None where none is well-formed."""
    if not _open(lines[at], dialect):
        return None
    size = len(lines[at])
    for last in range(at + 1, min(len(lines), at + _MOST_LINES)):
        size += len(lines[last]) + 1
        if size > 4 * MAX_FIELD:
            return None
        if not _open(lines[last], dialect):
            continue
        text = "".join(line + end for line, end in zip(lines[at : last + 1], ends[at:last], strict=False)) + lines[last]
        whole = split(text, dialect)
        n_lines = last + 1 - at
        if whole.broken or (width and len(whole.cells) != width):
            return None
        if width and n_lines > 2 and all(len(line.split(dialect.delimiter)) == width for line in lines[at : last + 1]):
            return None  # each line is a record of its own: two stray marks, not one cell
        return Record(at + 1, whole.cells, n_lines)
    return None


def _lenient(line: str, dialect: Dialect) -> list[str]:
    """As spreadsheets read a cell whose closing mark is followed by more: the rest is added to it."""
    if len(dialect.delimiter) != 1:
        return []
    try:
        return next(csv.reader([line], delimiter=dialect.delimiter), [])
    except csv.Error:
        return []
