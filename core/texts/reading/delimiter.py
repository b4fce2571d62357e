"""Which delimiter and quoting a text has: the ones under which its first lines make the most of a table."""

from collections import Counter
from dataclasses import dataclass
from itertools import islice

from .limits import MAX_COLUMNS, SAMPLE
from .names import n_names
from .records import Dialect, records, split
from .table import number

# Commas are common in sentences, tabs are rare: of two that fit equally, the rarer.
_CANDIDATES = ("\t", "|||", "||", ";", "|", ",")
_LEAST = {"\t": 0.5, "|||": 0.8, "||": 0.8}
LINES = Dialect("\n", quoted=False)
_SAMPLE_SIZE = 400_000
_LEAST_LINES = 10  # of running text that commas may make a table of


@dataclass(frozen=True)
class Fit:
    """A dialect, and how well it fits.

    Attributes
    ----------
    dialect : Dialect
    width : int
        Cells that most records have.
    share : float
        Of the records, those with that width.
    named : int
        Usual column names in the best of the first records.
    pairs : bool
        Two columns of text and one of numbers.
    """

    dialect: Dialect
    width: int
    share: float
    named: int
    pairs: bool

    @property
    def rank(self) -> tuple[bool, bool, float]:
        """Larger is likelier."""
        return self.named >= 2, self.pairs, round(self.share, 1)


def best_dialect(lines: list[str], ends: list[str], asked: str = "", prose: bool = False) -> Fit:
    """The dialect that fits best, `LINES` where no delimiter makes columns.

    Parameters
    ----------
    lines, ends : list of str
        Of `physical_lines`.
    asked : str
        A delimiter that somebody chose.
    prose : bool
        The name says that this is running text (.txt): columns must be beyond doubt.
    """
    lines, ends = _sample(lines, ends)
    if asked == "\n":
        return Fit(LINES, 1, 1.0, 0, False)
    fits = [
        fit(dialect, lines, ends)
        for mark in ([asked] if asked else _seen(lines))
        for dialect in _dialects(mark, lines, ends)
    ]
    if asked:
        return max(fits, key=lambda each: each.rank)
    good = [each for each in fits if each.width > 1 and (_beyond_doubt(each, len(lines)) if prose else _fits(each))]
    if good:
        return max(good, key=lambda each: each.rank)
    whole = fit(Dialect(","), lines, ends)  # one column, its cells in quotation marks where they have commas
    return whole if not prose and whole.width == 1 and whole.share >= 0.9 else Fit(LINES, 1, 1.0, 0, False)


def _sample(lines: list[str], ends: list[str]) -> tuple[list[str], list[str]]:
    """The first some hundred lines, fewer where they are very long."""
    size, n = 0, 0
    for line in islice(lines, SAMPLE):
        size += len(line)
        n += 1
        if size > _SAMPLE_SIZE:
            break
    return lines[:n], ends[:n]


def _seen(lines: list[str]) -> list[str]:
    text = "\n".join(lines)
    return [mark for mark in _CANDIDATES if mark in text and not _is_part(mark, text)]


def _is_part(mark: str, text: str) -> bool:
    """Whether a bar always stands beside another: then both are one delimiter."""
    return (
        mark in ("|", "||")
        and (mark + "|") in text
        and not text.replace("|||" if mark == "||" else "||", "").count("|")
    )


def _dialects(mark: str, lines: list[str], ends: list[str]) -> list[Dialect]:
    """With quoting where commas and the like would else split sentences; between tabs where the marks speak for it."""
    plain, quoted, escaped = Dialect(mark, quoted=False), Dialect(mark), Dialect(mark, escaped=True)
    usual = mark in ",;|"
    if not any('"' in line for line in lines):
        return [quoted if usual else plain]
    speaks, broken = _evidence(quoted, lines, ends)
    if broken and any('\\"' in line for line in lines) and _evidence(escaped, lines, ends)[0] > max(0, speaks):
        return [escaped]
    return [quoted if usual or speaks > 0 else plain]


def _evidence(dialect: Dialect, lines: list[str], ends: list[str]) -> tuple[int, int]:
    """(cells that speak for quoting, less those that speak against it; cells whose quotation mark nothing closes).

    Who quotes where it is needed doubles the marks inside, and leaves no mark bare and no other cell quoted; who quotes
    always quotes whole columns.
    """
    width = _width(dialect, lines, ends)[0]
    speaks, broken, n = 0, 0, 0
    quoted, needless = [0] * width, [0] * width
    for record in islice(records(lines, ends, dialect, width), 200):
        parts = split(_text_of(lines, ends, record.line, record.n_lines), dialect)
        speaks -= parts.bare + len(parts.broken)
        broken += len(parts.broken)
        if len(parts.cells) == width:
            n += 1
            for place, needed in parts.quoted.items():
                quoted[place] += 1
                needless[place] += not needed and n > 1  # a header may be quoted where its column is not
                speaks += needed
    always = [2 <= n - 1 <= count for count in quoted]
    return speaks + sum(n if every else -count for every, count in zip(always, needless, strict=True)), broken


def _text_of(lines: list[str], ends: list[str], line: int, n_lines: int) -> str:
    start, last = line - 1, line - 2 + n_lines
    return "".join(lines[i] + ends[i] for i in range(start, last)) + lines[last]


def _width(dialect: Dialect, lines: list[str], ends: list[str]) -> tuple[int, float]:
    """(cells that most records have, their share); of equally many, the wider."""
    counts = Counter(len(record.cells) for record in records(lines, ends, dialect))
    if not counts:
        return 1, 0.0
    width = max(counts, key=lambda n: (counts[n], n))
    return width, counts[width] / counts.total()


def fit(dialect: Dialect, lines: list[str], ends: list[str]) -> Fit:
    """How well a dialect fits."""
    width, share = _width(dialect, lines, ends)
    if width > MAX_COLUMNS:  # too wide to be read, and to be looked at
        return Fit(dialect, width, share, 0, False)
    rows = [record.cells for record in records(lines, ends, dialect, width)]
    table = [cells for cells in rows if len(cells) == width]
    share = len(table) / max(1, len(rows))
    named = max((n_names(cells) for cells in rows[:5] if abs(len(cells) - width) <= 1), default=0)
    return Fit(dialect, width, share, named, _are_pairs(table))


def _are_pairs(table: list[list[str]]) -> bool:
    numbers, texts = 0, 0
    for column in zip(*table[:200], strict=True):
        share = sum(number(cell) is not None for cell in column) / len(column)
        numbers += share > 0.8
        texts += share <= 0.5 and sum(any(c.isalpha() for c in cell) for cell in column) > 0.5 * len(column)
    return numbers >= 1 and texts >= 2


def _fits(each: Fit) -> bool:
    """Under a header of usual names rows that do not fit are bad rows; it is no running text."""
    least = 0.4 if each.pairs else _LEAST.get(each.dialect.delimiter, 0.8)
    return each.named >= 2 or each.share >= least


def _beyond_doubt(each: Fit, n_lines: int) -> bool:
    """For running text: nearly all lines have tabs, or bars, or two texts and a number between commas."""
    if each.dialect.delimiter in _LEAST:
        return each.share >= 0.9
    return n_lines >= _LEAST_LINES and each.share >= 0.95 and (each.pairs or each.named >= 3)
