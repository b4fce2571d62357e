"""The watcher of jobs: how far a job is, the button that stops it, and how it ended."""

from collections.abc import Callable

import streamlit as st

from core import jobs
from pages.ui.plain import plain
from pages.ui.visitor import visitor

_ASKED = "asked_to_cancel"  # jobs that others wait for
LOG = 8000  # characters of a log that are shown


def watch(
    id: str,
    title: str = "",
    *,
    every: float = 0.5,
    until: Callable[[], bool] | None = None,
    details: Callable[[], list[str]] | None = None,
    below: Callable[[], None] | None = None,
    log: bool = False,
) -> None:
    """Show how far a job is, with a button that stops it; the page runs again when the job has ended.

    Parameters
    ----------
    id : str
        The job's.
    title : str
        Shown over the bar, where the page does not say it.
    every : float
        Seconds between two looks.
    until : callable
        Whether the page has something new to show although the job goes on: it runs again then.
    details : callable
        What else is shown over the bar.
    below : callable
        Draws what moves with the job.
    log : bool
        Whether its log can be opened meanwhile.
    """

    def look() -> None:
        jobs.note_waiting(id, visitor())
        job = jobs.find(id)
        if job is None or not job.active or (until is not None and until()):
            st.rerun()
        assert job is not None
        words = [title] if title else []
        words += job.words(*(details() if details else []))
        row = st.container(horizontal=True, vertical_alignment="center")
        row.progress(job.pace.share, text=plain(" · ".join(words)))
        if log:
            with row.popover("Log", icon=":material/notes:"):
                st.code(log_of(id) or "Nothing yet.", language=None, height=320)
        asked = id in st.session_state.get(_ASKED, set())
        label = "Cancel for everybody" if asked else "Cancel"
        row.button(label, key=f"cancel-{id}", on_click=_cancel, args=(id,), icon=":material/stop:")
        if asked:
            st.caption("Another visitor waits for this too, so it goes on.")
        if below:
            below()

    st.fragment(look, run_every=every)()


def _cancel(id: str) -> None:
    """Stop a job that nobody else waits for; else ask again, and stop it for all then."""
    asked: set[str] = st.session_state.setdefault(_ASKED, set())
    if id in asked:
        asked.discard(id)
        jobs.cancel(id)
    elif not jobs.leave(id, visitor()):
        asked.add(id)


def say_how_it_ended(job: jobs.Job, stays: str, title: str = "", log: bool = False) -> None:
    """Why a job has no result: `stays` says what is left of its work, `title` what it was; `log`: also if it was cancelled."""
    cancelled = job.state is jobs.State.CANCELLED
    words = [f"{title}:"] if title else []
    words.append(jobs.STOPPED if cancelled else job.message)
    if job.state is not jobs.State.FAILED:
        words.append(stays)
    if cancelled:
        st.info(plain(" ".join(words)), icon=":material/block:")
    else:
        st.error(plain(" ".join(words)), icon=":material/error:")
    text = log_of(job.id) if log or not cancelled else ""
    if text:
        with st.expander("Log", icon=":material/notes:"):
            st.code(text, language=None, height=240)


def log_of(id: str) -> str:
    """The end of what a job's process printed."""
    return jobs.log(id).strip()[-LOG:]
