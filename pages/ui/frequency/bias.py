"""Frequency bias as numbers: by layer, by method, by band, for a checkpoint or two, with the verdict."""

import shlex
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core import jobs
from core.effect import SmallestEffect, usual_effect
from core.figures.frequency.bias import bands_figure, bias_figure, methods_figure
from core.geometry.post_processing import methods
from core.sentences import frequency as words
from core.studies.compare.drift import matched_layers
from core.studies.frequency.bias import FREQUENCY_BIAS, BiasRequest, FrequencyBias
from core.studies.frequency.bias_difference import bias_difference
from core.studies.frequency.bias_entry import BiasEntry
from core.studies.frequency.known_words import FOLDS
from core.studies.question import find
from core.studies.selection import Selection
from core.tables import frequency as tables
from core.tables.table import Table
from pages.ui.ask import ask
from pages.ui.chance import untrained_twin
from pages.ui.effect import smallest_effect, with_options
from pages.ui.export import PLOT
from pages.ui.frequency.help import BIAS as HELP
from pages.ui.frequency.sides import Sides
from pages.ui.page import error_boundary, headline
from pages.ui.plain import plain
from pages.ui.view import Shown, View

Measured = list[tuple[Selection, FrequencyBias]]


def bias_headline(selections: Sequence[Selection], start: bool = True) -> None:
    """What the numbers say of these layers; while they are being measured, how far that is.

    `start`: whether measuring may begin (not before a map that was asked for).
    """
    place, requests = st.container(), [BiasRequest(side) for side in selections]
    measured = (
        _measured(requests) if start else _answered(requests, [find(FREQUENCY_BIAS, request) for request in requests])
    )
    if measured:
        with place:
            _verdict_headline(measured)
    elif not start:
        st.caption("Whether the space encodes frequency is measured as soon as the map is drawn.")


def bias_view(sides: Sides) -> Shown | None:
    """Every layer with its interval, the bands of a layer, and every method on it; the answer in `sides.head`."""
    requests = _requests(sides.selections)
    measured = _measured(requests)
    if not measured:
        return None
    with sides.head:
        smallest = _verdict_headline(measured)
    answers = [answer for _, answer in measured]
    chance = _by_chance(requests, sides.head)
    figure = bias_figure([*answers, *chance])
    st.plotly_chart(figure, key="bias", config=PLOT, alt="Frequency bias of every layer, with 95 % intervals")
    st.caption(_conditions(answers))
    st.subheader("Where frequent and rare words stand")
    st.plotly_chart(
        bands_figure(answers, [_entry_of(answer, side) for side, answer in measured]),
        key="bands",
        config=PLOT,
        alt="Distance from the centre and norm by band of frequency",
    )
    rows = _table(answers, smallest)
    with st.expander("All numbers", icon=":material/table:"):
        st.dataframe(rows, hide_index=True)
        st.dataframe(
            [row for answer in answers for row in _with_checkpoint(answer, tables.bands(answer))], hide_index=True
        )
    _methods(requests, smallest)
    command = requests[0].command()
    if len(answers) > 1:
        command = with_options(f"{command} --other {shlex.quote(requests[1].selection.checkpoint)}", smallest)
    return Shown(lambda: rows, lambda: figure, command)


def _by_chance(requests: list[BiasRequest], head: DeltaGenerator) -> list[FrequencyBias]:
    """The same of the first side's untrained twin, where it is wanted and there."""
    first = requests[0]
    twin = untrained_twin(first.selection, *(request.selection.checkpoint for request in requests[1:]))
    if twin is None:
        return []
    with error_boundary(stop=False):
        answer = ask(FREQUENCY_BIAS, replace(first, selection=twin), instead_of="bias-twin")
        if answer is not None:
            head.caption(plain(f"By chance: {words.bias_sentence(answer, _entry_of(answer, twin))}"))
            return [answer]
    return []


def _requests(selections: Sequence[Selection]) -> list[BiasRequest]:
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
    return [BiasRequest(side, "layers", str(folds), not by_token, whole) for side in selections]


def _measured(requests: list[BiasRequest]) -> Measured:
    """Sides that are measured; the others are being measured."""
    answers = [ask(FREQUENCY_BIAS, request, instead_of=f"bias-{number}") for number, request in enumerate(requests)]
    return _answered(requests, answers)


def _answered(requests: list[BiasRequest], answers: list[FrequencyBias | None]) -> Measured:
    both = zip(requests, answers, strict=True)
    return [(request.selection, answer) for request, answer in both if answer is not None]


def _verdict_headline(measured: Measured) -> SmallestEffect:
    """Say what a layer of a space knows; or the verdict on a pair, and the numbers that it rests on.

    The answer is the smallest effect that matters, which is asked for where there is a verdict.
    """
    entries = [_entry_of(answer, side) for side, answer in measured]
    if len(measured) == 1:
        headline(words.bias_sentence(measured[0][1], entries[0]))
        return usual_effect()
    (_, first), (_, second) = measured
    change = bias_difference(first, entries[0], second, entries[1])
    numbers = words.pair_numbers(first, entries[0], second, entries[1], change)
    if not change.defined:
        headline(numbers)
        return usual_effect()
    place = st.container()
    smallest = smallest_effect()
    with place:
        headline(words.pair_verdict(first, entries[0], second, entries[1], change, smallest))
        st.caption(plain(numbers))
    return smallest


def _entry_of(answer: FrequencyBias, side: Selection) -> BiasEntry:
    return answer.entries[side.layer]


def _conditions(answers: list[FrequencyBias]) -> str:
    first = answers[0]
    notes = [
        f"{first.n_words:,} words ({first.language}) of {first.n_tokens:,} tokens",
        f"{first.k} neighbours",
        "95 % intervals from resampling words",
        "grey: no bias",
    ]
    return plain(" · ".join(notes + [note for answer in answers for note in answer.notes]))


def _table(answers: list[FrequencyBias], smallest: SmallestEffect) -> Table:
    if len(answers) == 1:
        return tables.bias(answers[0])
    first, second = answers
    return tables.pair(first, second, matched_layers(len(first.entries), len(second.entries)), smallest)


def _with_checkpoint(answer: FrequencyBias, rows: Table) -> Table:
    return [{"checkpoint": answer.side.title} | row for row in rows]


def _methods(requests: list[BiasRequest], smallest: SmallestEffect) -> None:
    """Before and after every method, when it is asked for: that takes minutes."""
    st.subheader("Does post-processing remove it?")
    labels = {key: method.label for key, method in methods().items()}
    usual = Selection().method
    wanted = [replace(request, over="methods", selection=request.selection.but(method=usual)) for request in requests]
    answers = [find(FREQUENCY_BIAS, request) for request in wanted]
    missing = [request for request, answer in zip(wanted, answers, strict=True) if answer is None]
    begun = any(jobs.find(jobs.job_id(FREQUENCY_BIAS.key, request)) for request in missing)
    if missing and not begun:
        row = st.container(horizontal=True, vertical_alignment="center")
        begun = row.button("Measure every method on this layer", icon=":material/play_arrow:", key="measure_methods")
        row.caption(f"{len(labels)} spaces made of each layer chosen, each measured as above.")
    if begun:
        for number, request in enumerate(missing):
            ask(FREQUENCY_BIAS, request, instead_of=f"methods-{number}")
    for place, answer in zip(st.columns(len(wanted), gap="large"), answers, strict=True):
        if answer is not None:
            with place:
                _method_by_method(answer, labels, smallest)


def _method_by_method(answer: FrequencyBias, labels: dict[str, str], smallest: SmallestEffect) -> None:
    st.markdown(plain(words.methods_sentence(answer)))
    alt = "Frequency bias before and after every method"
    st.plotly_chart(methods_figure(answer, labels), key=f"methods-{answer.side.checkpoint}", config=PLOT, alt=alt)
    with st.expander("All methods, with their differences", icon=":material/table:"):
        st.dataframe(tables.methods(answer, smallest), hide_index=True)


BIAS = View("bias", bias_view, HELP, settings=("layer", "method", "directions", "clusters"))
