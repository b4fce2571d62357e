"""The footer: what is shown, as a link, a command, and files."""

import io
from collections.abc import Callable, Mapping
from urllib.parse import urlencode, urlsplit, urlunsplit

import plotly.graph_objects as go
import streamlit as st

from core.studies.selection import Selection
from core.tables.latex import latex_table
from core.tables.table import Table, print_csv
from pages.ui.plain import plain

Params = Mapping[str, str | list[str]]
PLOT = {
    "displaylogo": False,
    "toImageButtonOptions": {"format": "svg", "filename": "isoscope"},
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"],
}


def footer(
    selection: Selection,
    words: str,
    command: str,
    table: Callable[[], Table],
    figure: Callable[[], go.Figure] | None,
    name: str,
    params: Params | None = None,
) -> None:
    """The selection in words, a link and a command that reproduce it, and its exports.

    Parameters
    ----------
    selection : Selection
    words : str
        The selection, for people.
    command : str
        Recomputes it in a terminal.
    table, figure : callable
        Made when they are asked for; no figure, no HTML.
    name : str
        Of the files.
    params : dict of str to str or list of str
        What the link must say although it is the page's default here: elsewhere the default may be another.
    """
    st.divider()
    left, right = st.columns([4, 1], vertical_alignment="center")
    left.caption(plain(f"Shown: {words}."))
    with right.popover("Export", icon=":material/ios_share:", width="stretch"):
        st.markdown("**Files**")
        row = st.container(horizontal=True)
        row.download_button("CSV", lambda: csv_text(table()), f"{name}.csv", "text/csv", on_click="ignore")
        row.download_button(
            "LaTeX", lambda: latex_table(table(), words), f"{name}.tex", "text/x-tex", on_click="ignore"
        )
        if figure is not None:
            row.download_button("HTML", lambda: _html(figure()), f"{name}.html", "text/html", on_click="ignore")
        st.caption(
            "SVG: the camera above each figure. The HTML file is interactive and needs no network; its camera saves PNG."
        )
        st.markdown("**Link to this view**")
        st.code(_link(selection, params or {}), language=None, wrap_lines=True)
        st.markdown("**Command that recomputes it**")
        st.code(command, language="bash", wrap_lines=True)


def csv_text(rows: Table) -> str:
    """Rows as the text of a CSV file."""
    out = io.StringIO()
    print_csv(rows, out)
    return out.getvalue()


def _html(figure: go.Figure) -> str:
    return str(figure.to_html(include_plotlyjs=True, full_html=True))


def files(table: Callable[[], Table], figure: Callable[[], go.Figure] | None, name: str, caption: str) -> None:
    """A button that opens the downloads of a table (CSV, LaTeX) and of its figure (HTML)."""
    with st.popover("Export", icon=":material/ios_share:", key=f"files-{name}"):
        row = st.container(horizontal=True)
        row.download_button(
            "CSV", lambda: csv_text(table()), f"{name}.csv", "text/csv", on_click="ignore", key=f"{name}-csv"
        )
        row.download_button(
            "LaTeX",
            lambda: latex_table(table(), caption),
            f"{name}.tex",
            "text/x-tex",
            on_click="ignore",
            key=f"{name}-tex",
        )
        if figure is not None:
            row.download_button(
                "HTML", lambda: _html(figure()), f"{name}.html", "text/html", on_click="ignore", key=f"{name}-html"
            )


def _link(selection: Selection, params: Params) -> str:
    """The page's address with every parameter as it is now, checkpoint and texts even where they are the default."""
    parts = urlsplit(st.context.url or "")
    present = {name: st.query_params.get_all(name) for name in st.query_params}  # some are lists
    every = {"checkpoint": selection.checkpoint, "texts": selection.texts, **params, **present}
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(every, doseq=True), ""))
