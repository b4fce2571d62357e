"""One space, measured, as rows."""

from typing import Any

from ..geometry.isotropy import CONVENTIONS
from .table import Table


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
