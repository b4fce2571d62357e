"""Excel's .xlsx, where openpyxl is installed."""

import io
import zipfile

from ...errors import TextError
from .header import find_header
from .limits import MAX_BYTES, SAMPLE, in_mib
from .options import Options
from .records import Record
from .table import Table, check_size, distinct_names, without_long_cells

INSTALL = "pip install openpyxl==3.1.5"


def is_xlsx(content: bytes) -> bool:
    """Whether bytes are a workbook."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def read_excel(content: bytes, name: str, options: Options) -> Table:
    """The first sheet that has rows.

    Raises
    ------
    TextError
        openpyxl is not installed, or the workbook is damaged, too large or empty.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise TextError(f"{name} is an Excel workbook: save it as .csv, or install its reader ({INSTALL}).") from error
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(info.file_size for info in archive.infolist()) > 4 * MAX_BYTES:
            raise TextError(f"{name} unpacks to more than {in_mib(4 * MAX_BYTES)}. Save the table as .csv.")
    rows: list[list[str]] = []
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in sheets:
            for row in sheet.iter_rows(values_only=True):
                rows.append(["" if cell is None else str(cell) for cell in row])
                check_size(name, len(rows), len(rows[-1]))
            if any(cell for row in rows for cell in row):
                break
            rows.clear()
    except TextError:
        raise
    except Exception as error:  # openpyxl raises what its parts raise
        raise TextError(f"{name} is an Excel workbook, but cannot be read. Save the table as .csv.") from error
    return _table(rows, name, options, len(sheets))


def _table(rows: list[list[str]], name: str, options: Options, n_sheets: int) -> Table:
    every = [Record(at, cells) for at, cells in enumerate(rows, start=1) if any(cell.strip() for cell in cells)]
    if not every:
        raise TextError(f"{name} is empty. Expected rows with two sentences and a score.")
    used = max(at + 1 for record in every for at, cell in enumerate(record.cells) if cell.strip())
    every = [Record(record.line, [*record.cells, *[""] * used][:used]) for record in every]
    headed = find_header(every[:SAMPLE], used, options.header)
    problems: list = []
    notes = [f"line {line} above the table is no row" for line in headed.above[:3]]
    notes += [f"of {n_sheets} sheets the first one with rows was read"] if n_sheets > 1 else []
    body = [(record.line, record.cells) for record in every[headed.first :]]
    return Table(
        distinct_names(headed.names or [""] * used),
        without_long_cells(body, problems),
        problems,
        format="Excel",
        header=headed.header,
        notes=tuple(notes),
    )
