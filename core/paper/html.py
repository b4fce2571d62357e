"""Tables and findings as HTML, for the page and for the report alike: colours come from what surrounds them."""

import html

from ..findings.verdict import EQUIVALENT, FAILS, HOLDS, UNCLEAR, UNTESTED
from .answer import PaperStudy
from .findings import FindingResult
from .grid import Entry, Grid, Row, grid
from .sentences import TABLE_NOTE, companion_lines, finding_sentence, finding_value, p_text, published_findings
from .tables import axis_rows

STYLE = """
.iso{overflow-x:auto;font-variant-numeric:tabular-nums;line-height:1.4}
.iso table{border-collapse:collapse;width:100%;font-size:.875rem}
.iso th,.iso td{padding:.45rem .7rem;text-align:right;vertical-align:top;border:0;
 border-bottom:1px solid color-mix(in srgb,currentColor 16%,transparent)}
.iso th{font-weight:600;white-space:nowrap}.iso thead th{vertical-align:bottom;white-space:normal}
.iso tr>:first-child{text-align:left}.iso tbody th{min-width:9rem;max-width:15rem;white-space:normal}
.iso thead .detail{white-space:nowrap}.iso .detail,.iso .isotropy{display:block;font-weight:400;opacity:.78;font-size:.8rem}
.iso td{white-space:nowrap}.iso .best{font-weight:700}.iso .spread{opacity:.78;font-size:.8rem}
.iso tr.untrained>*{color:#7a7a7a}.iso.axes{max-height:22rem;overflow:auto;margin-top:.5rem}
.iso tr.published>*,.iso tr.difference>*{opacity:.82}.iso tr.published>*{font-style:italic}
.iso .note{margin:.4rem 0;font-size:.8rem;opacity:.78}
.findings{display:grid;gap:1rem}
.finding{border-left:3px solid color-mix(in srgb,currentColor 28%,transparent);padding:.1rem 0 .2rem 1rem}
.finding.holds{border-left-color:currentColor}.finding.no{border-left-style:double;border-left-width:6px;padding-left:calc(1rem - 3px)}
.finding.unknown{border-left-style:dotted}.finding.depends,.finding.same{border-left-style:dashed}
.finding p{margin:.15rem 0;font-size:.95rem}.finding .claim{font-size:1.05rem}
.finding .verdict{font-weight:700}.finding .quiet{opacity:.78;font-size:.86rem}
.finding ul{margin:.2rem 0 0;padding-left:1.1rem;font-size:.86rem;opacity:.86}.finding summary{font-size:.86rem;cursor:pointer}
"""
_MARKS: dict[str, tuple[str, str]] = {
    HOLDS: ("holds", "✓ holds"),
    FAILS: ("no", "✗ does not hold"),
    EQUIVALENT: ("same", "= no difference that matters"),
    UNCLEAR: ("unknown", "≈ not distinguishable"),
    UNTESTED: ("unknown", "– cannot be tested"),
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


def finding_html(number: int, row: FindingResult, opened: bool = False) -> str:
    """A finding with its verdict, how sure that is, what it depends on and what stands beside it.

    Parameters
    ----------
    number : int
        From 1.
    row : FindingResult
    opened : bool
        Whether everything is shown at once.
    """
    kind, verdict = _MARKS.get(row.verdict, ("depends", f"± {row.verdict}"))
    lines = "".join(f"<li>{html.escape(line)}</li>" for line in companion_lines(row))
    beside = f"<p class=quiet>Beside it:</p><ul>{lines}</ul>" if lines else ""
    body = beside + _axes(row)
    shown = " open" if opened else ""
    details = (
        f"<details{shown}><summary>What it depends on, and what stands beside it</summary>{body}</details>"
        if body
        else ""
    )
    p, holm = p_text(row.p), p_text(row.p_holm)
    chance = "" if row.p is None else f" · p {'' if p.startswith('<') else '= '}{p}, after Holm {holm}"
    return (
        f"<div class='finding {kind}'><p class=claim>{number}. {html.escape(row.claim)}</p>"
        f"<p><span class=verdict>{html.escape(verdict)}</span> · {html.escape(finding_value(row))}{html.escape(chance)}</p>"
        f"<p class=quiet>{html.escape(finding_sentence(row))}</p>"
        f"<p class=quiet>Tested: {html.escape(row.test)}; above zero it holds. {html.escape(published_findings(row))}</p>"
        f"{details}</div>"
    )


def _axes(row: FindingResult) -> str:
    """The specifications by each choice; of long ones, some values."""
    rows = axis_rows(row)
    if not rows:
        return ""
    names = list(rows[0])
    head = "".join(f"<th scope=col>{html.escape(name)}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(one[name]))}</td>" for name in names) + "</tr>" for one in rows
    )
    return f"<div class='iso axes'><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
