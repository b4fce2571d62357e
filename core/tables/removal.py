"""What removing directions does, as rows."""

from typing import Any

import numpy as np

from .table import Table, matrix_table, series_table


def windows(answer: dict[str, Any]) -> Table:
    """One row a window: directions from .. to - 1 (from 0) removed."""
    return matrix_table(np.array(answer["spearman"], dtype=float), answer["edges"], "from", "to", "spearman")


def null(answer: dict[str, Any]) -> Table:
    """One row a k: both ends, and median, least and most of each null."""
    series: dict[str, Any] = {"k": answer["k"], "dominant": answer["dominant"], "least": answer["least"]}
    for kind, draws in answer["null"].items():
        values = np.array(draws, dtype=float)
        for name, compute in (("median", np.median), ("min", np.min), ("max", np.max)):
            series[f"{kind}, {name}"] = [None if np.isnan(x) else x for x in compute(values, axis=0).tolist()]
    return series_table(series, "row")


def leave_one_out(answer: dict[str, Any]) -> Table:
    """One row a direction (from 1): change of the score without it, and its interval."""
    return series_table({name: answer[name] for name in ("change", "low", "high")}, "direction", first=1)


def factors(answer: dict[str, Any]) -> Table:
    """One row a direction (from 1): its share of the variance, and what each factor explains of it."""
    return series_table({"variance": answer["variance"]} | answer["share"], "direction", first=1)


def elongation(answer: dict[str, Any]) -> Table:
    """One row a number, with its interval."""
    flat = {side: {k: v for k, v in answer[side].items() if k != "smallest_k"} for side in ("value", "low", "high")}
    for side, numbers in flat.items():
        numbers |= {f"smallest k for I(W) >= {tau}": k for tau, k in answer[side]["smallest_k"].items()}
    return [{"quantity": name} | {side: flat[side][name] for side in flat} for name in flat["value"]]


def outliers(answer: list[dict[str, Any]]) -> Table:
    """One row a layer."""
    return [
        {
            "layer": row["layer"],
            "mean cosine": row["mean_cosine"],
            "outlier dimensions": " ".join(map(str, row["outliers"])),
            "top dimension": row["top"][0],
            "top share": row["share"][0],
        }
        | {f"log10 I(W) {name}": found["symmetric"]["log10"] for name, found in _both(row["isotropy"]).items()}
        | {f"spearman {name}": found["spearman"] if found else None for name, found in _both(row["sts"]).items()}
        for row in answer
    ]


def _both(found: dict[str, Any]) -> dict[str, Any]:
    return {"as is": found["as_is"], "zeroed": found.get("zeroed", found["as_is"])}


def cluster_curve(answer: dict[str, Any]) -> Table:
    """One row a k."""
    series = {f"log10 I(W) {name}": values for name, values in answer["isotropy"].items()}
    return series_table(series | ({"spearman": answer["spearman"]} if answer["spearman"] else {}), "k")


def directions_table(answer: dict[str, Any]) -> Table:
    """One row for each k."""
    rows: Table = []
    for k in answer["k"]:
        row: dict[str, Any] = {"k": k, "eigenvalue": answer["eigenvalues"][k]}
        for end, curves in answer["isotropy"].items():
            row |= {f"log10 I(W) {name}, {end}": curve[k] for name, curve in curves.items()}
            if answer["sts"]:
                row |= {f"{name}, {end}": curve[k] for name, curve in answer["sts"][end].items()}
        rows.append(row)
    return rows


def curves_table(spaces: list[dict[str, Any]]) -> Table:
    """One row a k: log10 I(W) and score of each space's ends (`title`, `curves`: end -> {isotropy, spearman})."""
    series = {}
    for space in spaces:
        for end, curves in space["curves"].items():
            series[f"{space['title']}, {end}, log10 I(W)"] = curves["isotropy"]["symmetric"]
            if curves["spearman"] is not None:
                series[f"{space['title']}, {end}, STS score"] = curves["spearman"]
    return series_table(series, "k")
