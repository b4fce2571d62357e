"""The result of a replication: tables, figures, files; and the button that makes it."""

import math
from collections.abc import Callable

import plotly.graph_objects as go
import streamlit as st

from core import jobs
from core.checkpoints import locate
from core.checkpoints.hub import NotDownloaded
from core.geometry.isotropy import CONVENTIONS
from core.paper.answer import PaperStudy
from core.paper.figures import figure_1, figure_2, finding_figure, table_1_figure
from core.paper.findings import FindingResult
from core.paper.html import STYLE, finding_html, table_html
from core.paper.latex import latex
from core.paper.replication import Replication
from core.paper.report import report
from core.paper.tables import figure_1_rows, figure_2_rows, finding_numbers, number_rows, specification_rows, table_rows
from core.studies.selection import Selection
from core.tables.table import Table
from pages.ui.export import PLOT, files, footer
from pages.ui.plain import plain
from pages.ui.watch import say_how_it_ended, watch


def run_button(wanted: Replication) -> None:
    """Start the study, or show how far it is."""
    job = jobs.find(jobs.job_id("paper", wanted))
    if job is not None and job.active:
        watch(job.id)
        return
    if job is not None and job.state is not jobs.State.DONE:
        say_how_it_ended(job, "Finished cells are kept.")
    missing = [name for name in (wanted.pre, *wanted.fine) if not _here(name)]
    if missing:
        st.info(
            f"{plain(', '.join(missing))} would be fetched from the Hugging Face hub first (a base model is about 450 MB).",
            icon=":material/cloud_download:",
        )
    st.caption(
        "Tables 1 and 2, figures 1 and 2 and the five findings, as a job: some minutes the first time; what is finished is kept."
    )
    label = "Run the study" if job is None or job.state is jobs.State.DONE else "Go on"
    if st.button(label, type="primary", icon=":material/play_arrow:"):
        jobs.start("paper", wanted)
        st.rerun()


def _here(name: str) -> bool:
    try:
        locate(name, download=False)
    except NotDownloaded:
        return False
    return True


def findings(result: PaperStudy) -> None:
    """The five findings, each with its verdict, its curve and what it depends on."""
    _head(result, "The five findings", "findings", lambda: finding_numbers(result.findings), None)
    st.html(f"<style>{STYLE}</style>")
    for number, row in enumerate(result.findings, start=1):
        st.html(f"<div class=findings>{finding_html(number, row)}</div>")
        if row.curves:
            with st.expander("Curve, and every way it was measured", icon=":material/show_chart:"):
                st.plotly_chart(
                    finding_figure(row),
                    key=f"finding-{row.key}",
                    config=PLOT,
                    alt=f"{row.y} by {row.x or 'measure'}: both checkpoints, with untrained ones in grey",
                )
                _specifications(result, row)


def _specifications(result: PaperStudy, row: FindingResult) -> None:
    """The specification table and the figure, as files."""
    pair = " and ".join(one.title for one in result.checkpoints[:2])
    files(
        lambda: specification_rows([row]),
        lambda: finding_figure(row),
        f"isoscope-paper-finding-{row.key}",
        f"{row.claim} {pair}, every specification",
    )


def study(result: PaperStudy) -> None:
    """Tables 1 and 2, figures 1 and 2."""
    _head(
        result,
        "Table 1: five settings",
        "table-1",
        lambda: number_rows(result.table1 + result.untrained_of(1)),
        lambda: table_1_figure(result),
    )
    if any(not math.isnan(cell.performance) for cell in result.table1):
        st.plotly_chart(
            table_1_figure(result),
            key="table1",
            config=PLOT,
            alt="Performance against isotropy, both checkpoints, five settings",
        )
    _table(result, 1)
    _head(
        result,
        "Table 2: least dominant directions removed",
        "table-2",
        lambda: number_rows(result.table2 + result.untrained_of(2)),
        None,
    )
    _table(result, 2)
    _figure_1(result)
    dark = st.context.theme.type == "dark"
    _head(result, "Figure 2: frequency", "figure-2", lambda: figure_2_rows(result), lambda: figure_2(result))
    st.plotly_chart(
        figure_2(result, dark),
        key="figure2",
        config=PLOT,
        alt="Tokens of both checkpoints on their leading principal directions, coloured by word frequency",
    )


def _table(result: PaperStudy, number: int) -> None:
    st.html(f"<style>{STYLE}</style>{table_html(result, number)}")
    with st.expander("Intervals, and what signs do to I(W)", icon=":material/swap_vert:"):
        st.table(table_rows(result.table(number) + result.untrained_of(number)), border="horizontal", hide_index=True)


@st.fragment
def _figure_1(result: PaperStudy) -> None:
    _head(
        result,
        "Figure 1: isotropy of every layer",
        "figure-1",
        lambda: figure_1_rows(result),
        lambda: figure_1(result, st.session_state.get("convention", "symmetric")),
    )
    convention = st.selectbox("Convention of I(W)", list(CONVENTIONS), key="convention", bind="query-params", width=260)
    st.plotly_chart(
        figure_1(result, convention),
        key="figure1",
        config=PLOT,
        alt="Negative log isotropy of every layer, both checkpoints",
    )


def _head(
    result: PaperStudy,
    title: str,
    name: str,
    table: Callable[[], Table],
    figure: Callable[[], go.Figure] | None,
) -> None:
    """A section's title, with its table and figure as files."""
    row = st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute")
    row.subheader(title)
    pair = " and ".join(one.title for one in result.checkpoints[:2])
    with row:
        files(table, figure, f"isoscope-paper-{name}", f"{title}: {pair}, {result.data.title}")


def exports(selection: Selection, wanted: Replication, result: PaperStudy) -> None:
    """The report that stands alone, LaTeX of all tables, and the footer that every page has."""
    titles = [one.title for one in result.checkpoints]
    name = f"isoscope-paper-{'-'.join(titles[:2])}".replace("/", "-")
    row = st.container(horizontal=True)
    row.download_button(
        "Report (HTML, stands alone)",
        lambda: report(result),
        f"{name}.html",
        "text/html",
        on_click="ignore",
        icon=":material/description:",
    )
    row.download_button(
        "All tables (LaTeX)",
        lambda: latex(result),
        f"{name}.tex",
        "text/x-tex",
        on_click="ignore",
        icon=":material/functions:",
    )
    footer(
        selection,
        f"{titles[0]} and {', '.join(titles[1:])} reading {result.data.title}",
        wanted.command(),
        lambda: number_rows(result.table1 + result.table2 + result.untrained),
        lambda: table_1_figure(result),
        name,
        {"pre": wanted.pre, "fine": wanted.fine[0]},
    )
