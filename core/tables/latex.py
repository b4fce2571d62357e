"""Tables for papers."""

from typing import Any

from .table import Table

_SPECIAL = {
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
}
_UNICODE = {"±": r"$\pm$", "<": "$<$", ">": "$>$", "−": "--", "–": "--", "≤": r"$\leq$", "×": r"$\times$"}


def latex_table(rows: Table, caption: str) -> str:
    """A booktabs table: text to the left, numbers to the right, four significant digits."""
    names = list(rows[0]) if rows else []
    numeric = [all(isinstance(row[name], int | float | None) for row in rows) for name in names]
    lines = [
        r"% needs \usepackage{booktabs}",
        r"\begin{table}",
        r"\centering",
        rf"\begin{{tabular}}{{{''.join('r' if is_number else 'l' for is_number in numeric)}}}",
        r"\toprule",
        " & ".join(map(escape, names)) + r" \\",
        r"\midrule",
        *(" & ".join(_cell(row[name]) for name in names) + r" \\" for row in rows),
        r"\bottomrule",
        r"\end{tabular}",
        rf"\caption{{{escape(caption)}}}",
        r"\end{table}",
    ]
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Text as LaTeX shows it literally."""
    return "".join(_SPECIAL.get(c) or _UNICODE.get(c, c) for c in str(text))


def _cell(value: Any) -> str:
    if value is None:
        return "--"
    if isinstance(value, float):
        mantissa, _, exponent = f"{value:.4g}".partition("e")
        return rf"${mantissa}\times 10^{{{int(exponent)}}}$" if exponent else f"${mantissa}$"
    return escape(value)
