"""Answers of studies as rows, and rows as text."""

import csv
from typing import Any, TextIO

import numpy as np

from core.geometry.isotropy import CONVENTIONS

Table = list[dict[str, Any]]


def measurement_table(answer: dict[str, Any]) -> Table:
    """A measurement as (quantity, value) rows."""
    sts = answer["sts"]
    rows: Table = [
        {"quantity": name, "value": answer[name]}
        for name in ("checkpoint", "texts", "layer", "tokens", "n_tokens", "dim", "method")
    ]
    if answer["end"]:
        rows += [{"quantity": name, "value": answer[name]} for name in ("directions", "end")]
    if answer["clusters"]:
        rows.append({"quantity": "clusters", "value": answer["clusters"]})
    rows.append({"quantity": "seed", "value": answer["seed"]})
    for name in CONVENTIONS:
        rows.append({"quantity": f"I(W), {name.replace('_', ' ')}", "value": answer["isotropy"][name]["value"]})
        rows.append({"quantity": f"log10 I(W), {name.replace('_', ' ')}", "value": answer["isotropy"][name]["log10"]})
    if sts:
        rows.append({"quantity": "STS, Spearman (points)", "value": sts["spearman"]})
        rows.append(
            {
                "quantity": "STS, 95 % interval",
                "value": " to ".join(f"{end:.2f}" for end in sts["ci95"] if end is not None),
            }
        )
        rows.append({"quantity": "STS, Pearson (points)", "value": sts["pearson"]})
    rows += [{"quantity": name.replace("_", " "), "value": value} for name, value in answer["measures"].items()]
    return rows


def settings_table(answer: list[dict[str, Any]]) -> Table:
    """One row for each setting of table 1."""
    return [
        {"method": row["method"], "directions": row["directions"], "clusters": row["clusters"]}
        | {f"log10 I(W) {name.replace('_', ' ')}": row["isotropy"][name]["log10"] for name in CONVENTIONS}
        | {"spearman": row["sts"]["spearman"] if row["sts"] else None}
        | {f"difference{end}": value for end, value in _difference(row["difference"]).items()}
        | row["measures"]
        for row in answer
    ]


def _difference(found: dict[str, Any] | None) -> dict[str, float | None]:
    low, high = found["ci95"] if found else (None, None)
    return {"": found["value"] if found else None, ", low": low, ", high": high}


def layers_table(answer: dict[str, Any]) -> Table:
    """One row for each layer and token set."""
    rows: Table = []
    for layer in answer["layers"]:
        for tokens in ("tokens", "cls"):
            if found := layer[tokens]:
                rows.append(
                    {
                        "layer": layer["layer"],
                        "tokens": answer["tokens"] if tokens == "tokens" else "cls",
                        "n": found["n_tokens"],
                    }
                    | {f"log10 I(W) {name}": found["isotropy"][name]["log10"] for name in CONVENTIONS}
                    | {"spearman": found["sts"]["spearman"] if found["sts"] else None}
                    | found["measures"]
                )
    return rows


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


def series_table(series: dict[str, Any], index: str, first: int = 0) -> Table:
    """Arrays side by side, one row a place; shorter ones end in None."""
    length = max((len(values) for values in series.values()), default=0)
    return [{index: i + first} | {name: _at(values, i) for name, values in series.items()} for i in range(length)]


def curves_table(spaces: list[dict[str, Any]]) -> Table:
    """One row a k: log10 I(W) and score of each space's ends (`title`, `curves`: end -> {isotropy, spearman})."""
    series = {}
    for space in spaces:
        for end, curves in space["curves"].items():
            series[f"{space['title']}, {end}, log10 I(W)"] = curves["isotropy"]["symmetric"]
            if curves["spearman"] is not None:
                series[f"{space['title']}, {end}, STS score"] = curves["spearman"]
    return series_table(series, "k")


def matrix_table(matrix: np.ndarray, edges: list[int], row: str, column: str, value: str) -> Table:
    """The entries of a matrix over pairs of edges that are numbers, one row each."""
    places = np.argwhere(np.isfinite(matrix))
    return [{row: edges[i], column: edges[j], value: float(matrix[i, j])} for i, j in places]


def _at(values: Any, i: int) -> float | None:
    if i >= len(values) or values[i] is None or np.isnan(values[i]):
        return None
    return values[i] if isinstance(values[i], int) else float(values[i])


def print_csv(rows: Table, out: TextIO) -> None:
    """Full precision, comma-separated."""
    writer = csv.DictWriter(out, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def print_table(rows: Table, out: TextIO) -> None:
    """Aligned columns, numbers to six digits and to the right."""
    if not rows:
        print("(nothing)", file=out)
        return
    names = list(rows[0])
    cells = [[_text(row[name]) for name in names] for row in rows]
    widths = [max(len(name), *(len(row[i]) for row in cells)) for i, name in enumerate(names)]
    number = [all(isinstance(row[name], int | float | None) for row in rows) for name in names]

    def line(values: list[str]) -> str:
        return "  ".join(
            v.rjust(w) if right else v.ljust(w) for v, w, right in zip(values, widths, number, strict=True)
        ).rstrip()

    print(line(names), file=out)
    print("  ".join("-" * width for width in widths), file=out)
    for row in cells:
        print(line(row), file=out)


def _text(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
