"""Whether a table begins with a header, and what lines above it are: titles and comments."""

from typing import NamedTuple

from .names import is_usual, joined, n_names
from .records import Record
from .table import number

_TITLES = 6  # lines that may stand above a header
_MISSING = frozenset({"", "nan", "na", "n/a", "none", "null", "-", "?"})


class Headed(NamedTuple):
    """Where the table begins.

    Attributes
    ----------
    names : list of str
        The header's cells, empty where there is no header.
    header : int
        Its line, 0 where there is none.
    first : int
        Index of the first record that is a row.
    above : tuple of int
        Lines before the table: titles and comments.
    """

    names: list[str]
    header: int
    first: int
    above: tuple[int, ...]


def find_header(records: list[Record], width: int, asked: str = "") -> Headed:
    """The header of a table and what stands above it.

    Parameters
    ----------
    records : list of Record
        The first some hundred.
    width : int
        Cells that most records have.
    asked : {'', 'yes', 'no'}
        What somebody chose; '' = told by evidence.
    """
    start = next((i for i, record in enumerate(records) if _is_row(record, width)), 0)
    body = _body(records[start + 1 :], width)
    if asked != "no" and start and (names := _short_header(records[start - 1].cells, body, width)):
        return Headed(names, records[start - 1].line, start, tuple(record.line for record in records[: start - 1]))
    if asked != "no" and (later := _named_later(records, start, width)):
        start = later
        body = _body(records[start + 1 :], width)
    above = tuple(record.line for record in records[:start])
    if not records or start >= len(records):
        return Headed([], 0, 0, ())
    first = records[start]
    if asked == "yes" or (not asked and is_header(first.cells, body)):
        return Headed(first.cells, first.line, start + 1, above)
    return Headed([], 0, start, above)


def is_header(first: list[str], body: list[list[str]]) -> bool:
    """Whether a first record names columns rather than being a row like the others."""
    cells = [cell.strip() for cell in first]
    numeric = [_is_numeric([row[i] for row in body]) for i in range(len(cells))]
    of_numbers = [cell for cell, is_number in zip(cells, numeric, strict=True) if is_number]
    if _are_consecutive(cells, numeric):
        return True
    if any(number(cell) is not None for cell in of_numbers):
        return False
    if sum(map(is_usual, cells)) >= min(2, len(cells)) and not any(len(cell) > 60 for cell in cells):
        return not _repeated(cells, body)
    if of_numbers:
        return any(cell.lower() not in _MISSING for cell in of_numbers)
    return all(0 < len(cell) <= 40 and len(cell.split()) == 1 and cell[-1] not in ".!?" for cell in cells) and not any(
        number(cell) is not None for cell in cells
    )


def _is_row(record: Record, width: int) -> bool:
    """As wide as most, and not a title that a spreadsheet padded with empty cells."""
    return len(record.cells) == width and (width < 3 or sum(bool(cell.strip()) for cell in record.cells) > 1)


def _named_later(records: list[Record], start: int, width: int) -> int:
    """Where usual names stand under titles or comments that happen to be as wide, 0 where they do not."""
    for at, record in enumerate(records[start : start + _TITLES], start=start):
        if len(record.cells) == width and n_names(record.cells) >= 2:
            return at if is_header(record.cells, _body(records[at + 1 :], width)) else 0
    return 0


def _body(records: list[Record], width: int) -> list[list[str]]:
    return [record.cells for record in records if len(record.cells) == width]


def _short_header(cells: list[str], body: list[list[str]], width: int) -> list[str]:
    """A header that lacks a name, as R writes it, whose rows begin with their own; [] if it is none."""
    if cells and cells[0].lstrip().startswith("#"):
        return []  # a comment that happens to have a delimiter
    if len(cells) != width - 1 or len(cells) < 1 or not is_header(["row", *cells], body):
        return []
    if sum(map(is_usual, cells)) < 1 and any(len(cell.split()) > 3 for cell in cells):
        return []
    last_is_empty = all(not row[-1].strip() for row in body)
    return [*cells, ""] if last_is_empty else ["row", *cells]


def _is_numeric(column: list[str]) -> bool:
    present = [cell for cell in column if cell.strip().lower() not in _MISSING]
    return bool(present) and sum(number(cell) is not None for cell in present) > 0.5 * len(present)


def _are_consecutive(cells: list[str], numeric: list[bool]) -> bool:
    """0, 1, 2, ... (or from 1) over columns some of which hold text: what pandas writes where nothing was named."""
    named = [(cell, is_number) for cell, is_number in zip(cells, numeric, strict=True) if cell]
    if len(named) < max(2, len(cells) - 1) or all(is_number for _, is_number in named):
        return False
    return [cell for cell, _ in named] in ([str(i + start) for i in range(len(named))] for start in (0, 1))


def _repeated(cells: list[str], body: list[list[str]]) -> bool:
    """Whether the same cells come again: then they are a row (of words such as 'a' and 'b')."""
    return sum([joined(cell) for cell in row] == [joined(cell) for cell in cells] for row in body) > 1
