"""An answer, and the ways to look at it in a notebook."""

import html
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..errors import UsageError
from ..tables.table import Table, print_table

if TYPE_CHECKING:
    import pandas
    import plotly.graph_objects as go

A = TypeVar("A")


@dataclass(frozen=True, repr=False)
class Result(Generic[A]):
    """An answer, and the ways to look at it.

    Attributes
    ----------
    answer : dataclass or dict
        All that was measured, with all digits.
    rows : list of dict
        The same as a table.
    draw : callable or None
        () -> its figure.
    """

    answer: A
    rows: Table
    draw: "Callable[[], go.Figure] | None" = None

    def __repr__(self) -> str:
        out = io.StringIO()
        print_table(self.rows, out)
        return out.getvalue().rstrip("\n")

    def _repr_html_(self) -> str:
        """A table for notebooks."""
        names = list(self.rows[0]) if self.rows else []
        head = "".join(f"<th>{html.escape(str(name))}</th>" for name in names)
        body = "".join(
            f"<tr>{''.join(f'<td>{html.escape(_cell(row[name]))}</td>' for name in names)}</tr>" for row in self.rows
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def to_pandas(self) -> "pandas.DataFrame":
        """The rows as a data frame."""
        import pandas

        return pandas.DataFrame(self.rows)

    def figure(self) -> "go.Figure":
        """The figure that the dashboard shows of it.

        Raises
        ------
        UsageError
            There is none for this kind of answer.
        """
        if self.draw is None:
            raise UsageError("There is no figure of this answer; its rows are a table.")
        return self.draw()


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
