"""Tables of a replication as people read them, and the sentence that sums it up."""

import math
from typing import Any

from ..geometry.isotropy import CONVENTIONS
from ..geometry.post_processing import methods
from ..numbers_in_words import interval, isotropy_text, points, signed
from .grid import published_isotropy, ratio_text

Table = list[dict[str, Any]]


def performance_text(cell: dict[str, Any]) -> str:
    """'84.41', with the standard deviation over several measurements."""
    sd = cell["performance_sd"]
    return points(cell["performance"]) + (f" ± {sd:.2f}" if sd is not None else "")


def isotropy_cell(cell: dict[str, Any]) -> str:
    """I(W), with the standard deviation of its decimal logarithm over several measurements."""
    sd = cell["log10_isotropy_sd"]
    return isotropy_text(cell["log10_isotropy"]["symmetric"]) + (f" (log10 ± {sd:.2f})" if sd else "")


def setting_name(cell: dict[str, Any]) -> str:
    """'Global, D = 12', 'Cluster-based, 350 least of 384 (700 of 768)'."""
    label = methods()[cell["method"]].label
    if cell["least"]:
        scaled = "" if cell["dim"] == 768 else f" (the share of {cell['least']} of 768)"
        return f"{label}, {cell['directions']} least of {cell['dim']}{scaled}"
    return f"{label}, D = {cell['directions']}" if cell["directions"] else label


def table_rows(cells: list[dict[str, Any]]) -> Table:
    """One row a cell: measured, published where the pair is the paper's, and the difference."""
    rows = []
    for cell in cells:
        row = {
            "Half": cell["role"],
            "Setting": setting_name(cell),
            "Performance": performance_text(cell),
            "95 % interval": interval(*cell["performance_ci95"]) if cell["performance_ci95"] else "",
            "Isotropy I(W)": isotropy_cell(cell),
            "I(W) as published (our signs)": isotropy_text(cell["log10_isotropy"]["as_published"]),
            "Range over signs": f"{isotropy_text(cell['log10_isotropy']['lowest'])} to {isotropy_text(cell['log10_isotropy']['highest'])}",
        }
        if published := cell["published"]:
            row |= {
                "Published performance": points(published["performance"]),
                "Difference": "–"
                if cell["performance"] is None
                else signed(cell["performance"] - published["performance"]),
                "Published I(W)": published_isotropy(published["isotropy"]),
                "I(W), ratio": ratio_text(cell["log10_isotropy"]["symmetric"] - math.log10(published["isotropy"])),
            }
        rows.append(row)
    return rows


def number_rows(cells: list[dict[str, Any]]) -> Table:
    """The same as numbers: for CSV, LaTeX and programs."""
    return [
        {
            "half": cell["role"],
            "method": cell["method"],
            "end": cell["end"],
            "directions": cell["directions"],
            "dim": cell["dim"],
            "performance": cell["performance"],
            "low": cell["performance_ci95"][0] if cell["performance_ci95"] else None,
            "high": cell["performance_ci95"][1] if cell["performance_ci95"] else None,
            "performance sd": cell["performance_sd"],
            **{f"log10 I(W) {name}": value for name, value in cell["log10_isotropy"].items()},
            "log10 I(W) sd": cell["log10_isotropy_sd"],
            "published performance": (cell["published"] or {}).get("performance"),
            "published log10 I(W)": math.log10(cell["published"]["isotropy"]) if cell["published"] else None,
            "measurements": len(cell["measurements"]),
        }
        for cell in cells
    ]


def finding_rows(findings: list[dict[str, Any]]) -> Table:
    """One row a finding, with its verdict for this pair."""
    return [
        {
            "Finding of the paper": row["claim"],
            "This pair": row["verdict"],
            "Measured": finding_value(row),
            "p": p_text(row["p"]),
            "p, Holm": p_text(row["p_holm"]),
        }
        for row in findings
    ]


def finding_numbers(findings: list[dict[str, Any]]) -> Table:
    """The same as numbers, with what was subtracted and what the paper's own tables give for it."""
    return [
        {
            "finding": row["key"],
            "verdict": row["verdict"],
            "value": row["value"],
            "low": row["ci95"][0] if row["ci95"] else None,
            "high": row["ci95"][1] if row["ci95"] else None,
            "unit": row["unit"],
            "p": row["p"],
            "p Holm": row["p_holm"],
            **{f"published {model}": value for model, value in row["published"].items()},
            "test": row["test"],
        }
        for row in findings
    ]


def finding_value(row: dict[str, Any]) -> str:
    """'+1.26 points (95 % interval +0.82 to +1.75)'."""
    if row["value"] is None:
        return "these texts have no gold scores"
    return f"{signed(row['value'])} {row['unit']} (95 % interval {signed(row['ci95'][0])} to {signed(row['ci95'][1])})"


def published_findings(row: dict[str, Any]) -> str:
    """What the test gives on the paper's own tables."""
    values = " and ".join(f"{signed(value)} for {model}" for model, value in row["published"].items())
    return f"From the published tables: {values}."


def figure_1_rows(result: dict[str, Any]) -> Table:
    """One row a layer of each checkpoint: log10 I(W) and score of tokens and [CLS]."""
    rows = []
    for answer in result["figure1"]:
        for layer in answer["layers"]:
            row: dict[str, Any] = {"checkpoint": answer["checkpoint"], "layer": layer["layer"]}
            for name in ("tokens", "cls"):
                one = layer[name]
                row[f"{name} n"] = one["n_tokens"] if one else None
                for convention in CONVENTIONS:
                    row[f"{name} log10 I(W) {convention}"] = one["isotropy"][convention]["log10"] if one else None
                row[f"{name} STS score"] = one["sts"]["spearman"] if one and one["sts"] else None
            rows.append(row)
    return rows


def figure_2_rows(result: dict[str, Any]) -> Table:
    """One row a token that figure 2 shows."""
    return [
        {"checkpoint": found["checkpoint"], "word": word, "zipf": zipf, "first": point[0], "second": point[1]}
        for found, shown in zip(result["checkpoints"], result["figure2"], strict=True)
        for word, zipf, point in zip(shown["words"], shown["zipf"], shown["points"], strict=True)
    ]


def paper_sentence(result: dict[str, Any]) -> str:
    """How many of the findings hold for this pair."""
    verdicts = [row["verdict"] for row in result["findings"]]
    held = verdicts.count("holds")
    pre, *fine = (one["title"] for one in result["checkpoints"])
    seeds = f" (mean of {len(fine)} seeds)" if len(fine) > 1 else ""
    others = [
        f"{verdicts.count(verdict)} {words}"
        for verdict, words in (
            ("does not hold", "do not hold" if verdicts.count("does not hold") > 1 else "does not hold"),
            ("not distinguishable", "cannot be told"),
            ("cannot be tested", "cannot be tested"),
        )
        if verdict in verdicts
    ]
    return (
        f"{held} of the paper's {len(verdicts)} findings hold for {pre} and {fine[0]}{seeds}"
        + (f"; {', '.join(others)}" if others else "")
        + "."
    )


def remarks(result: dict[str, Any]) -> list[str]:
    """What sets this pair apart from the paper's."""
    pre, *fine = result["checkpoints"]
    lines = []
    if pre["role"] == "fine-tuned":
        lines.append(
            f"{pre['title']} is itself fine-tuned, as a sentence encoder: the half that the paper calls pre-trained was not what the "
            "paper means by it here, and findings that contrast the two halves speak of one fine-tuning on top of another."
        )
    strangers = [one["title"] for one in fine if one["fine_tuned_from"] not in ("", pre["checkpoint"])]
    if strangers:
        lines.append(f"{', '.join(strangers)} was not fine-tuned from {pre['title']}, but from another checkpoint.")
    return lines


TABLE_NOTE = (
    "Score in points, ± standard deviation over seeds of k-means (and of training); below it I(W), sign-free. "
    "Bold: the row's highest. Italics: published."
)


def p_text(value: float | None) -> str:
    """'0.83', '0.021', '0.0002', '< 0.0001'; no p-value of a bootstrap is below 2 / (draws + 1)."""
    if value is None:
        return "–"
    if value < 0.0001:
        return "< 0.0001"
    return f"{value:.2f}" if value >= 0.1 else f"{value:.3f}" if value >= 0.01 else f"{value:.4f}"
