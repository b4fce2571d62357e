"""Waiting: answers that are on disk are shown at once, others are made by a job that the page watches."""

from dataclasses import replace
from typing import Any, NoReturn

import streamlit as st

from core import jobs
from core.checkpoints import card_for, locate
from core.checkpoints.hub import NotDownloaded
from core.spaces import Space, open_space
from core.studies.selection import Selection
from core.studies.study import lookup, run
from core.texts import Texts, find
from core.words import seconds_in_words
from pages.ui.plain import plain

_UNITS = {
    "loading": "Loading the checkpoint",
    "tokens": "Encoding, all layers",
    "settings": "Measuring the settings",
    "layers": "Measuring the layers",
    "waiting for the cores": "Waiting for another job to finish",
}


def space_of(selection: Selection, study: str = "encoding") -> tuple[Space, Texts]:
    """The space of a selection; while there is none, a progress bar instead of the rest of the page.

    Parameters
    ----------
    selection : Selection
    study : str
        The job that makes the space; a page that goes on to need a study's answer names that.
    """
    texts = find(selection.texts)
    try:
        located = locate(selection.checkpoint, download=False)
        space = open_space(located, texts)
    except NotDownloaded:
        space = None
        card = card_for(selection.checkpoint)
        if not _started(study, selection):
            st.info(
                f"**{plain(card.title)}** is on the Hugging Face hub ({plain(card.location)}, {plain(card.revision)}) "
                f"and not on this machine yet. {plain(card.note)}"
            )
            if not st.button("Download and encode", type="primary", icon=":material/download:"):
                _stop()
    if space is None:
        _wait(study, selection, until_space=True)
        _stop()
    return space, texts


def answer(study: str, selection: Selection, quick: bool = False) -> Any | None:
    """A study's answer, or None with a progress bar in its place (the rest of the page goes on).

    `quick`: it takes a second or so once the space is there, so it is worked out here and now.
    """
    found = lookup(study, selection)
    if found is None and quick:
        with st.spinner("Measuring …"):
            return run(study, selection)
    if found is None:
        _wait(study, selection)
    return found


def _stop() -> NoReturn:
    st.stop()
    raise AssertionError("st.stop() does not return")


def _started(study: str, selection: Selection) -> bool:
    return jobs.find(jobs.job_id(study, _bare(study, selection))) is not None


def _bare(study: str, selection: Selection) -> Selection:
    return Selection(checkpoint=selection.checkpoint, texts=selection.texts) if study == "encoding" else selection


def _wait(study: str, selection: Selection, until_space: bool = False) -> None:
    selection = _bare(study, selection)
    job = jobs.find(jobs.job_id(study, selection))
    if job is None or job.state == "done":  # done, yet its answer is gone: cleared or evicted since
        job = jobs.start(study, selection)
    if not job.active:
        _ended(job)
        return
    _watch(job.id, until_space)


@st.fragment(run_every=0.5)
def _watch(id: str, until_space: bool) -> None:
    job = jobs.find(id)
    if job is None or not job.active or (until_space and job.unit in ("settings", "layers")):
        st.rerun()
    assert job is not None
    share = job.done / job.total if job.total else 0.0
    words = [_UNITS.get(job.unit, job.unit or "Starting")]
    if job.total:
        words.append(f"{job.done:,.0f} of {job.total:,.0f} {job.unit}")
    if job.rate and job.unit == "tokens":
        words.append(f"{job.rate:,.0f} a second")
    if job.seconds_left:
        words.append(f"{seconds_in_words(job.seconds_left)} left")
    bar, button = st.columns([6, 1], vertical_alignment="center")
    bar.progress(min(1.0, share), text=" · ".join(words))
    button.button("Cancel", key=f"cancel-{id}", on_click=jobs.cancel, args=(id,), width="stretch")


def _ended(job: jobs.Job) -> None:
    """A job that failed, was cancelled or died: say so, and offer to try again."""
    if job.state == "cancelled":
        st.info("This was stopped. What had been finished before is kept.", icon=":material/block:")
    else:
        st.error(plain(job.message), icon=":material/error:")
        if log := jobs.log(job.id).strip():
            with st.expander("Log"):
                st.code(log[-8000:], language=None)
    if st.button("Try again", key=f"again-{job.id}", icon=":material/refresh:"):
        jobs.start(job.study, replace(job.selection))
        st.rerun()
