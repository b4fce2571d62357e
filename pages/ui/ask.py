"""Questions put by a page: answers that are on disk are shown at once, others are made by a job that the page watches."""

import time
from typing import TypeVar

import streamlit as st

from core.pace import Stopwatch
from core.studies.question import Question, find
from core.studies.question import answer as answered
from pages.ui.plain import plain
from pages.ui.work import in_the_background

R = TypeVar("R")
A = TypeVar("A")


def ask(question: Question[R, A], request: R, quick: bool = False, instead_of: str = "") -> A | None:
    """The answer, or None with a progress bar in its place (the rest of the page goes on).

    Parameters
    ----------
    question : Question
    request : object
        Of the question's type.
    quick : bool
        It takes a second or so once its spaces are there, so it is worked out here and now.
    instead_of : str
        A name that several requests of a visitor share: a new request's job stops the earlier.
    """
    present = find(question, request)
    if present is None and quick:
        with st.spinner("Measuring …"):
            return answered(question, request)
    if present is None:
        checkpoints = [reads.selection.checkpoint for reads in question.sides(request)]
        in_the_background(question.key, request, checkpoints, instead_of=instead_of)
    return present


def ask_now(question: Question[R, A], request: R) -> A:
    """The answer to a question that takes seconds once its spaces are there.

    It is worked out here, beside whatever job runs; a visitor who moves on meanwhile stops it.
    """
    present = find(question, request)
    if present is not None:
        return present
    place, title, stopwatch = st.empty(), question.title(request), Stopwatch()
    bar, last_shown = place.progress(0.0, text=plain(title)), time.monotonic()

    def tell(done: float, total: float, unit: str) -> None:
        nonlocal last_shown
        if time.monotonic() - last_shown > 0.2:  # a script that was asked to run again ends here
            last_shown = time.monotonic()
            pace = stopwatch.read(done, total, unit)
            bar.progress(pace.share, text=plain(" · ".join([title, *pace.words()])))

    computed = answered(question, request, tell)
    place.empty()
    return computed
