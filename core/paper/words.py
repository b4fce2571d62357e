"""Tables of a replication as people read them, and the sentence that sums it up."""

from typing import Any

from core.geometry.post_processing import methods
from core.words import interval, isotropy_text, points, signed

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
            "Range over signs": f"{isotropy_text(cell['log10_isotropy']['lowest'])} to {isotropy_text(cell['log10_isotropy']['highest'])}",
        }
        if published := cell["published"]:
            row |= {
                "Published performance": points(published["performance"]),
                "Difference": signed(cell["performance"] - published["performance"]) if cell["performance"] else "–",
                "Published I(W)": f"{published['isotropy']:.2g}",
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
            "performance sd": cell["performance_sd"],
            **{f"log10 I(W) {name}": value for name, value in cell["log10_isotropy"].items()},
            "log10 I(W) sd": cell["log10_isotropy_sd"],
            "published performance": (cell["published"] or {}).get("performance"),
            "published I(W)": (cell["published"] or {}).get("isotropy"),
            "measurements": len(cell["measurements"]),
        }
        for cell in cells
    ]


def reference_rows() -> Table:
    """The published tables, for pairs that are not the paper's."""
    from core.paper.published import SETTINGS, TABLE_1, TABLE_2, TABLE_2_COLUMNS

    rows: Table = []
    for (model, role), cells in TABLE_1.items():
        row: dict[str, Any] = {"Table": "1", "Model": model, "Half": role}
        for key, cell in zip(SETTINGS, cells, strict=True):
            row[methods()[key].label] = f"{cell.performance:.2f}, I(W) {cell.isotropy:.2g}"
        rows.append(row)
    for model, cells in TABLE_2.items():
        row = {"Table": "2", "Model": model, "Half": "fine-tuned"}
        for (method, least), cell in zip(TABLE_2_COLUMNS, cells, strict=True):
            name = f"{methods()[method].label}, {least} least" if least else methods()[method].label
            row[name] = f"{cell.performance:.2f}, I(W) {cell.isotropy:.2g}"
        rows.append(row)
    return rows


def finding_rows(findings: list[dict[str, Any]]) -> Table:
    """One row a finding, with its verdict for this pair."""
    return [
        {
            "Finding of the paper": row["claim"],
            "This pair": row["verdict"],
            "Measured": "–"
            if row["value"] is None
            else f"{signed(row['value'])} {row['unit']} ({signed(row['ci95'][0])} to {signed(row['ci95'][1])})",
            "What is subtracted": row["test"],
            "p": _p(row["p"]),
            "p, Holm": _p(row["p_holm"]),
        }
        for row in findings
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


def _p(value: float | None) -> str:
    if value is None:
        return "–"
    return "< 0.01" if value < 0.01 else f"{value:.2f}"
