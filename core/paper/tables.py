"""Tables of a replication: as people read them, and as numbers for CSV, LaTeX and programs."""

import math
from collections.abc import Sequence
from typing import Any

from ..findings.specification import NAMES
from ..geometry.isotropy import CONVENTIONS
from ..numbers_in_words import interval, isotropy_text, points, signed
from ..tables.table import Table
from .answer import CellResult, PaperStudy
from .findings import FindingResult
from .grid import published_isotropy, ratio_text
from .sentences import finding_value, isotropy_cell, p_text, performance_text, setting_name, untrained_text


def table_rows(cells: Sequence[CellResult]) -> Table:
    """One row a cell: measured, published where the pair is the paper's, and the difference."""
    rows = []
    for cell in cells:
        row = {
            "Half": cell.role,
            "Setting": setting_name(cell),
            "Performance": performance_text(cell),
            "95 % interval": interval(*cell.performance_ci95) if cell.performance_ci95 else "",
            "Isotropy I(W)": isotropy_cell(cell),
            "I(W) as published (our signs)": isotropy_text(cell.log10_isotropy["as_published"]),
            "Range over signs": f"{isotropy_text(cell.log10_isotropy['lowest'])} to {isotropy_text(cell.log10_isotropy['highest'])}",
        }
        if published := cell.published:
            row |= {
                "Published performance": points(published.performance),
                "Difference": signed(cell.performance - published.performance),
                "Published I(W)": published_isotropy(published.isotropy),
                "I(W), ratio": ratio_text(cell.log10_isotropy["symmetric"] - math.log10(published.isotropy)),
            }
        rows.append(row)
    return rows


def number_rows(cells: Sequence[CellResult]) -> Table:
    """The same as numbers: for CSV, LaTeX and programs."""
    return [
        {
            "half": cell.role,
            "method": cell.method,
            "end": cell.end,
            "directions": cell.directions,
            "dim": cell.dim,
            "performance": cell.performance,
            "low": cell.performance_ci95[0] if cell.performance_ci95 else None,
            "high": cell.performance_ci95[1] if cell.performance_ci95 else None,
            "performance sd": cell.performance_sd,
            **{f"log10 I(W) {name}": value for name, value in cell.log10_isotropy.items()},
            "log10 I(W) sd": cell.log10_isotropy_sd,
            "published performance": cell.published.performance if cell.published else None,
            "published log10 I(W)": math.log10(cell.published.isotropy) if cell.published else None,
            "measurements": len(cell.measurements),
        }
        for cell in cells
    ]


def finding_rows(findings: Sequence[FindingResult]) -> Table:
    """One row a finding, with its verdict for this pair."""
    return [
        {
            "Finding of the paper": row.claim,
            "This pair": row.verdict,
            "Measured": finding_value(row),
            "Untrained": untrained_text(row),
            "p": p_text(row.p),
            "p, Holm": p_text(row.p_holm),
        }
        for row in findings
    ]


def finding_numbers(findings: Sequence[FindingResult]) -> Table:
    """The same as numbers, with what was subtracted and what the paper's own tables give for it."""
    return [
        {
            "finding": row.key,
            "verdict": row.verdict,
            "value": row.value,
            "low": row.ci95[0] if row.ci95 else None,
            "high": row.ci95[1] if row.ci95 else None,
            "unit": row.unit,
            "smallest effect": row.smallest,
            "above zero": row.positive,
            "specifications": row.specifications,
            "pre-trained": row.pre_trained,
            "fine-tuned": row.fine_tuned,
            "untrained": row.untrained.value if row.untrained else None,
            "untrained sd": row.untrained.sd if row.untrained else None,
            "p": row.p,
            "p Holm": row.p_holm,
            **{f"published {model}": row.published.get(model) for model in ("BERT", "RoBERTa")},
            "test": row.test,
        }
        for row in findings
    ]


def specification_rows(findings: Sequence[FindingResult]) -> Table:
    """Every way in which each finding was measured, and what it gave."""
    return [
        {
            "finding": row.key,
            **{name: getattr(one.specification, name) for name in NAMES},
            "value": one.value,
            "low": one.ci95[0] if one.ci95 else None,
            "high": one.ci95[1] if one.ci95 else None,
            "unit": row.unit,
        }
        for row in findings
        for one in row.rows
    ]


def axis_rows(row: FindingResult) -> Table:
    """What a finding's specifications say by each choice that was varied."""
    return [
        {
            "Choice": row.axes.get(one.axis, one.axis),
            "Value": one.level,
            "Pooled": signed(one.value),
            "95 % interval": f"{signed(one.ci95[0])} to {signed(one.ci95[1])}" if one.ci95 else "",
            "Above zero": f"{one.positive:,} of {one.n:,}",
        }
        for one in row.by_axis
    ]


def figure_1_rows(result: PaperStudy) -> Table:
    """One row a layer of each checkpoint: log10 I(W) and score of tokens and [CLS]."""
    rows = []
    for answer in (*result.figure1, *result.figure1_untrained):
        for layer in answer.layers:
            row: dict[str, Any] = {"checkpoint": answer.checkpoint, "layer": layer.layer}
            for name, one in (("tokens", layer.tokens), ("cls", layer.cls)):
                row[f"{name} n"] = one.n_tokens if one else None
                for convention in CONVENTIONS:
                    row[f"{name} log10 I(W) {convention}"] = one.isotropy.log10(convention) if one else None
                row[f"{name} STS score"] = one.sts.spearman if one and one.sts else None
            rows.append(row)
    return rows


def figure_2_rows(result: PaperStudy) -> Table:
    """One row a token that figure 2 shows."""
    return [
        {"checkpoint": found.checkpoint, "word": word, "zipf": zipf, "first": point[0], "second": point[1]}
        for found, shown in zip(result.checkpoints, result.figure2, strict=True)
        for word, zipf, point in zip(shown.words, shown.zipf, shown.points, strict=True)
    ]
