"""What a training measured, as rows."""

import math
from collections.abc import Callable

import numpy as np

from ..fine_tuning.history import History
from ..fine_tuning.quantities import CKA, quantities
from ..fine_tuning.record import Record, Score
from ..numbers_in_words import points, signed
from .seeds import with_sd
from .table import Table


def before_and_after(history: History) -> Table:
    """A row for each layer: every quantity at the start, at the end, and the drift; None where a number is not defined."""
    if not history.measurements:
        return []
    first, last = history.measurements[0], history.measurements[-1]
    every = quantities()
    rows = []
    for layer in range(history.n_layers):
        row: dict[str, str | float | None] = {"layer": "embeddings" if layer == 0 else str(layer)}
        for key, quantity in every.items():
            if key != CKA:  # which is 1 at the start
                row[f"{quantity.label}, start"] = _cell(first.number(layer, key))
                row[f"{quantity.label}, end"] = _cell(last.number(layer, key))
        rows.append(row | {every[CKA].label: _cell(last.number(layer, CKA))})
    return rows


def curve_rows(histories: list[tuple[str, History]]) -> Table:
    """Everything measured, a row for each seed, step and layer: for files."""
    return [
        {"checkpoint": key, "step": entry.step, "layer": layer, "probe score": _cell(entry.score)}
        | {name: _cell(number) for name, number in numbers.items()}
        for key, history in histories
        for entry in history.measurements
        for layer, numbers in enumerate(entry.layers)
    ]


def score_rows(records: list[Record]) -> Table:
    """Scores before and after, a row for each seed and text: for programs."""
    return [
        {
            "checkpoint": record.card.key,
            "seed": record.recipe.seed,
            "texts": score.texts,
            "before": _cell(score.before),
            "after": _cell(score.after),
            "change": _cell(score.change),
            "low": _cell(score.change_ci95[0]),
            "high": _cell(score.change_ci95[1]),
            "low, by source": score.change_ci95_by_source and score.change_ci95_by_source[0],
            "high, by source": score.change_ci95_by_source and score.change_ci95_by_source[1],
        }
        for record in records
        for score in record.scores.values()
    ]


def score_rows_in_words(records: list[Record]) -> Table:
    """The same as pages show them; mean and standard deviation below where there are seeds."""
    rows: Table = [
        {
            "Checkpoint": record.card.key,
            "Texts": score.title,
            "Before": points(score.before),
            "After": points(score.after),
            "Change": signed(score.change),
            "95 % interval": _interval(*score.change_ci95),
        }
        for record in records
        for score in record.scores.values()
    ]
    return rows + _over_seeds(records)


def _over_seeds(records: list[Record]) -> Table:
    if len(records) < 2:
        return []
    rows: Table = []
    for name in records[0].scores:
        scores = [record.scores[name] for record in records if name in record.scores]
        rows.append(
            {
                "Checkpoint": f"mean ± sd of {len(records)} seeds",
                "Texts": scores[0].title,
                "Before": _mean_and_sd(scores, len(records), lambda score: score.before),
                "After": _mean_and_sd(scores, len(records), lambda score: score.after),
                "Change": _mean_and_sd(scores, len(records), lambda score: score.change, sign=True),
                "95 % interval": "",
            }
        )
    return rows


def _mean_and_sd(scores: list[Score], seeds: int, number: Callable[[Score], float], sign: bool = False) -> str:
    """'86.31 ± 0.12'; a dash where a seed has no such number."""
    values = [number(score) for score in scores]
    if len(values) < seeds or not np.isfinite(values).all():
        return "–"
    return with_sd(float(np.mean(values)), float(np.std(values, ddof=1)), 2, sign=sign)


def _cell(number: float) -> float | None:
    """None for what is not defined."""
    return number if math.isfinite(number) else None


def _interval(low: float, high: float) -> str:
    return "not defined" if math.isnan(low) or math.isnan(high) else f"{signed(low)} to {signed(high)}"
