"""Answers on frequency and maps as rows, for tables and CSV."""

from typing import Any

import numpy as np

from ..spaces.tokens import TokenTable
from ..studies.frequency.bias_difference import bias_difference
from ..texts import Texts
from ..tokens.excerpts import excerpts
from ..tokens.points import PointDetails
from .table import Table

Answer = dict[str, Any]


def bias(answer: Answer) -> Table:
    """One row a layer: R^2 with its interval, neighbours, trends."""
    return [{"layer": entry["layer"]} | _numbers(entry) for entry in answer["entries"]]


def methods(answer: Answer) -> Table:
    """One row a method: the same, and the change from the baseline with its interval."""
    before = answer["entries"][0]
    rows = []
    for entry in answer["entries"]:
        found = bias_difference(answer, before, answer, entry)
        rows.append({"method": entry["method"]} | _numbers(entry) | _changes(found))
    return rows


def pair(first: Answer, second: Answer, layers: list[tuple[int, int]]) -> Table:
    """One row a pair of layers: both sides' numbers and their differences."""
    rows = []
    for one, other in layers:
        found = bias_difference(first, first["entries"][one], second, second["entries"][other])
        row: dict[str, Any] = {"first layer": one, "second layer": other}
        for key, name in (("r2", "R2"), ("neighbours", "neighbours")):
            row |= {f"{name}, {side}": found[key][side]["value"] for side in ("first", "second")}
        rows.append(row | _changes(found))
    return rows


def bands(answer: Answer) -> Table:
    """One row a layer (or method) and frequency band."""
    return [
        {"layer": entry["layer"], "method": entry["method"], "zipf": band["band"]}
        | {name: band[name] for name in ("n_words", "n_tokens")}
        | {
            f"{key}{end}": band[key][of]
            for key in ("norm", "distance")
            for end, of in (("", "value"), (", low", "low"), (", high", "high"))
        }
        | {"root-mean-square distance": entry["spread"]}
        for entry in answer["entries"]
        for band in entry["bands"]
    ]


def points(answer: Answer, details: PointDetails) -> Table:
    """One row a point of a map: what it is, and where."""
    columns = details_columns(details)
    coordinates = np.array(answer["points"], dtype=float)
    return [
        {"number": number} | row | dict(zip("xyz", map(float, place), strict=False))
        for number, row, place in zip(answer["number"], columns, coordinates, strict=True)
    ]


def in_context(details: PointDetails, table: TokenTable, texts: Texts, chosen: np.ndarray) -> Table:
    """One row a chosen point (indices into the details): what it is, in its sentence."""
    rows = details_columns(details, chosen)
    shown = excerpts(table, texts, details.row[chosen])
    return [
        row | {"before": before, "token": token, "after": after}
        for row, (before, token, after) in zip(rows, shown, strict=True)
    ]


def details_columns(details: PointDetails, chosen: np.ndarray | None = None) -> Table:
    """What is known of points, one row each."""
    rows = np.arange(len(details)) if chosen is None else chosen
    numbers = {"zipf": details.frequency, "position": details.position, "sentence length": details.length}
    return [
        {"name": str(details.name[row]), "tokens": int(details.count[row])}
        | {name: None if np.isnan(values[row]) else round(float(values[row]), 2) for name, values in numbers.items()}
        | {"sub-word": int(details.sub_word[row]), "punctuation": int(details.punctuation[row])}
        | {"sentence": int(details.sentence[row]) + 1, "genre": str(details.genre[row])}
        for row in rows
    ]


def _numbers(entry: dict[str, Any]) -> dict[str, Any]:
    near = entry["neighbours"]
    row = {"R2": entry["r2"]["value"], "R2, low": entry["r2"]["low"], "R2, high": entry["r2"]["high"]}
    row |= {"fold sd": entry["fold_sd"], "by chance": entry["chance"]}
    row |= {
        "neighbours": near["value"],
        "neighbours, low": near["low"],
        "neighbours, high": near["high"],
        "p": near["p"],
    }
    return row | {"norm trend": entry["norm_trend"]["value"], "distance trend": entry["distance_trend"]["value"]}


def _changes(found: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for key, name in (("r2", "R2"), ("neighbours", "neighbours")):
        change = found[key]["difference"]
        row |= {f"{name}, difference": change["value"], f"{name}, difference low": change["low"]}
        row |= {f"{name}, difference high": change["high"], f"{name}, verdict": found[key]["verdict"]}
    return row | {"words": found["n_words"]}
