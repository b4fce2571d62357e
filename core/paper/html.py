"""Tables and findings as HTML, for the page and for the report alike: colours come from what surrounds them."""

import html

from .answer import PaperStudy
from .evidence import evidence
from .grid import Entry, Grid, Row, grid
from .sentences import TABLE_NOTE, finding_value, p_text, published_findings

STYLE = """
.iso{overflow-x:auto;font-variant-numeric:tabular-nums;line-height:1.4}
.iso table{border-collapse:collapse;width:100%;font-size:.875rem}
.iso th,.iso td{padding:.45rem .7rem;text-align:right;vertical-align:top;border:0;
 border-bottom:1px solid color-mix(in srgb,currentColor 16%,transparent)}
.iso th{font-weight:600;white-space:nowrap}.iso thead th{vertical-align:bottom;white-space:normal}
.iso tr>:first-child{text-align:left}.iso tbody th{min-width:9rem;max-width:15rem;white-space:normal}
.iso thead .detail{white-space:nowrap}.iso .detail,.iso .isotropy{display:block;font-weight:400;opacity:.78;font-size:.8rem}
.iso td{white-space:nowrap}.iso .best{font-weight:700}.iso .spread{opacity:.78;font-size:.8rem}
.iso tr.published>*,.iso tr.difference>*{opacity:.82}.iso tr.published>*{font-style:italic}
.iso .note{margin:.4rem 0;font-size:.8rem;opacity:.78}
.findings{display:grid;gap:1rem}
.finding{border-left:3px solid color-mix(in srgb,currentColor 28%,transparent);padding:.1rem 0 .2rem 1rem}
.finding.holds{border-left-color:currentColor}.finding.no{border-left-style:double;border-left-width:6px;padding-left:calc(1rem - 3px)}
.finding.unknown{border-left-style:dotted}
.finding p{margin:.15rem 0;font-size:.95rem}.finding .claim{font-size:1.05rem}
.finding .verdict{font-weight:700}.finding .quiet{opacity:.78;font-size:.86rem}
.finding ul{margin:.2rem 0 0;padding-left:1.1rem;font-size:.86rem;opacity:.86}.finding summary{font-size:.86rem;cursor:pointer}
"""
_MARKS = {
    "holds": ("holds", "✓ holds"),
    "does not hold": ("no", "✗ does not hold"),
    "not distinguishable": ("unknown", "≈ not distinguishable"),
    "cannot be tested": ("unknown", "– cannot be tested"),
}


def table_html(result: PaperStudy, number: int) -> str:
    """Table 1 or 2 in the paper's layout."""
    shown = grid(result, number)
    return f"<div class=iso><table><thead>{_head(shown)}</thead><tbody>{''.join(map(_row, shown.rows))}</tbody></table><p class=note>{TABLE_NOTE}</p></div>"


def _head(shown: Grid) -> str:
    cells = "".join(
        f"<th scope=col>{html.escape(name)}<span class=detail>score, I(W)</span></th>" for name in shown.columns
    )
    return f"<tr><th scope=col>Half</th>{cells}</tr>"


def _row(row: Row) -> str:
    cells = "".join(f"<td>{_entry(entry) if entry else ''}</td>" for entry in row.entries)
    label = f"{html.escape(row.label)}<span class=detail>{html.escape(row.detail)}</span>"
    return f"<tr class={row.kind}><th scope=row>{label}</th>{cells}</tr>"


def _entry(entry: Entry) -> str:
    performance = f"<span{' class=best' if entry.best_performance else ''}>{html.escape(entry.performance)}</span>"
    spread = f"<span class=spread>{html.escape(entry.spread)}</span>" if entry.spread else ""
    isotropy = f"<span class='isotropy{' best' if entry.best_isotropy else ''}'>{html.escape(entry.isotropy)}</span>"
    return performance + spread + isotropy


def findings_html(result: PaperStudy, opened: bool = False) -> str:
    """Each finding with its verdict, how sure that is, and what else speaks for or against it.

    Parameters
    ----------
    result : PaperStudy
    opened : bool
        Whether the evidence is shown at once.
    """
    reasons = evidence(result)
    parts = []
    for number, row in enumerate(result.findings, start=1):
        kind, verdict = _MARKS[row.verdict]
        lines = "".join(f"<li>{html.escape(line)}</li>" for line in reasons[row.key])
        shown = " open" if opened else ""
        details = f"<details{shown}><summary>Numbers behind it</summary><ul>{lines}</ul></details>" if lines else ""
        p, holm = p_text(row.p), p_text(row.p_holm)
        chance = "" if row.p is None else f" · p {'' if p.startswith('<') else '= '}{p}, after Holm {holm}"
        parts.append(
            f"<div class='finding {kind}'><p class=claim>{number}. {html.escape(row.claim)}</p>"
            f"<p><span class=verdict>{verdict}</span> · {html.escape(finding_value(row))}"
            f"{html.escape(chance)}</p>"
            f"<p class=quiet>Tested: {html.escape(row.test)}; above zero it holds. {html.escape(published_findings(row))}</p>"
            f"{details}</div>"
        )
    return f"<div class=findings>{''.join(parts)}</div>"
