"""Gold scores in a file of their own, as SemEval has them: STS.input.headlines.txt with STS.gs.headlines.txt."""

from dataclasses import replace
from pathlib import Path

from ..errors import TextError
from ..origin import may_be_read
from .reading.open import read_file
from .reading.table import Table, number


def companion_of(path: Path) -> Path | None:
    """The file of scores beside a file of pairs, None where there is none."""
    if "input" not in path.name:
        return None
    beside = path.with_name(path.name.replace("input", "gs"))
    return beside if beside.is_file() and may_be_read(beside) else None


def with_scores(table: Table, scores: Path) -> Table:
    """A table of two columns with the scores beside it, line by line.

    Raises
    ------
    TextError
        They are not numbers, or not as many as there are lines.
    """
    try:
        lines = read_file(scores).decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise TextError(f"{scores.name} is not UTF-8 text (byte {error.start:,}).") from error
    while lines and not lines[-1].strip():
        lines.pop()
    last = table.rows[-1][0] if table.rows else 0
    if len(lines) != last or any(line.strip() and number(line) is None for line in lines):
        raise TextError(f"{scores.name} does not hold one score for each of the {last:,} lines beside it.")
    rows = [(line, [*cells, lines[line - 1].strip()]) for line, cells in table.rows if len(cells) == len(table.columns)]
    note = f"scores are from {scores.name}"
    return replace(table, columns=(*table.columns, "score"), rows=rows, notes=(*table.notes, note))
