"""Every table of a replication for a paper."""

from ..tables.latex import escape, latex_table
from .answer import PaperStudy
from .grid import Entry, grid
from .tables import finding_rows


def latex(result: PaperStudy) -> str:
    """Both tables in the paper's layout, and the findings."""
    pair = " and ".join(one.title for one in result.checkpoints[:2])
    what = f"{pair}, {result.data.title}"
    return "\n".join(
        [
            table_latex(result, 1, f"Spearman correlation performance and isotropy for five settings: {what}."),
            table_latex(result, 2, f"The same after removing the least dominant directions: {what}."),
            findings_latex(result, f"The findings of Rajaee & Pilehvar (2021): {what}."),
        ]
    )


def table_latex(result: PaperStudy, number: int, caption: str) -> str:
    """Table 1 or 2: a row a side of the pair, two columns (performance, isotropy) a setting."""
    shown = grid(result, number)
    n = len(shown.columns)
    lines = [
        r"% needs \usepackage{booktabs}; wide: meant for two columns",
        r"\begin{table*}",
        r"\centering\scriptsize\setlength{\tabcolsep}{3pt}",
        rf"\begin{{tabular}}{{p{{2.6cm}}{'rr' * n}}}",
        r"\toprule",
        " & ".join(["", *(rf"\multicolumn{{2}}{{c}}{{{escape(name)}}}" for name in shown.columns)]) + r" \\",
        " & ".join(["", *["Perf. & Isotropy"] * n]) + r" \\",
        r"\midrule",
        *(" & ".join([escape(f"{row.label}: {row.detail}"), *map(_entry, row.entries)]) + r" \\" for row in shown.rows),
        r"\bottomrule",
        r"\end{tabular}",
        rf"\caption{{{escape(caption)}}}",
        r"\end{table*}",
    ]
    return "\n".join(lines) + "\n"


def findings_latex(result: PaperStudy, caption: str) -> str:
    """The findings; what wraps gets a paragraph column."""
    text = latex_table(finding_rows(result.findings), caption)
    return text.replace(
        r"\begin{tabular}{llllll}",
        r"\footnotesize\setlength{\tabcolsep}{4pt}\begin{tabular}{p{3.4cm}p{1.8cm}p{3.6cm}p{1.8cm}ll}",
    )


def _entry(entry: Entry | None) -> str:
    if entry is None:
        return " & "
    performance, isotropy = escape(entry.performance), escape(entry.isotropy)
    if entry.best_performance:
        performance = rf"\textbf{{{performance}}}"
    return f"{performance}{escape(entry.spread)} & {isotropy}"
