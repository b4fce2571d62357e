"""Parquet, as data sets on the hub are kept."""

import io
from typing import Any

from ...errors import TextError
from ..text import Problem
from .limits import MAX_BYTES, in_mib
from .table import Table, check_size, distinct_names, without_long_cells

MARK = b"PAR1"
_BATCH = 10_000


def read_parquet(content: bytes, name: str) -> Table:
    """The table of a Parquet file; columns of anything but text and numbers are passed over.

    Raises
    ------
    TextError
        It is damaged or too large, or has no such columns.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(io.BytesIO(content), memory_map=False)
        texts = [
            field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
        ]
        # A text that a million rows share is kept once, and stays so: it cannot fill the memory.
        file = pq.ParquetFile(
            io.BytesIO(content),
            read_dictionary=texts,
            thrift_string_size_limit=10_000_000,
            thrift_container_size_limit=1_000_000,
        )
        check_size(name, file.metadata.num_rows, file.metadata.num_columns)
        if sum(file.metadata.row_group(i).total_byte_size for i in range(file.metadata.num_row_groups)) > 4 * MAX_BYTES:
            raise TextError(f"{name} unpacks to more than {in_mib(4 * MAX_BYTES)}. Take a part of it.")
        columns = [field.name for field in file.schema_arrow if _is_plain(field.type)]
        if not columns:
            raise TextError(f"{name} has no columns of text or numbers.")
        rows: list[tuple[int, list[str]]] = []
        size = 0
        for batch in file.iter_batches(batch_size=_BATCH, columns=columns):
            cells = [_cells(batch.column(i)) for i in range(batch.num_columns)]
            size += sum(len(cell) for column in cells for cell in column)
            if size > MAX_BYTES:
                raise TextError(f"{name} holds more than {in_mib(MAX_BYTES)} of text. Take a part of it.")
            rows += [(len(rows) + i + 1, list(row)) for i, row in enumerate(zip(*cells, strict=True))]
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        raise TextError(f"{name} is a Parquet file, but cannot be read: it is damaged or cut short.") from error
    index = [at for at, column in enumerate(columns) if column.startswith("__index_level_")]
    shown = [at for at in range(len(columns)) if at not in index]
    problems: list[Problem] = []
    cut = without_long_cells([(n, [row[at] for at in shown]) for n, row in rows], problems)
    return Table(distinct_names(columns[at] for at in shown), cut, problems, format="Parquet")


def _is_plain(kind: Any) -> bool:
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    tests = (
        pa.types.is_string,
        pa.types.is_large_string,
        pa.types.is_integer,
        pa.types.is_floating,
        pa.types.is_boolean,
    )
    return any(test(kind) for test in tests) or pa.types.is_decimal(kind)


def _cells(column: Any) -> list[str]:
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        words = ["" if word is None else word for word in column.dictionary.to_pylist()]
        return ["" if at is None else words[at] for at in column.indices.to_pylist()]
    return ["" if value is None else str(value) for value in column.to_pylist()]
