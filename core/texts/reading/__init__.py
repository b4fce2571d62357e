"""From a file's bytes to a table: what it is packed in, its encoding, delimiter, quoting and header, told by evidence."""

from .apart import read_apart
from .options import Options
from .read import read_table
from .table import Table

__all__ = ["Options", "Table", "read_apart", "read_table"]
