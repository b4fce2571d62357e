"""Answers on frequency and maps as rows, for tables and CSV."""

import numpy as np

from ..codec import to_json
from ..effect import SmallestEffect
from ..geometry.frequency_bias import Estimate
from ..spaces.tokens import TokenTable
from ..studies.frequency.bias import FrequencyBias
from ..studies.frequency.bias_difference import BiasDifference, bias_difference
from ..studies.frequency.bias_entry import BiasEntry
from ..studies.frequency.map import Map
from ..studies.frequency.trend_difference import trend_differences
from ..texts import Texts
from ..tokens.excerpts import excerpts
from ..tokens.points import PointDetails
from .frequency_effects import every_effect
from .table import Row, Table

_USUAL = SmallestEffect()


def bias(answer: FrequencyBias) -> Table:
    """A row for each layer: R^2 with its interval, neighbours, trends."""
    return [{"layer": entry.layer} | _numbers(entry) for entry in answer.entries]


def methods(answer: FrequencyBias, smallest: SmallestEffect = _USUAL) -> Table:
    """A row for each method: the same, and the change from the baseline with its interval."""
    before = answer.entries[0]
    return [
        {"method": entry.method}
        | _numbers(entry)
        | _changes(before, entry, bias_difference(answer, before, answer, entry), smallest)
        for entry in answer.entries
    ]


def pair(
    first: FrequencyBias,
    second: FrequencyBias,
    layers: list[tuple[int, int]],
    smallest: SmallestEffect = _USUAL,
) -> Table:
    """A row for each pair of layers: both sides' numbers and their differences."""
    rows = []
    for before, after in layers:
        sides = first.entries[before], second.entries[after]
        change = bias_difference(first, sides[0], second, sides[1])
        row: Row = {"first layer": before, "second layer": after}
        for name, number in (("R2", change.r2), ("neighbours", change.neighbours)):
            row |= {f"{name}, first": number.first.value, f"{name}, second": number.second.value}
        rows.append(to_json(row) | _changes(*sides, change, smallest))
    return rows


def bands(answer: FrequencyBias) -> Table:
    """A row for each layer (or method) and frequency band."""
    return [
        {"layer": entry.layer, "method": entry.method, "zipf": band.band}
        | {"n_words": band.n_words, "n_tokens": band.n_tokens}
        | to_json(_with_ends("norm", band.norm) | _with_ends("distance", band.distance))
        | {"root-mean-square distance": entry.spread}
        for entry in answer.entries
        for band in entry.bands
    ]


def points(answer: Map, details: PointDetails) -> Table:
    """A row for each point of a map: what it is, and where."""
    places = answer.points.astype(float).tolist()
    return [
        {"number": number} | row | dict(zip("xyz", place, strict=False))
        for number, row, place in zip(answer.number.tolist(), details_columns(details), places, strict=True)
    ]


def in_context(details: PointDetails, table: TokenTable, texts: Texts, chosen: np.ndarray) -> Table:
    """A row for each chosen point (indices into the details): what it is, in its sentence."""
    rows = details_columns(details, chosen)
    shown = excerpts(table, texts, details.row[chosen])
    return [
        row | {"before": before, "token": token, "after": after}
        for row, (before, token, after) in zip(rows, shown, strict=True)
    ]


def details_columns(details: PointDetails, chosen: np.ndarray | None = None) -> Table:
    """What is known of points, a row for each."""
    rows = np.arange(len(details)) if chosen is None else chosen
    numbers = {"zipf": details.frequency, "position": details.position, "sentence length": details.length}
    return [
        {"name": str(details.name[row]), "tokens": int(details.count[row])}
        | {name: None if np.isnan(values[row]) else round(float(values[row]), 2) for name, values in numbers.items()}
        | {"sub-word": int(details.sub_word[row]), "punctuation": int(details.punctuation[row])}
        | {"sentence": int(details.sentence[row]) + 1, "genre": str(details.genre[row])}
        for row in rows
    ]


def _numbers(entry: BiasEntry) -> Row:
    row = _with_ends("R2", entry.r2) | {"R2, p": entry.p}
    row |= {"fold sd": entry.fold_sd, "by chance": entry.chance}
    row |= _with_ends("neighbours", entry.neighbours) | {"p": entry.neighbours.p}
    row |= {"norm trend": entry.norm_trend.value, "distance trend": entry.distance_trend.value}
    return dict(to_json(row))


def _changes(before: BiasEntry, after: BiasEntry, change: BiasDifference, smallest: SmallestEffect) -> Row:
    row: Row = {}
    for name, number in (("R2", change.r2), ("neighbours", change.neighbours)):
        by = number.difference
        row |= {f"{name}, difference": by.value, f"{name}, difference low": by.low}
        row |= {f"{name}, difference high": by.high, f"{name}, verdict": number.verdict}
    for name, trend in trend_differences(before, after).items():
        row |= {f"|rho| of {name}, first": trend.first.value, f"|rho| of {name}, second": trend.second.value}
        by = trend.difference
        row |= {f"|rho| of {name}, difference": by.value, f"|rho| of {name}, difference low": by.low}
        row |= {f"|rho| of {name}, difference high": by.high}
    row |= {f"{bias.column}, effect": bias.effect for bias in every_effect(before, after, change, smallest)}
    return dict(to_json(row)) | {"words": change.n_words}


def _with_ends(name: str, number: Estimate) -> dict[str, float]:
    return {name: number.value, f"{name}, low": number.low, f"{name}, high": number.high}
