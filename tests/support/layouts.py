"""One table of sentence pairs, written in any layout that tables come in."""

import bz2
import csv
import gzip
import io
import json
import lzma
from dataclasses import dataclass
from typing import Any

Row = tuple[str, str, float]
HEADERS = {"named": ("sentence1", "sentence2", "score"), "questions": ("question1", "question2", "similarity")}
QUOTING = {"needed": csv.QUOTE_MINIMAL, "always": csv.QUOTE_ALL, "texts": csv.QUOTE_NONNUMERIC}
PACKING = {"": bytes, "gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}
SHAPES = ("lines", "lists", "array", "array of lists", "columns", "indexed columns", "split", "under a key")


@dataclass(frozen=True)
class Written:
    """How a table is written.

    Attributes
    ----------
    order : tuple of int
        The columns' order: 0 first sentence, 1 second, 2 score, 3 row number, 4 genre.
    shape : str
        'delimited', 'parquet', or one of `SHAPES` of JSON.
    header : str
        A key of `HEADERS`, 'integers' or 'none'.
    """

    order: tuple[int, ...] = (0, 1, 2)
    shape: str = "delimited"
    delimiter: str = ","
    quoting: str = "needed"
    header: str = "named"
    newline: str = "\n"
    encoding: str = "utf-8"
    packing: str = ""
    space: bool = False

    @property
    def name(self) -> str:
        """A usual name for such a file."""
        ending = {"delimited": "tsv" if self.delimiter == "\t" else "csv", "parquet": "parquet", "lines": "jsonl"}
        return f"table.{ending.get(self.shape, 'json')}" + (f".{self.packing}" if self.packing else "")


def write(rows: list[Row], layout: Written) -> bytes:
    """The bytes of a file."""
    cells = [_cells(row, i, layout) for i, row in enumerate(rows)]
    if layout.shape == "parquet":
        return PACKING[layout.packing](_parquet(_names(layout), cells))
    text = _delimited(cells, layout) if layout.shape == "delimited" else _json(_names(layout), cells, layout.shape)
    return PACKING[layout.packing](text.encode(layout.encoding))


def _names(layout: Written) -> list[str]:
    named = HEADERS.get(layout.header, HEADERS["named"])
    return [(*named, "id", "genre")[i] for i in layout.order]


def _cells(row: Row, number: int, layout: Written) -> list[Any]:
    return [(*row, number, "news" if number % 3 else "forum")[i] for i in layout.order]


def _delimited(cells: list[list[Any]], layout: Written) -> str:
    header = {"none": [], "integers": [list(map(str, range(len(layout.order))))]}
    rows = [*header.get(layout.header, [_names(layout)]), *cells]
    # csv quotes the line end that it writes, but not the other one: a file with both bare is nobody's.
    mixed = layout.newline == "\r" and any("\n" in str(cell) for row in cells for cell in row)
    quoting = QUOTING["texts" if mixed and layout.quoting == "needed" else layout.quoting]
    out = io.StringIO(newline="")
    writer = csv.writer(
        out,
        delimiter=layout.delimiter,
        quoting=quoting,
        lineterminator=layout.newline,  # type: ignore[arg-type]
    )
    writer.writerows(rows)
    text = out.getvalue()
    return text.replace(f'"{layout.delimiter}"', f'"{layout.delimiter} "') if layout.space else text


def _json(names: list[str], cells: list[list[Any]], shape: str) -> str:
    rows = [dict(zip(names, row, strict=True)) for row in cells]
    if shape == "lines":
        return "\n".join(map(json.dumps, rows)) + "\n"
    if shape == "lists":
        return "\n".join(map(json.dumps, [names, *cells]))
    columns = {name: [row[i] for row in cells] for i, name in enumerate(names)}
    return json.dumps(
        {
            "array": rows,
            "array of lists": [names, *cells],
            "columns": columns,
            "indexed columns": {
                name: {str(i): cell for i, cell in enumerate(column)} for name, column in columns.items()
            },
            "split": {"columns": names, "index": list(range(len(cells))), "data": cells},
            "under a key": {"version": 1, "data": rows},
        }[shape]
    )


def _parquet(names: list[str], cells: list[list[Any]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table({name: [row[i] for row in cells] for i, name in enumerate(names)}), out)
    return out.getvalue()
