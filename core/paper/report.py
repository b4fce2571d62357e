"""A replication as one HTML file that stands alone: figures inside, nothing fetched."""

import html
import json
from collections.abc import Iterable
from typing import Any

from plotly.offline import get_plotlyjs

from ..tables.table import Table
from .answer import PaperStudy, provenance
from .figures import figure_1, figure_2, finding_figure, table_1_figure
from .guide import GUIDE
from .html import STYLE, finding_html, table_html
from .sentences import paper_sentence, remarks
from .tables import table_rows

_STYLE = """
:root{color-scheme:light}body{font:16px/1.55 system-ui,sans-serif;color:#1c2630;background:#fff;margin:2rem auto;max-width:1180px;padding:0 1.2rem}
h1{font-size:1.7rem;line-height:1.25}h2{font-size:1.25rem;margin-top:2.2rem}table{border-collapse:collapse;width:100%;font-size:.86rem}
th,td{padding:.35rem .6rem;border-bottom:1px solid #d5dbe1;text-align:left;vertical-align:top}th{background:#f3f5f7}
td.number{text-align:right;font-variant-numeric:tabular-nums}pre{background:#f3f5f7;padding:.8rem;overflow-x:auto;font-size:.82rem}
.lead{font-size:1.12rem;font-weight:600}.scroll{overflow-x:auto}.muted{color:#5b6772}
"""


def report(result: PaperStudy) -> str:
    """The whole replication as HTML.

    Parameters
    ----------
    result : PaperStudy

    Returns
    -------
    str
        One file; plotly's script is in it, so that it opens without a network.
    """
    pre, *fine = (one.title for one in result.checkpoints)
    title = f"{pre} and {', '.join(fine)}: the paper's study"
    parts = [
        f"<h1>{html.escape(title)}</h1>",
        f"<p class=lead>{html.escape(paper_sentence(result))}</p>",
        *(f"<p>{html.escape(line)}</p>" for line in remarks(result)),
        f"<p class=muted>Rajaee &amp; Pilehvar (2021), <i>How Does Fine-tuning Affect the Geometry of Embedding Space</i>, "
        f"re-run by Isoscope on {html.escape(result.created)}.</p>",
        "<h2>The five findings</h2>",
        *(
            finding_html(number, row, opened=True) + (_figure(finding_figure(row)) if row.curves else "")
            for number, row in enumerate(result.findings, start=1)
        ),
        "<h2>Table 1: five settings</h2>",
        _figure(table_1_figure(result)),
        table_html(result, 1),
        "<h3>Intervals and conventions</h3>",
        _table(table_rows(result.table1)),
        "<h2>Table 2: least dominant directions removed</h2>",
        table_html(result, 2),
        "<h3>Intervals and conventions</h3>",
        _table(table_rows(result.table2)),
        "<h2>Figure 1: isotropy of every layer</h2>",
        _figure(figure_1(result)),
        "<h2>Figure 2: frequency</h2>",
        _figure(figure_2(result)),
        "<h2>Conventions</h2>",
        _list(result.conventions),
        "<h3>What published numbers depend on</h3>",
        _list(result.caveats),
        "<h2>How to read this</h2>",
        *(
            f"<h3>{html.escape(entry.name)}</h3><p>{html.escape(entry.meaning)} It can't tell {html.escape(entry.limit)}</p><pre>{html.escape(entry.formula)}</pre>"
            for entry in GUIDE
        ),
        "<h2>Recipe</h2>",
        f"<pre>{html.escape(result.command)}</pre>",
        f"<pre>{html.escape(json.dumps(provenance(result), indent=1))}</pre>",
    ]
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>{html.escape(title)}</title><style>{_STYLE}{STYLE}</style><script>{get_plotlyjs()}</script></head>"
        f"<body>{''.join(parts)}</body></html>"
    )


def _figure(figure: Any) -> str:
    figure.update_layout(template="plotly_white")
    return str(figure.to_html(include_plotlyjs=False, full_html=False, config={"displaylogo": False}))


def _table(rows: Table) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    head = "".join(f"<th>{html.escape(name)}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(row.get(name, '')))}</td>" for name in names) + "</tr>" for row in rows
    )
    return f"<div class=scroll><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"


def _list(items: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{html.escape(item)}</li>" for item in items) + "</ul>"
