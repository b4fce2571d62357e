"""Which columns are the sentences and the score: by usual names, then by content; asked for where several could be."""

from dataclasses import dataclass
from itertools import combinations, pairwise
from statistics import mean

from ...errors import TextError
from .names import LABEL, NEGATIVES, SCORE, is_about_rows, is_pair, is_text, joined, words_of
from .table import Table, listed, number

NONE = "-"  # typed for a column that there is none of
_SAMPLE = 1000


class SeveralScores(TextError):
    """Several columns could be the score; the sentences' columns are known."""

    def __init__(self, message: str, first: str, second: str) -> None:
        super().__init__(message)
        self.first, self.second = first, second


@dataclass(frozen=True)
class Roles:
    """What columns are; '' = there is none.

    Attributes
    ----------
    first, second : str
        The sentences; without a second: a corpus.
    score : str
    negative : str
        Of a triplet: what is not like the first.
    why : str
        Why there is no score, where there could be one.
    """

    first: str
    second: str = ""
    score: str = ""
    negative: str = ""
    why: str = ""

    @property
    def columns(self) -> tuple[str, str, str]:
        """(first, second, score), as they are chosen by hand."""
        return self.first, self.second or NONE, self.score or NONE


@dataclass(frozen=True)
class _Column:
    name: str
    cells: list[str]
    numbers: list[float]
    share: float  # of cells that hold anything: numbers
    words: float  # a cell, on average
    variety: float  # distinct cells, share of all

    @property
    def is_text(self) -> bool:
        return self.share <= 0.5 and any(any(c.isalpha() for c in cell) for cell in self.cells)

    @property
    def is_number(self) -> bool:
        return self.share > 0.5


def roles_of(table: Table, chosen: str = "") -> Roles:
    """The columns' roles.

    Parameters
    ----------
    table : Table
    chosen : str
        The score's column if somebody named it; '-' = there is none.

    Raises
    ------
    TextError
        No column of text, or several that could be the sentences or the score.
    """
    if not table.rows:
        raise TextError("It has 0 usable pairs: no row stands under the header.")
    columns = [_column(table, name) for name in table.columns]
    texts = [column for column in columns if column.is_text]
    if not texts:
        if len(columns) == 1 and columns[0].is_number:
            raise TextError("It has numbers alone and no sentences: scores without their pairs.")
        raise _ask(table, "Two columns of sentences and one of scores were not found")
    scores = [column for column in columns if column.is_number]
    pair = _named_pair(texts)
    if pair is None and len(table.columns) == 1:
        return Roles(texts[0].name)
    if pair is None:
        pair = _pair_by_content(table, texts, scores)
    if pair is None:
        return Roles(_corpus_column(table, texts).name)
    score = "" if chosen == NONE else chosen or _score(pair, scores)
    if not score and not chosen and (wordy := [c for c in columns if joined(c.name) in SCORE and c not in pair]):
        raise TextError(
            f"{wordy[0].name[:30]} is named like a score, but {wordy[0].share:.0%} of its cells are numbers. Mend it, or say "
            "that there is none (--columns FIRST SECOND -)."
        )
    negative = next((column.name for column in texts if joined(column.name) in NEGATIVES), "")
    classes = [column.name for column in texts if joined(column.name) in LABEL and column not in pair]
    why = f"{classes[0]} holds classes in words" if classes and not score else ""
    return Roles(pair[0].name, pair[1].name, score, "" if score else negative, why)


def _column(table: Table, name: str) -> _Column:
    cells = table.cells(name, _SAMPLE)
    present = [cell for cell in cells if cell]
    numbers = [value for cell in present if (value := number(cell)) is not None]
    share = len(numbers) / len(present) if present else 0.0
    words = mean(len(cell.split()) for cell in present) if present else 0.0
    return _Column(name, cells, numbers, share, words, len(set(present)) / len(present) if present else 0.0)


def _named_pair(texts: list[_Column]) -> tuple[_Column, _Column] | None:
    """Two columns whose names make a pair; of several, those with the shortest names."""
    pairs = [(a, b) for a, b in combinations(texts, 2) if is_pair(a.name, b.name)]
    pairs += [(a, b) for b, a in combinations(texts, 2) if is_pair(a.name, b.name)]
    if not pairs:
        return None
    return min(pairs, key=lambda pair: (len(words_of(pair[0].name)), not is_text(pair[0].name)))


def _pair_by_content(table: Table, texts: list[_Column], scores: list[_Column]) -> tuple[_Column, _Column] | None:
    """The two columns of sentences, None where there is one."""
    longest = sorted(texts, key=lambda column: -mean(map(len, column.cells)))
    if len(texts) > 2:
        most = longest[1].words
        texts = [column for column in texts if not _is_about(column, most, len(table.rows))]
    if len(texts) > 2:
        longest = [column for column in longest if column in texts]
        if mean(map(len, longest[2].cells)) < 0.5 * mean(map(len, longest[1].cells)):
            texts = [column for column in texts if column in longest[:2]]
    has_score = bool(_possible_scores(scores, texts))
    unnamed = all(name.startswith("column ") for name in table.columns)
    if len(texts) == 2 and (has_score or (unnamed and len(table.columns) == 2)):
        return texts[0], texts[1]
    if len(texts) == 1 or (len([column for column in texts if is_text(column.name)]) == 1 and not has_score):
        return None
    raise _ask(table, "Two columns of sentences and one of scores were not found")


def _is_about(column: _Column, words: float, n_rows: int) -> bool:
    """Whether a column of words says something about rows: few different ones, or single words beside sentences."""
    return (n_rows >= 10 and column.variety < 0.2) or (column.words < 1.5 and words >= 3)


def _corpus_column(table: Table, texts: list[_Column]) -> _Column:
    named = [column for column in texts if is_text(column.name)]
    return (named or texts)[0]


def _score(pair: tuple[_Column, _Column], scores: list[_Column]) -> str:
    """The column of scores, '' where none could be it."""
    named = [column for column in scores if joined(column.name) in SCORE]
    candidates = named or _possible_scores(scores, list(pair))
    if not candidates:
        return ""
    if any(column.cells != candidates[0].cells for column in candidates[1:]):
        first, second = pair[0].name, pair[1].name
        raise SeveralScores(
            f"Several columns could be the score: {listed(column.name for column in candidates)}. "
            f"Say which: --columns {first[:30]!r} {second[:30]!r} SCORE ('-' for none).",
            first,
            second,
        )
    return candidates[0].name


def _possible_scores(scores: list[_Column], texts: list[_Column]) -> list[_Column]:
    """Columns that may hold scores; one whose numbers are all alike where there is no other."""
    every = [column for column in scores if _may_be_score(column, texts)]
    varied = [column for column in every if joined(column.name) in SCORE | LABEL or len(set(column.numbers)) > 1]
    return varied or every


def _may_be_score(column: _Column, texts: list[_Column]) -> bool:
    """Whether numbers could be scores: they are named so, or are no identifiers, years or lengths."""
    values = column.numbers
    if joined(column.name) in SCORE | LABEL:
        return True
    if is_about_rows(column.name):
        return False
    whole = all(value.is_integer() for value in values)
    return not (
        _counts(values)
        or (whole and all(1900 <= value <= 2100 for value in values))
        or (whole and max(values) >= 1000 and column.variety > 0.9 and len(values) >= 5)
        or sum(cell[:1] == "0" and len(cell) > 1 and cell.isdigit() for cell in column.cells) > 0.1 * len(values)
        or any(_measures(column, text) for text in texts)
    )


def _counts(values: list[float]) -> bool:
    """Whether a column goes up from row to row in equal steps, as row numbers do; or always up, over many rows."""
    steps = {b - a for a, b in pairwise(values)} or {0.0}
    if len(values) < 3:
        return steps == {1.0}
    return (len(steps) == 1 and min(steps) > 0) or (
        len(values) >= 10 and min(steps) > 0 and all(v.is_integer() for v in values)
    )


def _measures(column: _Column, text: _Column) -> bool:
    """Whether a column holds the lengths of another, in characters or words."""
    rows = [(number(a), b) for a, b in zip(column.cells, text.cells, strict=False)]
    if len(rows) < 3:
        return False
    return any(
        sum(a == measure for a, measure in ((a, size(b)) for a, b in rows)) > 0.8 * len(rows) for size in (len, _words)
    )


def _words(cell: str) -> int:
    return len(cell.split())


def _ask(table: Table, problem: str) -> TextError:
    return TextError(
        f"{problem} among: {listed(table.columns)}. Name them: first sentence, second sentence, score "
        "(--columns FIRST SECOND SCORE; '-' for none)."
    )
