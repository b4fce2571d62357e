"""Every table of a replication for a paper."""

from typing import Any

from core.figures.latex import latex_table
from core.paper.words import finding_rows, table_rows


def latex(result: dict[str, Any]) -> str:
    """Both tables and the findings."""
    pair = " and ".join(one["title"] for one in result["checkpoints"][:2])
    what = f"{pair}, {result['data']['title']}"
    return "\n".join(
        [
            latex_table(table_rows(result["table1"]), f"Spearman performance and isotropy of five settings: {what}."),
            latex_table(table_rows(result["table2"]), f"Least dominant directions removed: {what}."),
            latex_table(finding_rows(result["findings"]), f"The findings of Rajaee & Pilehvar (2021): {what}."),
        ]
    )
