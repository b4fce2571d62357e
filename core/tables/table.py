"""Rows of named values: what tables, CSV files and terminals show."""

import csv
import math
from typing import Any, TextIO

import numpy as np

Row = dict[str, Any]  # name of the column -> number, text or None
Table = list[Row]


def series_table(series: dict[str, Any], index: str, first: int = 0) -> Table:
    """Arrays side by side, a row for each index; shorter arrays end in None."""
    length = max((len(values) for values in series.values()), default=0)
    return [{index: i + first} | {name: _at(values, i) for name, values in series.items()} for i in range(length)]


def matrix_table(matrix: np.ndarray, edges: list[int], row: str, column: str, value: str) -> Table:
    """The entries of a matrix over pairs of edges that are numbers, a row for each."""
    places = np.argwhere(np.isfinite(matrix))
    return [{row: edges[i], column: edges[j], value: float(matrix[i, j])} for i, j in places]


def _at(values: Any, i: int) -> float | None:
    if i >= len(values) or values[i] is None or np.isnan(values[i]):
        return None
    return values[i] if isinstance(values[i], int) else float(values[i])


def print_csv(rows: Table, out: TextIO) -> None:
    """Full precision, comma-separated."""
    writer = csv.DictWriter(out, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows([{name: _or_empty(value) for name, value in row.items()} for row in rows])


def print_table(rows: Table, out: TextIO) -> None:
    """Aligned columns, numbers to six digits and to the right."""
    if not rows:
        print("(nothing)", file=out)
        return
    names = list(rows[0])
    cells = [[_text(row[name]) for name in names] for row in rows]
    widths = [max(len(name), *(len(row[i]) for row in cells)) for i, name in enumerate(names)]
    number = [all(isinstance(row[name], int | float | None) for row in rows) for name in names]

    def line(values: list[str]) -> str:
        return "  ".join(
            v.rjust(w) if right else v.ljust(w) for v, w, right in zip(values, widths, number, strict=True)
        ).rstrip()

    print(line(names), file=out)
    print("  ".join("-" * width for width in widths), file=out)
    for row in cells:
        print(line(row), file=out)


def _or_empty(value: Any) -> Any:
    """A number that is not defined leaves its cell empty."""
    return None if isinstance(value, float) and math.isnan(value) else value


def _text(value: Any) -> str:
    value = _or_empty(value)
    if value is None:
        return "-"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
