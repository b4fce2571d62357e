"""JSON in the shapes that tables come in: objects or lists one a line, arrays of them, and pandas' orientations."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from ...errors import TextError
from ..text import Problem
from .limits import MAX_CELLS, MAX_COLUMNS, MAX_LINES, MAX_ROWS, MAX_VALUES
from .names import n_names
from .table import Table, check_size, distinct_names, number, without_long_cells

_ROWS = ("data", "rows", "records", "examples", "items", "results", "pairs", "sentences", "instances")
_FLATTENED = 4  # entries of a list that become columns
Row = dict[str, Any]


def read_json(text: str, name: str) -> Table:
    """The table of a JSON text: one value, or one a line.

    Raises
    ------
    TextError
        No rows stand in it, or it is too large.
    """
    if (n := max(text.count("[") + text.count("{"), text.count("\n"))) > MAX_LINES:
        check_size(name, n, 1)
    lines = text.split("\n")
    if (values := max(text.count(",") + 1, 2 * text.count('":'))) > MAX_VALUES:
        raise TextError(f"{name} has about {values:,} values; up to {MAX_VALUES:,} are read. Take a part of them.")
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return _of_lines(lines, name)
    if isinstance(whole, list):
        check_size(name, len(whole), 1)
    rows = _rows(whole)
    if not rows and isinstance(whole, dict) and len([line for line in lines if line.strip()]) == 1:
        return _of_lines(lines, name)
    if not rows:
        raise _no_table(name)
    return _table(list(enumerate(rows, start=1)), [], name, "JSON")


def _no_table(name: str) -> TextError:
    return TextError(
        f"{name} is JSON, but no table was seen in it. Save it with one object a line (pandas: orient='records', lines=True)."
    )


def looks_like_json(text: str) -> bool:
    """Whether a text begins as JSON does, and goes on so on its first line."""
    start = text[:2000].lstrip("\ufeff \t\r\n")
    if start.startswith("{"):
        return True
    return start.startswith("[") and start[1:].lstrip()[:1] in ("{", "[", '"', "]")


def _of_lines(lines: list[str], name: str) -> Table:
    """One value a line; lines that are none become problems."""
    rows: list[tuple[int, Any]] = []
    problems: list[Problem] = []
    for at, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            rows.append((at, json.loads(line)))
        except (ValueError, RecursionError) as error:
            what = error.msg if isinstance(error, json.JSONDecodeError) else "too deep or too long"
            problems.append(Problem(at, f"not JSON ({what})"))
        check_size(name, len(rows), 1)
    objects, listed = (
        [(at, row) for at, row in rows if isinstance(row, dict)],
        [r for r in rows if isinstance(r[1], list)],
    )
    if len(listed) > len(objects) and (named := _named_lists([row for _, row in listed])):
        start = len(listed) - len(named)
        return _table(list(zip([at for at, _ in listed[start:]], named, strict=True)), problems, name, "JSON lines")
    if not objects and (strings := [(at, {"text": row}) for at, row in rows if isinstance(row, str)]):
        return _table(strings, problems, name, "JSON lines")
    problems += [Problem(at, "not a JSON object") for at, row in rows if not isinstance(row, dict)]
    if not objects:
        raise TextError(
            f"{name} has no JSON objects, one a line. Expected {{'sentence1': ..., 'sentence2': ..., 'score': ...}}."
        )
    return _table(objects, problems, name, "JSON lines")


def _rows(value: Any) -> list[Row]:
    """The rows of one JSON value, [] where it is no table."""
    if isinstance(value, list):
        return _rows_of_list(value)
    if not isinstance(value, dict):
        return []
    if isinstance(value.get("columns"), list) and isinstance(value.get("data"), list):  # pandas: split
        names = [str(column) for column in value["columns"]]
        return [dict(zip(names, row, strict=False)) for row in value["data"] if isinstance(row, list)]
    if rows := _rows_of_columns(value):
        return rows
    inside = [value[key] for key in _ROWS if isinstance(value.get(key), list | dict)]
    inside += [item for key, item in value.items() if isinstance(item, list) and key not in _ROWS]
    return next((rows for item in inside if (rows := _rows(item))), [])


def _rows_of_list(value: list[Any]) -> list[Row]:
    value = value[: MAX_ROWS + 1]  # one too many is enough to be refused
    if all(isinstance(row, dict) for row in value):
        if value and all(isinstance(row.get("row"), dict) for row in value):  # a data set viewer's answer
            return [row["row"] for row in value]
        return value
    if all(isinstance(row, list) for row in value):
        return _named_lists(value)
    return [{"text": row} for row in value] if all(isinstance(row, str) for row in value) else []


def _named_lists(value: list[list[Any]]) -> list[Row]:
    """Rows that are lists: the first one names the columns where it is all words and the others are not."""
    from .header import is_header

    width = max(map(len, value), default=0)
    if not 1 <= width <= MAX_COLUMNS:
        return []
    texts = [[_cell(cell) for cell in row] for row in value[:500] if len(row) == width]
    headed = len(value) > 1 and len(value[0]) == width and all(isinstance(cell, str) for cell in value[0])
    if headed and is_header(texts[0], texts[1:]) and not any(number(cell) is not None for cell in texts[0]):
        names, value = list(distinct_names(texts[0])), value[1:]
    else:
        names = [f"column {i + 1}" for i in range(width)]
    return [dict(zip(names, row, strict=False)) for row in value]


def _rows_of_columns(value: Row) -> list[Row]:
    """{column: [cells]}, {column: {index: cell}} and {index: {column: cell}}."""
    columns = list(value.values())
    if len(columns) < 1:
        return []
    if all(isinstance(column, list) for column in columns):
        if len({len(column) for column in columns}) == 1 and not any(
            isinstance(c, dict | list) for col in columns for c in col[:5]
        ):
            return [dict(zip(value, cells, strict=True)) for cells in zip(*columns, strict=True)]
        return []
    if not all(isinstance(column, dict) for column in columns):
        return []
    inner = list(dict.fromkeys(key for column in columns[:50] for key in column))
    names, rows = n_names(list(value)[:50]), n_names(inner[:50])
    by_column = (
        names >= 2 > rows
        or (inner and all(key.lstrip("-").isdigit() for key in inner[:50]))
        or len(value) <= 12 < len(inner)
    )
    if not by_column or rows >= 2 > names:
        return columns
    if len(inner) * len(columns) > MAX_CELLS:
        return []
    every = list(dict.fromkeys(key for column in columns for key in column))
    return [{name: column.get(key) for name, column in value.items()} for key in every]


def _table(rows: Sequence[tuple[int, Row]], problems: list[Problem], name: str, kind: str) -> Table:
    check_size(name, len(rows), 1)
    flat = [(at, _flat(row)) for at, row in rows]
    columns: dict[str, None] = {}
    for _, row in flat:
        columns.update(dict.fromkeys(row))
        if len(columns) > MAX_COLUMNS:  # before the next row: each new name makes all rows longer
            check_size(name, len(flat), len(columns))
    if not columns:
        raise _no_table(name)
    check_size(name, len(flat), len(columns))
    cells = [(at, [_cell(row.get(column)) for column in columns]) for at, row in flat]
    return Table(distinct_names(columns), without_long_cells(cells, problems), problems, format=kind)


def _flat(row: Row) -> Row:
    """Objects and short lists inside a row as columns of their own: {'texts': [a, b]} -> 'texts 1', 'texts 2'."""
    if not any(isinstance(value, dict | list) for value in row.values()):
        return row
    flat: Row = {}
    for key, value in row.items():
        if isinstance(value, dict):
            flat |= {f"{key}.{inner}": item for inner, item in _few(value.items())}
        elif isinstance(value, list):
            flat |= {f"{key} {i + 1}": item for i, item in _few(enumerate(value))}
        else:
            flat[key] = value
    return flat


def _few(items: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return [item for item, _ in zip(items, range(_FLATTENED), strict=False)]


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
