"""Answers of comparisons as rows, for tables and CSV."""

from typing import Any

import numpy as np

from ..geometry.isotropy import CONVENTIONS
from ..sentences.compare import word_rows
from .table import Table

Answer = dict[str, Any]


def measures(answer: Answer) -> Table:
    """One row a quantity: both values, the difference, its interval and p-value, and the verdict."""
    rows = []
    for row in answer["rows"]:
        low, high = row["ci95"] or (None, None)
        numbers = {"first": row["first"], "second": row["second"], "difference": row["difference"]}
        rows.append(
            {"measure": row["label"]} | numbers | {"low": low, "high": high, "p": row["p"], "verdict": row["verdict"]}
        )
    return rows


def layers(answer: Answer) -> Table:
    """One row a pair of matched layers, the overlap in each frequency band beside it."""
    names = list(dict.fromkeys(band["band"] for row in answer["layers"] for band in row["bands"]))
    rows = []
    for row in answer["layers"]:
        means = {band["band"]: band["mean"] for band in row["bands"]}
        rows.append(
            {"first layer": row["first"], "second layer": row["second"], "CKA": row["cka"]}
            | {"not explained by rotation": row["residual"], "neighbours kept": row["overlap"]}
            | {f"neighbours kept, {name}": means.get(name) for name in names}
            | {"by chance": answer["chance"]}
        )
    return rows


def cka(answer: Answer) -> Table:
    """One row a pair of layers."""
    found = np.array(answer["cka"], dtype=float)
    return [
        {"first layer": i, "second layer": j, "CKA": None if np.isnan(value) else float(value)}
        for (i, j), value in np.ndenumerate(found)
    ]


def directions(answer: Answer) -> Table:
    """One row a k: in each frame the overlap of the two k-dimensional subspaces."""
    frames = answer["frames"]
    first = next(iter(frames.values()))
    return [
        {"k": k}
        | {f"inside, {name}": frame["overlap"][i] for name, frame in frames.items()}
        | {"by chance": answer["chance"][i]}
        for i, k in enumerate(first["k"])
    ]


def angles(answer: Answer) -> Table:
    """One row an angle (degrees)."""
    return [
        {"frame": name, "k": int(k), "angle": number, "degrees": value}
        for name, frame in answer["frames"].items()
        for k, values in frame["angles"].items()
        for number, value in enumerate(values, start=1)
    ]


def words(answer: Answer) -> Table:
    """One row a word, the most moved first."""
    return word_rows(answer, range(len(answer["words"])))


def local(answer: Answer) -> Table:
    """One row a grouping and measure."""
    rows = []
    for row in answer["rows"]:
        low, high = row["ci95"]
        rows.append(
            {"groups": row["groups"], "measure": row["measure"], "first": row["first"]["value"]}
            | {"first, by chance": row["first"]["chance"], "second": row["second"]["value"]}
            | {"second, by chance": row["second"]["chance"], "difference": row["difference"]}
            | {"low": low, "high": high, "verdict": row["verdict"]}
        )
    return rows


def shown_words(answer: Answer) -> Table:
    """One row a shown word: where it stands in each picture, and how far it moved."""
    points = {
        f"{view}, {side} {axis}": [point[i] for point in found[side]]
        for view, found in answer["views"].items()
        for side in ("first", "second")
        for i, axis in enumerate("xy")
    }
    fields = ("word", "sentence", "number", "zipf", "kind", "moved", "kept")
    return [
        {name: answer[name][i] for name in fields} | {name: values[i] for name, values in points.items()}
        for i in range(len(answer["word"]))
    ]


def many(answer: list[Answer]) -> Table:
    """One row a checkpoint."""
    rows = []
    for row in answer:
        found = row["difference"] or {}
        low, high = found.get("ci95") or (None, None)
        rows.append(
            {"checkpoint": row["checkpoint"], "role": row["provenance"]["role"], "layer": row["layer"]}
            | {"n": row["n_tokens"], "dim": row["dim"], "spearman": row["sts"]["spearman"] if row["sts"] else None}
            | {"difference": found.get("value"), "low": low, "high": high, "p (Holm)": found.get("p_holm")}
            | {"verdict": found.get("verdict")}
            | {f"log10 I(W) {name}": row["isotropy"][name]["log10"] for name in CONVENTIONS}
            | row["measures"]
        )
    return rows
