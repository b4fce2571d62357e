"""How a user's file was read: shown with every number that comes of it."""

from dataclasses import dataclass

_MARKS = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "pipe"}


@dataclass(frozen=True)
class Layout:
    """What was chosen, by somebody or by evidence.

    Attributes
    ----------
    format : str
        'delimited', 'lines', 'JSON lines', 'JSON', 'Parquet' or 'Excel'.
    delimiter, encoding, packing : str
        '' where there is none.
    quoted : bool
        Whether cells may stand in quotation marks.
    header : int
        Its line, 0 where there is none.
    first, second, score, negative : str
        Columns; '' where there is none.
    rows_used, rows_not_used : int
    lines_not_used : tuple of int
        The first twenty.
    lowest, highest, scale : float or None
        Of the scores; `scale` is the highest that their scale has. None without scores.
    notes : tuple of str
        What was not as usual about the file.
    doubts : tuple of str
        What makes numbers that come of it doubtful.
    """

    format: str
    delimiter: str = ""
    encoding: str = ""
    packing: str = ""
    quoted: bool = False
    header: int = 0
    first: str = ""
    second: str = ""
    score: str = ""
    negative: str = ""
    rows_used: int = 0
    rows_not_used: int = 0
    lines_not_used: tuple[int, ...] = ()
    lowest: float | None = None
    highest: float | None = None
    scale: float | None = None
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def in_words(self) -> str:
        """One line: format, encoding, header, columns, rows, scores."""
        separated = f" by {_MARKS.get(self.delimiter, repr(self.delimiter))}" if self.delimiter else ""
        parts = [f"{self.format}{separated}{f' in {self.packing}' if self.packing else ''}"]
        parts += [self.encoding.upper()] if self.encoding else []
        if self.format in ("delimited", "Excel"):
            parts.append(f"header on line {self.header}" if self.header else "no header")
        columns = [name for name in (self.first, self.second, self.negative, self.score) if name]
        parts.append(
            "columns " + ", ".join(map(_short, columns)) if self.second else f"sentences from {_short(self.first)}"
        )
        parts.append(f"{self.rows_used:,} rows used" + (f", {self.rows_not_used:,} not" if self.rows_not_used else ""))
        if self.scale is not None:
            parts.append(f"scores {self.lowest:g} to {self.highest:g}")
        return "; ".join(parts)


def _short(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:37]}..."
