"""Tables 1 and 2 in the paper's own layout: a row a side, a column a setting, published rows beside measured ones."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..geometry.post_processing import methods
from ..numbers_in_words import isotropy_text, points, signed
from .answer import CellResult, PaperStudy
from .published import DIM, TABLE_1, TABLE_2, Published, table_1_cell, table_2_cell


@dataclass(frozen=True)
class Entry:
    """One setting of one row, as people read it.

    Attributes
    ----------
    performance, spread, isotropy : str
        Points, ' ± sd' or '', and I(W); in rows of differences the change in points and the ratio of I(W).
    best_performance, best_isotropy : bool
        Whether it is the row's highest.
    """

    performance: str
    spread: str
    isotropy: str
    best_performance: bool = False
    best_isotropy: bool = False


@dataclass(frozen=True)
class Row:
    """A side of a pair.

    Attributes
    ----------
    label, detail : str
    kind : {'measured', 'published', 'difference', 'untrained'}
    entries : list of Entry or None
    """

    label: str
    detail: str
    kind: str
    entries: list[Entry | None]


@dataclass(frozen=True)
class Grid:
    """A table as the paper has it."""

    columns: list[str]
    rows: list[Row]


def grid(result: PaperStudy, number: int) -> Grid:
    """Table 1 or 2; the published rows under each side for the paper's own models, below all of them for others."""
    cells = result.table(number)
    columns = list(dict.fromkeys((cell.method, cell.least) for cell in cells))
    labels = [methods()[method].label + (f", {least} least" if least else "") for method, least in columns]
    rows: list[Row] = []
    for role in ("pre-trained", "fine-tuned"):
        own = [
            next(cell for cell in cells if (cell.role, cell.method, cell.least) == (role, *column))
            for column in columns
        ]
        title = result.checkpoints[0 if role == "pre-trained" else 1].title
        seeds = len({one.checkpoint for one in own[0].measurements})
        rows.append(
            Row(
                role,
                title + (f", mean of {seeds} seeds" if seeds > 1 else "") + _widths(own),
                "measured",
                _measured(own),
            )
        )
        if result.model:
            rows += _beside(result.model, role, columns, own, number)
    if untrained := result.untrained_of(number):
        own = [next(cell for cell in untrained if (cell.method, cell.least) == column) for column in columns]
        twins = len({one.checkpoint for one in own[0].measurements})
        detail = f"{result.checkpoints[0].title} with random weights, mean of {twins} seed{'' if twins == 1 else 's'}"
        rows.append(Row("untrained", detail, "untrained", _measured(own)))
    if not result.model:
        published = TABLE_1 if number == 1 else [(model, "fine-tuned") for model in TABLE_2]
        rows += [
            Row(role, f"published, {model}", "published", _published(model, role, columns, number))
            for model, role in published
        ]
    return Grid(labels, rows)


def _widths(cells: Sequence[CellResult]) -> str:
    """What 100 and 700 of 768 came to."""
    least = [cell for cell in cells if cell.least and cell.method == "global"]
    if not least or least[0].dim == DIM:
        return ""
    counts = ", ".join(f"{cell.directions} for {cell.least}" for cell in least)
    return f"; of its {least[0].dim} dimensions the same share: {counts}"


def _measured(cells: Sequence[CellResult]) -> list[Entry | None]:
    scores = [cell.performance for cell in cells]
    log10 = [cell.log10_isotropy["symmetric"] for cell in cells]
    sds = [cell.performance_sd for cell in cells]
    return _entries(
        [points(score) for score in scores],
        ["" if sd is None else f" ± {sd:.2f}" for sd in sds],
        [isotropy_text(value) for value in log10],
        scores,
        log10,
    )


def _published(model: str, role: str, columns: list[tuple[str, int]], number: int) -> list[Entry | None]:
    found = [_cell(model, role, *column, number) for column in columns]
    return _entries(
        [points(one.performance) if one else "" for one in found],
        [""] * len(found),
        [published_isotropy(one.isotropy) if one else "" for one in found],
        [one.performance if one else None for one in found],
        [one.isotropy if one else None for one in found],
    )


def _beside(
    model: str, role: str, columns: list[tuple[str, int]], cells: Sequence[CellResult], number: int
) -> list[Row]:
    found = [_cell(model, role, *column, number) for column in columns]
    if not any(found):
        return []
    differences = [
        Entry(
            signed(cell.performance - one.performance),
            "",
            ratio_text(cell.log10_isotropy["symmetric"] - float(np.log10(one.isotropy))),
        )
        if one
        else None
        for cell, one in zip(cells, found, strict=True)
    ]
    return [
        Row(role, f"published, {model}", "published", _published(model, role, columns, number)),
        Row(role, "measured minus published; I(W): their ratio", "difference", differences),
    ]


def published_isotropy(value: float) -> str:
    """As printed, but for the E: '0.10', '0.05', '1.1e-5'."""
    if value >= 0.1:
        return f"{value:.2f}"
    return f"{value:.2g}" if value >= 0.01 else isotropy_text(math.log10(value))


def ratio_text(log10: float) -> str:
    """'× 1.9', '× 0.031', '× 2.4e-6'."""
    if -3 <= log10 < 3:
        return f"× {10**log10:.2g}"
    exponent = math.floor(log10)
    return f"× {10 ** (log10 - exponent):.1f}e{exponent}"


def _cell(model: str, role: str, method: str, least: int, number: int) -> Published | None:
    if number == 1:
        return table_1_cell(model, role, method)
    return table_2_cell(model, method, least) if role == "fine-tuned" else None


def _entries(
    performance: list[str],
    spread: list[str],
    isotropy: list[str],
    scores: Sequence[float | None],
    log10: Sequence[float | None],
) -> list[Entry | None]:
    best = [
        max((value for value in values if value is not None and not math.isnan(value)), default=None)
        for values in (scores, log10)
    ]
    return [
        Entry(*texts, best_performance=a is not None and a == best[0], best_isotropy=b is not None and b == best[1])
        if texts[2]
        else None
        for texts, a, b in zip(zip(performance, spread, isotropy, strict=True), scores, log10, strict=True)
    ]
