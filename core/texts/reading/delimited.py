"""Delimited text: CSV, TSV and what else stands in columns."""

import re

from ...errors import TextError
from ..text import Problem
from .delimiter import best_dialect
from .header import Headed, find_header
from .limits import MAX_LINE, MAX_LINES, MAX_ROWS, SAMPLE
from .lines import physical_lines
from .options import Options
from .records import Dialect, Record, records
from .table import Table, check_size, distinct_names, without_long_cells

_SEP = re.compile(r'^"?sep=(\\t|[^"])"?[,;\s]*$', re.IGNORECASE)
_FOOTER = 3  # lines named one by one


def read_delimited(text: str, name: str, options: Options, prose: bool = False) -> Table:
    """The table of a delimited text.

    Parameters
    ----------
    text, name : str
    options : Options
        What somebody chose.
    prose : bool
        The name says that this is running text: columns must be beyond doubt, or each line is one cell.

    Raises
    ------
    TextError
        It is empty, or too large.
    """
    if (n_lines := text.count("\n") + text.count("\r") - text.count("\r\n")) > MAX_LINES:
        check_size(name, n_lines, 1)
    lines, ends = physical_lines(text)
    asked, notes = options.mark, []
    if hint := _SEP.match(lines[0]):
        notes.append(f"line 1 is a spreadsheet's hint ({lines[0].strip()}), not a row")
        asked = asked or hint[1].replace("\\t", "\t")
        lines[0] = ""
    if len(lines) > 2 * MAX_ROWS:
        check_size(name, sum(map(bool, lines)), 1)
    if (longest := max(map(len, lines))) > MAX_LINE:
        raise TextError(f"{name} has a line of {longest:,} characters; up to {MAX_LINE:,} are read.")
    chosen = best_dialect(lines, ends, asked, prose)
    dialect, width = chosen.dialect, chosen.width
    check_size(name, 0, width)
    every: list[Record] = []
    n_cells = 0
    for record in records(lines, ends, dialect, width):
        every.append(record)
        n_cells += len(record.cells)
        check_size(name, max(len(every), n_cells // max(1, width)) - 1, width)  # but for a header
    if not every:
        raise TextError(f"{name} is empty. Expected rows with two sentences and a score, or sentences.")
    headed = find_header(every[:SAMPLE], width, options.header if width > 1 or not prose else options.header or "no")
    return _table(every, headed, width, dialect, notes)


def _table(every: list[Record], headed: Headed, width: int, dialect: Dialect, notes: list[str]) -> Table:
    problems: list[Problem] = []
    rows = _rows(every[headed.first :], width, dialect, problems)
    if headed.above:
        notes.append(f"{_lines(headed.above)} above the table {'is' if len(headed.above) == 1 else 'are'} no row")
    if unclosed := [record.line for record in every if record.unclosed]:
        notes.append(
            f"{_lines(tuple(unclosed))}: a quotation mark is not closed; it was left out, so that it swallows no lines"
        )
    names = headed.names or [""] * max(width, len(every[0].cells) if len(every) == 1 else width)
    single = dialect.delimiter == "\n"
    return Table(
        distinct_names(names),
        without_long_cells(rows, problems),
        problems,
        format="lines" if single else "delimited",
        delimiter="" if single or width == 1 else dialect.delimiter,
        quoted=dialect.quoted,
        header=headed.header,
        notes=tuple(notes),
    )


def _rows(every: list[Record], width: int, dialect: Dialect, problems: list[Problem]) -> list[tuple[int, list[str]]]:
    """Records with anything in them; those with a cell too many, where sentences have such marks, become problems.

    Between tabs a longer row is one that carries more (as some of STS Benchmark's do).
    """
    rows = []
    for line, cells, _, _ in every:
        if len(cells) > width and dialect.delimiter in ",;|" and any(cell.strip() for cell in cells[width:]):
            problems.append(
                Problem(line, f"has {len(cells)} fields where {width} are expected; put what has marks in quotes")
            )
        elif any(cell.strip() for cell in cells):
            rows.append((line, cells))
    return rows


def _lines(lines: tuple[int, ...]) -> str:
    shown = ", ".join(map(str, lines[:_FOOTER]))
    return f"line{'s' if len(lines) > 1 else ''} {shown}" + (
        f" and {len(lines) - _FOOTER} more" if len(lines) > _FOOTER else ""
    )
