"""The same question put to all seeds of one training: mean and standard deviation of every number."""

import math
from typing import Any

import numpy as np

from ..numbers_in_words import decimals, signed
from .table import Row, Table

SD = " sd"  # ends the name of a column of standard deviations; what comes before it names the column of means


def mean_and_sd(tables: list[Table]) -> Table:
    """Tables of the same rows, one for each seed, as a single table of means and standard deviations.

    Parameters
    ----------
    tables : list of Table
        At least two; row i of each answers the same question.

    Returns
    -------
    Table
        Each number as its mean, with `<name> sd` (n - 1 in the denominator) beside it; whole numbers and text that are
        the same for every seed stay, text that differs between seeds is left out, and so is a row of which only its
        name is left. A number that is missing for a seed makes its mean None. Every row has every column.
    """
    rows: Table = []
    for of_seeds in zip(*tables, strict=True):
        row: Row = {}
        for name in of_seeds[0]:
            values = [of_seed.get(name) for of_seed in of_seeds]
            if all(value == values[0] for value in values) and not isinstance(values[0], float):
                row[name] = values[0]
            elif all(isinstance(value, int | float | None) for value in values):
                row[name], row[name + SD] = _mean_and_sd(values)
        if len(row) > 1 or len(of_seeds[0]) == 1:
            rows.append(row)
    columns = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name) for name in columns} for row in rows]


def _mean_and_sd(values: list[Any]) -> tuple[float | None, float | None]:
    """Mean and standard deviation, None where a value is missing or not finite."""
    if not all(value is not None and math.isfinite(value) for value in values):
        return None, None
    return float(np.mean(values)), float(np.std(values, ddof=1))


def mean_and_sd_text(rows: Table) -> Table:
    """Rows as people read them: '86.31 ± 0.12'."""
    return [
        {
            name: _text(value, row[name + SD]) if name + SD in row else value
            for name, value in row.items()
            if not name.endswith(SD)
        }
        for row in rows
    ]


def _text(mean: Any, sd: float | None) -> str:
    if isinstance(mean, float):
        return "–" if sd is None else with_sd(mean, sd)
    return "–" if mean is None else f"{mean:,}" if isinstance(mean, int) else str(mean)


def with_sd(mean: float, sd: float, digits: int | None = None, sign: bool = False) -> str:
    """A mean and its standard deviation to the same decimals: so many, or as many as two digits of the latter need.

    '86.31 ± 0.12', '1234 ± 56', '(1.05 ± 0.21)e-7'.
    """
    if digits is not None:
        return f"{signed(mean, digits) if sign else decimals(mean, digits)} ± {decimals(sd, digits)}"
    if sd < 1e-9 * abs(mean):  # the same for all seeds, but for rounding
        sd = 0.0
    size = max(abs(mean), sd)
    exponent = math.floor(math.log10(size)) if size else 0
    if exponent < -4:
        return f"({with_sd(mean / 10**exponent, sd / 10**exponent)})e{exponent}"
    digits = 2 if not sd else min(6, max(0, 1 - math.floor(math.log10(sd))))
    return f"{decimals(mean, digits)} ± {decimals(sd, digits) if sd else 0}"
