"""The result of a replication: tables, figures, files; and the button that makes it."""

from typing import Any

import streamlit as st

from core import jobs
from core.checkpoints import card_for, locate
from core.checkpoints.hub import NotDownloaded
from core.geometry.isotropy import CONVENTIONS
from core.paper.figures import figure_1, figure_2, table_1_figure
from core.paper.latex import latex
from core.paper.replication import Replication
from core.paper.report import report
from core.paper.words import number_rows, table_rows
from core.studies.selection import Selection
from core.words import seconds_in_words
from pages.ui.export import PLOT, footer
from pages.ui.plain import plain


def run_button(wanted: Replication) -> None:
    """Start the study, or show how far it is."""
    job = jobs.find(jobs.job_id("paper", wanted))
    if job is not None and job.active:
        _watch(job.id)
        return
    if job is not None and job.state in ("failed", "died"):
        st.error(plain(job.message), icon=":material/error:")
    if job is not None and job.state == "cancelled":
        st.info("Stopped by you. Finished cells are kept.", icon=":material/block:")
    missing = [name for name in (wanted.pre, *wanted.fine) if not _here(name)]
    if missing:
        st.info(
            f"{plain(', '.join(missing))} would be fetched from the Hugging Face hub first (a base model is about 450 MB).",
            icon=":material/cloud_download:",
        )
    st.caption(
        "Tables 1 and 2, figures 1 and 2 and the five findings, as a job: some minutes the first time; what is finished is kept."
    )
    label = "Run the study" if job is None or job.state == "done" else "Go on"
    if st.button(label, type="primary", icon=":material/play_arrow:"):
        jobs.start("paper", wanted)
        st.rerun()


def _here(name: str) -> bool:
    try:
        locate(name, download=False)
    except NotDownloaded:
        return False
    return True


@st.fragment(run_every=0.5)
def _watch(id: str) -> None:
    job = jobs.find(id)
    if job is None or not job.active:
        st.rerun()
    assert job is not None
    words = [f"{job.done:,.0f} of {job.total:,.0f} {job.unit}" if job.total else job.unit or "starting"]
    if job.seconds_left:
        words.append(f"{seconds_in_words(job.seconds_left)} left")
    row = st.container(horizontal=True, vertical_alignment="center")
    row.progress(min(1.0, job.done / job.total) if job.total else 0.0, text=" · ".join(words))
    row.button("Cancel", key="cancel-paper", on_click=jobs.cancel, args=(id,))


def figures(result: dict[str, Any]) -> None:
    """Tables 1 and 2, figures 1 and 2."""
    st.subheader("Table 1: five settings")
    st.plotly_chart(
        table_1_figure(result),
        key="table1",
        config=PLOT,
        alt="Performance against isotropy, both halves, five settings",
    )
    st.table(table_rows(result["table1"]), border="horizontal", hide_index=True)
    st.subheader("Table 2: least dominant directions removed")
    st.table(table_rows(result["table2"]), border="horizontal", hide_index=True)
    st.subheader("Figure 1: isotropy of every layer")
    convention = st.selectbox("Convention of I(W)", list(CONVENTIONS), key="convention", bind="query-params")
    st.plotly_chart(
        figure_1(result, convention),
        key="figure1",
        config=PLOT,
        alt="Negative log isotropy of every layer, both halves",
    )
    st.subheader("Figure 2: frequency")
    st.plotly_chart(
        figure_2(result, st.context.theme.type == "dark"),
        key="figure2",
        config=PLOT,
        alt="Tokens of both halves on their leading principal directions, coloured by word frequency",
    )


def exports(selection: Selection, wanted: Replication, result: dict[str, Any]) -> None:
    """The report that stands alone, LaTeX of all tables, and the footer that every page has."""
    pre = card_for(wanted.pre).title
    name = f"isoscope-paper-{pre}-{wanted.fine[0]}".replace("/", "-")
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
        f"{pre} and {', '.join(wanted.fine)} reading {result['data']['title']}",
        wanted.command(),
        lambda: number_rows(result["table1"] + result["table2"]),
        lambda: table_1_figure(result),
        name,
    )
