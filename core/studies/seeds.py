"""The same question put to all seeds of one training: mean and standard deviation of every number."""

from typing import Any

import numpy as np

from core.tables import Table


def mean_and_sd(tables: list[Table]) -> Table:
    """Tables of the same rows, one a seed, as one.

    Parameters
    ----------
    tables : list of Table
        At least two; row i of each answers the same question.

    Returns
    -------
    Table
        Each number as its mean, with `<name> sd` (n - 1 in the denominator) behind it; text that differs between
        seeds is left out. A number that is missing for a seed makes its mean None.
    """
    rows: Table = []
    for same in zip(*tables, strict=True):
        row: dict[str, Any] = {}
        for name in same[0]:
            values = [one.get(name) for one in same]
            if all(value == values[0] for value in values) and not isinstance(values[0], float):
                row[name] = values[0]
            elif all(isinstance(value, int | float | None) for value in values):
                there = [float(value) for value in values if value is not None]
                whole = len(there) == len(values)
                row[name] = float(np.mean(there)) if whole else None
                row[f"{name} sd"] = float(np.std(there, ddof=1)) if whole else None
        rows.append(row)
    return rows


def mean_and_sd_text(rows: Table) -> Table:
    """As people read it: '86.31 ± 0.12'."""
    return [
        {
            name: f"{value:.4g} ± {row[f'{name} sd']:.2g}" if row.get(f"{name} sd") is not None else value
            for name, value in row.items()
            if not name.endswith(" sd")
        }
        for row in rows
    ]
