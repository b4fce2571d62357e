"""A file's rows before anyone decided what they mean."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from ...errors import TextError
from ..text import Problem
from .limits import MAX_CELLS, MAX_COLUMNS, MAX_FIELD, MAX_ROWS

_SHOWN = 12  # names in a message


@dataclass(frozen=True)
class Table:
    """Rows of cells, and how the file was read.

    Attributes
    ----------
    columns : tuple of str
        The header's names, or 'column 1', 'column 2', ... where there is no header.
    rows : list of (int, list of str)
        Line (from 1) and cells; for formats without lines, the row's number.
    problems : list of Problem
        Lines that could not be split into cells.
    format : str
        'delimited', 'lines', 'JSON lines', 'JSON', 'Parquet' or 'Excel'.
    delimiter, encoding, packing : str
        '' where the format has none.
    quoted : bool
    header : int
        Line of the header, 0 where there is none.
    notes : tuple of str
        What was not as usual.
    """

    columns: tuple[str, ...]
    rows: list[tuple[int, list[str]]]
    problems: list[Problem]
    format: str = "delimited"
    delimiter: str = ""
    encoding: str = ""
    packing: str = ""
    quoted: bool = False
    header: int = 0
    notes: tuple[str, ...] = ()

    def cells(self, column: str, most: int = 0) -> list[str]:
        """A column's cells, stripped, of the rows that have it; `most`: of so many rows."""
        at = self.columns.index(column)
        rows = self.rows[:most] if most else self.rows
        return [row[at].strip() for _, row in rows if at < len(row)]


def number(cell: str) -> float | None:
    """The finite number of a cell ('4.5', '4,5'), None where it is none."""
    if "_" in cell or cell.count(",") > 1:
        return None
    try:
        value = float(cell.strip().replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def distinct_names(header: Iterable[str]) -> tuple[str, ...]:
    """Names of columns: those that are empty are numbered, those that occur twice get their place."""
    names = [cell.strip().lstrip("\ufeff") or f"column {i + 1}" for i, cell in enumerate(header)]
    count = {name: names.count(name) for name in set(names)} if len(names) <= MAX_COLUMNS else {}
    return tuple(name if count.get(name, 1) == 1 else f"{name} ({i + 1})" for i, name in enumerate(names))


def listed(names: Iterable[str]) -> str:
    """Names in a message: a dozen at most, none of them long."""
    every = list(names)
    shown = ", ".join(name if len(name) <= 40 else f"{name[:37]}..." for name in every[:_SHOWN])
    return f"{shown} and {len(every) - _SHOWN:,} more" if len(every) > _SHOWN else shown


def check_size(name: str, n_rows: int, n_columns: int) -> None:
    """Refuse what would take too much memory or time.

    Raises
    ------
    TextError
    """
    if n_columns > MAX_COLUMNS:
        raise TextError(f"{name} has {n_columns:,} columns; up to {MAX_COLUMNS} are read. Keep those that matter.")
    if n_rows > MAX_ROWS:
        raise TextError(f"{name} has more than {MAX_ROWS:,} rows. Take a part of them.")
    if n_rows * n_columns > MAX_CELLS:
        raise TextError(
            f"{name} has {n_rows:,} rows of {n_columns} columns; {MAX_CELLS:,} cells are read. Take a part."
        )


def without_long_cells(rows: list[tuple[int, list[str]]], problems: list[Problem]) -> list[tuple[int, list[str]]]:
    """Rows none of whose cells is longer than any sentence; the others become problems."""
    good = []
    for line, cells in rows:
        if max(map(len, cells), default=0) > MAX_FIELD:
            problems.append(Problem(line, f"a field is longer than {MAX_FIELD:,} characters"))
        else:
            good.append((line, cells))
    return good
