"""Frequency bias as numbers: by layer, by method, by band, for one checkpoint or two, with the verdict."""

import shlex
from dataclasses import replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core import jobs
from core.figures.frequency.bias import bands_figure, bias_figure, methods_figure
from core.geometry.post_processing import methods
from core.sentences import frequency as words
from core.spaces import Space
from core.studies.compare.drift import matched_layers
from core.studies.frequency.bias import FOLDS, BiasRequest, lookup_bias
from core.studies.frequency.bias_difference import bias_difference
from core.studies.selection import Selection
from core.tables import frequency as tables
from core.tables.table import Table
from core.texts import Texts
from pages.ui.compare.shown import Shown
from pages.ui.export import PLOT
from pages.ui.page import headline
from pages.ui.plain import plain
from pages.ui.work import in_the_background

Answer = dict[str, Any]
_KIND = "frequency-bias"


def bias_headline(sides: list[Selection], start: bool = True) -> None:
    """What the numbers say of these layers; while they are being measured, how far that is.

    `start`: whether measuring may begin (not before a map that was asked for).
    """
    requests = [BiasRequest(side) for side in sides]
    answers = [lookup_bias(request) for request in requests]
    known = [answer for answer in answers if answer is not None]
    if known:
        _say(known, sides if len(known) == len(sides) else [_side(sides, known[0])])
    for number, (request, answer) in enumerate(zip(requests, answers, strict=True)):
        if answer is None and start:
            in_the_background(_KIND, request, [request.selection.checkpoint], instead_of=f"bias-{number}")
    if not known and not start:
        st.caption("Whether the space encodes frequency is measured as soon as the map is drawn.")


def bias_view(sides: list[Selection], spaces: list[Space], texts: Texts, head: DeltaGenerator) -> Shown | None:
    """Every layer with its interval, the bands of one layer, and every method on it; the answer in `head`."""
    requests = _requests(sides)
    answers = [lookup_bias(request) for request in requests]
    for number, (request, answer) in enumerate(zip(requests, answers, strict=True)):
        if answer is None:
            in_the_background(_KIND, request, [request.selection.checkpoint], instead_of=f"bias-{number}")
    known = [(side, answer) for side, answer in zip(sides, answers, strict=True) if answer is not None]
    if not known:
        return None
    shown_sides, shown = [side for side, _ in known], [answer for _, answer in known]
    with head:
        _say(shown, shown_sides)
    figure = bias_figure(shown)
    st.plotly_chart(figure, key="bias", config=PLOT, alt="Frequency bias of every layer, with 95 % intervals")
    st.caption(_about(shown))
    entries = [_entry(answer, side) for answer, side in zip(shown, shown_sides, strict=True)]
    st.subheader("Where frequent and rare words stand")
    st.plotly_chart(
        bands_figure(list(zip(shown, entries, strict=True))),
        key="bands",
        config=PLOT,
        alt="Distance from the centre and norm by band of frequency",
    )
    rows = _table(shown)
    with st.expander("All numbers", icon=":material/table:"):
        st.dataframe(rows, hide_index=True)
        st.dataframe([row for answer in shown for row in _named(answer, tables.bands(answer))], hide_index=True)
    _methods(requests)
    command = requests[0].command()
    if len(shown) > 1:
        command += f" --other {shlex.quote(sides[1].checkpoint)}"
    return Shown(lambda: rows, lambda: figure, command)


def _requests(sides: list[Selection]) -> list[BiasRequest]:
    """What is asked of each side, by three widgets."""
    row = st.container(horizontal=True, vertical_alignment="bottom", gap="medium")
    folds = row.segmented_control(
        "The probe's folds share no",
        list(FOLDS),
        default="words",
        required=True,
        key="folds",
        bind="query-params",
        help="\n".join(f"- **{key}**: {meaning}" for key, meaning in FOLDS.items()),
    )
    by_token = row.toggle(
        "Each token counts once",
        key="by_token",
        bind="query-params",
        help="In R². Off: each word counts once, however often it occurs; otherwise a handful of words decide.",
    )
    whole = row.toggle(
        "Whole words only",
        key="whole",
        bind="query-params",
        help="Leave out words that the tokenizer cuts: that a token is a sub-word already says that its word is rare.",
    )
    return [BiasRequest(side, "layers", str(folds), not by_token, whole) for side in sides]


def _say(answers: list[Answer], sides: list[Selection]) -> None:
    """What one layer of one space knows; or the verdict on a pair, and the numbers that it stands on."""
    entries = [_entry(answer, side) for answer, side in zip(answers, sides, strict=True)]
    if len(answers) == 1:
        headline(words.bias_sentence(answers[0], entries[0]))
        return
    first, second = answers
    found = bias_difference(first, entries[0], second, entries[1])
    sentence, verdict = (
        words.pair_sentence(first, entries[0], second, entries[1], found),
        words.pair_verdict(first, second, found),
    )
    headline(verdict if sentence.endswith(verdict) else sentence)
    if sentence.endswith(verdict):
        st.caption(plain(sentence.removesuffix(verdict)))


def _entry(answer: Answer, side: Selection) -> Answer:
    found: Answer = answer["entries"][side.layer]
    return found


def _side(sides: list[Selection], answer: Answer) -> Selection:
    return next(side for side in sides if side.checkpoint == answer["side"]["checkpoint"])


def _about(answers: list[Answer]) -> str:
    first = answers[0]
    notes = [
        f"{first['n_words']:,} words ({first['language']}) of {first['n_tokens']:,} tokens",
        f"{first['k']} neighbours",
        "95 % intervals from resampling words",
        "grey: no bias",
    ]
    return plain(" · ".join(notes + [note for answer in answers for note in answer["notes"]]))


def _table(answers: list[Answer]) -> Table:
    if len(answers) == 1:
        return tables.bias(answers[0])
    first, second = answers
    return tables.pair(first, second, matched_layers(len(first["entries"]), len(second["entries"])))


def _named(answer: Answer, rows: Table) -> Table:
    return [{"checkpoint": answer["side"]["title"]} | row for row in rows]


def _methods(requests: list[BiasRequest]) -> None:
    """Before and after every method, when it is asked for: that takes minutes."""
    st.subheader("Does post-processing remove it?")
    labels = {key: method.label for key, method in methods().items()}
    wanted = [
        replace(one, over="methods", selection=replace(one.selection, method=BiasRequest(Selection()).selection.method))
        for one in requests
    ]
    answers = [lookup_bias(request) for request in wanted]
    missing = [request for request, answer in zip(wanted, answers, strict=True) if answer is None]
    begun = any(jobs.find(jobs.job_id(_KIND, request)) for request in missing)
    if missing and not begun:
        row = st.container(horizontal=True, vertical_alignment="center")
        begun = row.button("Measure every method on this layer", icon=":material/play_arrow:", key="measure_methods")
        row.caption(f"{len(labels)} spaces made of each layer chosen, each measured as above.")
    if begun:
        for number, request in enumerate(missing):
            in_the_background(_KIND, request, [request.selection.checkpoint], instead_of=f"methods-{number}")
    for place, answer in zip(st.columns(len(wanted), gap="large"), answers, strict=True):
        if answer is None:
            continue
        with place:
            st.markdown(plain(words.methods_sentence(answer)))
            key = f"methods-{answer['side']['checkpoint']}"
            alt = "Frequency bias before and after every method"
            st.plotly_chart(methods_figure(answer, labels), key=key, config=PLOT, alt=alt)
            with st.expander("All methods, with their differences", icon=":material/table:"):
                st.dataframe(tables.methods(answer), hide_index=True)
