"""A user's own sentence pairs: CSV, TSV or JSONL with two sentences and a score."""

import csv
import io
import json
import math
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean
from typing import Literal

from ..errors import TextError
from .text import Problem, Texts, pairs

_FIRST = {
    "sentence1",
    "sentence_1",
    "sentence a",
    "sentence_a",
    "s1",
    "text1",
    "text_1",
    "text_a",
    "sent1",
    "sent_1",
    "premise",
    "a",
}
_SECOND = {
    "sentence2",
    "sentence_2",
    "sentence b",
    "sentence_b",
    "s2",
    "text2",
    "text_2",
    "text_b",
    "sent2",
    "sent_2",
    "hypothesis",
    "b",
}
_SCORE = {"score", "similarity", "similarity_score", "gold", "gold_score", "label", "relatedness_score", "sim"}


@dataclass(frozen=True)
class Table:
    """A file's rows before anyone decided what they mean.

    Attributes
    ----------
    columns : tuple of str
        The header's names, or 'column 1', 'column 2', ... where there is no header.
    rows : list of (int, list of str)
        Line number (from 1) and cells.
    problems : list of Problem
        Lines that could not be split into cells.
    """

    columns: tuple[str, ...]
    rows: list[tuple[int, list[str]]]
    problems: list[Problem]


def read_table(content: bytes, name: str) -> Table:
    """Split a file into cells, by its name's ending or, for other endings, by what it looks like.

    Parameters
    ----------
    content : bytes
        The file, UTF-8.
    name : str
        Its name; .jsonl, .tsv and .csv are told apart by it.

    Raises
    ------
    TextError
        Not UTF-8, or without a single row.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TextError(f"{name} is not UTF-8 text (byte {error.start:,}). Save it as UTF-8 and try again.") from error
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        raise TextError(f"{name} is empty. Expected rows with two sentences and a score.")
    if name.lower().endswith((".jsonl", ".ndjson", ".json")) or first.lstrip().startswith("{"):
        return _from_jsonl(text, name)
    return _from_separated(text, name, first)


def guess_columns(table: Table) -> tuple[str, str, str]:
    """(sentence 1, sentence 2, score): by their names where these are usual, else by their content.

    Raises
    ------
    TextError
        No two columns of text and one of numbers can be told apart.
    """
    named = {column.strip().lower(): column for column in table.columns}
    usual = [next((named[name] for name in named if name in names), None) for names in (_FIRST, _SECOND, _SCORE)]
    if usual[0] and usual[1] and usual[2]:
        return usual[0], usual[1], usual[2]
    sample = [cells for _, cells in table.rows[:500]]
    content = [[row[i] for row in sample if i < len(row)] for i in range(len(table.columns))]
    numeric, length = [], []
    for cells in content:
        numeric.append(mean(_number(cell) is not None for cell in cells) if cells else 0.0)
        length.append(mean(map(len, cells)) if cells else 0.0)
    scores = [i for i, share in enumerate(numeric) if share > 0.5]
    words = sorted((i for i, share in enumerate(numeric) if share <= 0.5), key=lambda i: -length[i])[:2]
    if usual[0] and usual[1]:
        words = [table.columns.index(usual[0]), table.columns.index(usual[1])]
    if usual[2]:
        scores = [table.columns.index(usual[2])]
    if len(words) < 2 or not scores:
        raise TextError(
            f"Two columns of sentences and one of scores were not found among: {', '.join(table.columns)}. Name them: first sentence, second sentence, score."
        )
    first, second = words if usual[0] and usual[1] else sorted(words)
    # Identifiers and years are numbers too: the score varies, does not count rows, and stands nearest to the sentences.
    score = min(
        scores,
        key=lambda i: (
            len(set(content[i])) < 2,
            _counts_rows(content[i]),
            min(abs(i - first), abs(i - second)),
            -i,
        ),
    )
    return table.columns[first], table.columns[second], table.columns[score]


def to_pairs(table: Table, columns: tuple[str, str, str], key: str, title: str) -> Texts:
    """Pairs from the chosen columns; rows that cannot be used are listed, with their line, in `problems`.

    Raises
    ------
    TextError
        A column that is not there, or fewer than 3 usable pairs.
    """
    if absent := [column for column in columns if column not in table.columns]:
        raise TextError(f"No column {', '.join(map(repr, absent))} in {title}. It has: {', '.join(table.columns)}.")
    at = [table.columns.index(column) for column in columns]
    good: list[tuple[str, str, float]] = []
    bad = list(table.problems)
    for line, cells in table.rows:
        if max(at) >= len(cells):
            bad.append(Problem(line, f"has {len(cells)} fields where column {max(at) + 1} is needed"))
            continue
        first, second, score = (cells[i].strip() for i in at)
        value = _number(score)
        if not first or not second:
            bad.append(Problem(line, "a sentence is empty"))
        elif value is None:
            bad.append(Problem(line, f"the score {score[:30]!r} is not a finite number"))
        elif not _is_unicode(first + second):
            bad.append(Problem(line, "a sentence has half a character (a lone surrogate)"))
        else:
            good.append((first, second, value))
    bad.sort()
    if len(good) < 3:
        shown = "; ".join(f"line {line}: {reason}" for line, reason in bad[:3])
        raise TextError(
            f"{title} has {len(good)} usable pairs and 3 are the least a correlation needs. {shown}".strip()
        )
    return pairs(key, title, good, problems=tuple(bad))


def _from_separated(text: str, name: str, first: str) -> Table:
    separator = "\t" if name.lower().endswith(".tsv") or "\t" in first else max(",;|", key=first.count)
    # Tab-separated files rarely quote, and a lone quotation mark would swallow lines; commas need quotes.
    quoting: Literal[0, 3] = csv.QUOTE_NONE if separator == "\t" else csv.QUOTE_MINIMAL
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting)
    rows: list[tuple[int, list[str]]] = []
    problems: list[Problem] = []
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            problems.append(Problem(line, str(error)))
            cells = []
        if any(cell.strip() for cell in cells):
            rows.append((line, cells))
        line = reader.line_num + 1
    if not rows:
        raise TextError(f"{name} has no rows. Expected two sentences and a score in each.")
    header = rows[0][1]
    if any(_number(cell) is not None for cell in header):
        return Table(tuple(f"column {i + 1}" for i in range(len(header))), rows, problems)
    return Table(_distinct(header), rows[1:], problems)


def _from_jsonl(text: str, name: str) -> Table:
    rows: list[tuple[int, dict[str, object]]] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            problems.append(Problem(number, f"not JSON ({error})"))
            continue
        if isinstance(row, dict):
            rows.append((number, row))
        else:
            problems.append(Problem(number, "not a JSON object"))
    if not rows:
        raise TextError(
            f"{name} has no JSON objects, one a line. Expected {{'sentence1': ..., 'sentence2': ..., 'score': ...}}."
        )
    columns = tuple(dict.fromkeys(column for _, row in rows for column in row))
    return Table(columns, [(number, [_cell(row.get(column)) for column in columns]) for number, row in rows], problems)


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _distinct(header: list[str]) -> tuple[str, ...]:
    names = [cell.strip() or f"column {i + 1}" for i, cell in enumerate(header)]
    return tuple(name if names.count(name) == 1 else f"{name} ({i + 1})" for i, name in enumerate(names))


def _number(cell: str) -> float | None:
    try:
        value = float(cell.strip().replace(",", ".")) if cell.count(",") <= 1 else float("nan")
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _counts_rows(cells: list[str]) -> bool:
    """Whether a column goes up by exactly one from row to row, as row numbers and identifiers do."""
    numbers = [_number(cell) for cell in cells]
    return all(b is not None and a is not None and b - a == 1 for a, b in pairwise(numbers))


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
