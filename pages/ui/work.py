"""Waiting for a space or an answer: a job makes it, and the page watches how far that is."""

from collections.abc import Callable
from typing import Any, NoReturn

import streamlit as st

from core import jobs
from core.checkpoints import card_for, locate
from core.checkpoints.hub import NotDownloaded
from core.spaces import Space, open_space
from core.studies.question import texts_of
from core.studies.selection import Selection
from core.texts import Texts
from pages.ui.plain import plain
from pages.ui.visitor import visitor
from pages.ui.watch import say_how_it_ended, watch


def space_of(selection: Selection) -> tuple[Space, Texts]:
    """The space of a selection; while there is none, a progress bar instead of the rest of the page."""
    texts = texts_of(selection)
    space = space_or_progress(selection, texts)
    if space is None:
        _stop()
    return space, texts


def space_or_progress(
    selection: Selection, texts: Texts, study: str = "encoding", until: Callable[[], bool] | None = None
) -> Space | None:
    """The space of a selection, or None with its progress bar, or the offer to fetch it, in its place.

    `study`: the job that makes the space; a page that goes on to need a study's answer names that. `until`: what the
    page has something to show for although the job goes on.
    """
    space = space_here(selection.checkpoint, texts)
    named = Selection(checkpoint=selection.checkpoint, texts=selection.texts, language=selection.language)
    request = named if study == "encoding" else selection
    if space is None and _may_start(study, request, [selection.checkpoint]):
        # Another page's job may make the space while this one's waits.
        _wait(study, request, until or (lambda: space_here(selection.checkpoint, texts) is not None))
    return space


def space_here(checkpoint: str, texts: Texts) -> Space | None:
    """A space that was made before, else None."""
    try:
        return open_space(locate(checkpoint, download=False), texts)
    except NotDownloaded:
        return None


def in_the_background(kind: str, request: Any, checkpoints: list[str], instead_of: str = "") -> None:
    """Start a job, show how far it is, or how it ended; what it needs of the hub is fetched when the user says so.

    `instead_of`: a name that several requests of a visitor share; a new request's job stops the earlier unless another
    visitor waits for that, as short jobs run in turn and a slider would leave a queue of them. What was stopped so goes on
    when it is asked for again.
    """
    if not _may_start(kind, request, checkpoints):
        return
    if instead_of:
        _stop_the_earlier(instead_of, jobs.job_id(kind, request))
    _wait(kind, request)


def _stop_the_earlier(name: str, id: str) -> None:
    stopped: set[str] = st.session_state.setdefault(f"{name}_stopped", set())
    before = st.session_state.get(f"{name}_job")
    if before and before != id:
        job = jobs.find(before)
        if job is not None and job.active and jobs.leave(before, visitor()):
            stopped.add(before)
    st.session_state[f"{name}_job"] = id
    job = jobs.find(id)
    if id in stopped and job is not None and job.state is jobs.State.CANCELLED:
        jobs.start(job.kind, job.request)
    stopped.discard(id)


def _may_start(kind: str, request: Any, checkpoints: list[str]) -> bool:
    """Whether work can begin: what is not on this machine is fetched only when the user says so."""
    if jobs.find(jobs.job_id(kind, request)) is not None:
        return True
    missing = [card_for(name) for name in checkpoints if not _is_here(name)]
    if not missing:
        return True
    for card in missing:
        st.info(
            f"**{plain(card.title)}** is not on this machine. It would be fetched from the Hugging Face hub "
            f"({plain(card.location)}, revision {plain(card.revision)}; a base model is about 450 MB). {plain(card.note)}",
            icon=":material/cloud_download:",
        )
    key = f"get-{'-'.join(card.key for card in missing)}"
    return st.button("Download and encode", type="primary", icon=":material/download:", key=key)


def _is_here(checkpoint: str) -> bool:
    try:
        locate(checkpoint, download=False)
    except NotDownloaded:
        return False
    return True


def _stop() -> NoReturn:
    st.stop()
    raise AssertionError("st.stop() does not return")


def _wait(kind: str, request: Any, until: Callable[[], bool] | None = None) -> None:
    job = jobs.find(jobs.job_id(kind, request))
    if job is None or job.state is jobs.State.DONE:  # done, yet its answer is gone: cleared or evicted since
        job = jobs.start(kind, request)
    if job.active:
        watch(job.id, job.title, until=until)
        return
    say_how_it_ended(job, "What had been finished before is kept.", job.title)
    if st.button("Try again", key=f"again-{job.id}", icon=":material/refresh:"):
        jobs.start(job.kind, job.request)
        st.rerun()
