"""A user's own texts, from a table whose columns have their roles: scored pairs, pairs without scores, or a corpus."""

from collections.abc import Callable

import numpy as np

from ..errors import TextError
from .doubts import doubts_of, thousands
from .layout import Layout
from .reading.columns import NONE, Roles
from .reading.table import Table, listed, number
from .scale import scale_of
from .text import Problem, Texts
from .visible import is_unicode, is_visible

_LEAST = 3  # pairs that a rank correlation needs
_LINES = 20  # of those not used, in the layout
Row = tuple[tuple[str, ...], float | None]


def to_texts(table: Table, roles: Roles, key: str, title: str) -> Texts:
    """Texts from the chosen columns; rows that cannot be used are listed, with their line, in `problems`.

    Raises
    ------
    TextError
        A column that is not there, or too few usable rows.
    """
    given = [name for name in (roles.first, roles.second, roles.negative, roles.score) if name]
    if absent := [name for name in given if name not in table.columns]:
        raise TextError(f"No column {listed(map(repr, absent))} in {title}. It has: {listed(table.columns)}.")
    at = [table.columns.index(name) for name in given]
    good, bad = _rows(table, at, bool(roles.score))
    _enough(good, bad, roles, title)
    sentences = tuple(cell for column in zip(*(cells for cells, _ in good), strict=True) for cell in column)
    scores = np.array([score for _, score in good], dtype=np.float64) if roles.score else None
    n_unscored = len(good) if roles.second and not roles.score else 0
    texts = Texts(key, title, sentences, scores, problems=tuple(bad), n_unscored=n_unscored)
    doubts = list(doubts_of(texts, roles))
    if roles.score and (doubt := thousands(table.cells(roles.score))):
        doubts.append(doubt)
    return _with_layout(texts, table, roles, len(good), tuple(doubts))


def chosen_roles(columns: tuple[str, ...]) -> Roles:
    """Roles of columns that somebody named; '-' for none."""
    first, second, score = (("" if name == NONE else name) for name in columns)
    return Roles(first, second, score if second else "")


def _rows(table: Table, at: list[int], scored: bool) -> tuple[list[Row], list[Problem]]:
    good: list[Row] = []
    bad = list(table.problems)
    for line, cells in table.rows:
        if max(at) >= len(cells):
            bad.append(Problem(line, f"has {len(cells)} fields where column {max(at) + 1} is needed"))
            continue
        chosen = [cells[i].strip() for i in at]
        sentences, score = (tuple(chosen[:-1]), chosen[-1]) if scored else (tuple(chosen), None)
        if reason := _problem(sentences, score):
            bad.append(Problem(line, reason))
        else:
            good.append((sentences, None if score is None else number(score)))
    return good, sorted(bad)


def _problem(sentences: tuple[str, ...], score: str | None) -> str:
    """Why a row cannot be used, '' if it can."""
    checks: list[tuple[Callable[[str], bool], str]] = [
        (bool, "a sentence is empty"),
        (is_visible, "a sentence has no visible character"),
    ]
    for holds, reason in checks:
        if not all(map(holds, sentences)):
            return reason
    if score is not None and number(score) is None:
        return f"the score {score[:30]!r} is not a finite number"
    return "" if all(map(is_unicode, sentences)) else "a sentence has half a character (a lone surrogate)"


def _enough(good: list[Row], bad: list[Problem], roles: Roles, title: str) -> None:
    shown = "; ".join(f"line {line}: {reason}" for line, reason in bad[:3])
    if not roles.second:
        if not good:
            raise TextError(f"{title} has no sentences. Expected one a line. {shown}".strip())
    elif len(good) < (least := _LEAST if roles.score else 2):
        what, needs = (
            ("usable pairs", "a correlation needs") if roles.score else ("usable pairs without scores", "that teach")
        )
        raise TextError(f"{title} has {len(good)} {what} and {least} are the least {needs}. {shown}".strip())


def _with_layout(texts: Texts, table: Table, roles: Roles, used: int, doubts: tuple[str, ...]) -> Texts:
    scores = texts.scores
    layout = Layout(
        table.format,
        table.delimiter,
        table.encoding,
        table.packing,
        table.quoted,
        table.header,
        roles.first,
        roles.second,
        roles.score,
        roles.negative,
        used,
        len(texts.problems),
        tuple(problem.line for problem in texts.problems[:_LINES]),
        None if scores is None else float(scores.min()),
        None if scores is None else float(scores.max()),
        None if scores is None else scale_of(scores),
        table.notes,
        doubts,
    )
    return Texts(
        texts.key,
        texts.title,
        texts.sentences,
        scores,
        (),
        texts.problems,
        texts.language,
        n_unscored=texts.n_unscored,
        layout=layout,
    )
