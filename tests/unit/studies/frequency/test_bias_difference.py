"""Frequency bias of two spaces: the difference on the same words, and what both numbers together say."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import UsageError
from core.geometry.frequency_bias import Estimate
from core.studies.frequency.bias_difference import Compared, _outcome, amounts, bias_difference
from core.uncertainty import HIGHER, LOWER, UNCLEAR, UNDEFINED, Verdict
from tests.support.frequency_answers import frequency_bias, undefined
from tests.unit.studies.frequency.conftest import Measure


def test_a_checkpoint_differs_from_itself_by_nothing(bias: Measure) -> None:
    measured = bias("planted")
    entry = measured.entries[1]
    change = bias_difference(measured, entry, measured, entry)
    for number in (change.r2, change.neighbours):
        assert number.difference == Estimate(0.0, 0.0, 0.0)
        assert number.verdict == UNCLEAR
        assert not number.gone
    assert change.outcome == "not distinguishable"
    assert change.r2.first.value == pytest.approx(entry.r2.value, abs=1e-4)
    assert change.neighbours.first.value == pytest.approx(entry.neighbours.value, abs=1e-4)


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        ("planted", "noise", "removed"),
        ("planted", "faint", "reduced"),
        ("faint", "planted", "increased"),
        ("planted", "planted", "not distinguishable"),
    ],
)
def test_the_outcome_is_what_was_planted(bias: Measure, first: str, second: str, outcome: str) -> None:
    before, after = bias(first), bias(second)
    change = bias_difference(before, before.entries[-1], after, after.entries[-1])
    assert change.outcome == outcome
    assert change.defined


def test_methods_are_compared_with_the_untouched_space(bias: Measure) -> None:
    measured = bias("planted", over="methods", layer=1)
    by_method = {entry.method: entry for entry in measured.entries}
    change = bias_difference(measured, by_method["baseline"], measured, by_method["global"])
    assert change.r2.difference.high < 0
    assert change.r2.verdict == LOWER
    shift = bias_difference(measured, by_method["baseline"], measured, by_method["zero-mean"])
    assert shift.r2.difference.value == pytest.approx(0, abs=1e-4)


def test_widths_may_differ_and_only_common_words_count(bias: Measure) -> None:
    first, second, some = bias("planted"), bias("wider"), slice(0, None, 2)
    second = replace(second, words=second.words[some], zipf=second.zipf[some], tokens=second.tokens[some])
    after = second.entries[1]
    after = replace(after, error=after.error[some], gap=after.gap[some])
    change = bias_difference(first, first.entries[1], second, after)
    assert change.n_words == len(second.words)
    assert abs(change.r2.difference.value) < 0.05


def test_what_was_measured_otherwise_is_not_compared(bias: Measure) -> None:
    first, second = bias("planted"), bias("noise", equal_words=False)
    with pytest.raises(UsageError, match="measured in the same way"):
        bias_difference(first, first.entries[0], second, second.entries[0])
    foreign = replace(first, words=np.array([f"x{word}" for word in first.words]))
    with pytest.raises(UsageError, match="0 words in common"):
        bias_difference(first, first.entries[0], foreign, foreign.entries[0])


def test_tokens_weigh_where_words_do_not_count_alike() -> None:
    words = frequency_bias()
    tokens = replace(words, equal_words=False)
    by_word, by_token = (bias_difference(of, of.entries[0], of, of.entries[1]).r2 for of in (words, tokens))
    assert by_word.first.value != by_token.first.value


def test_words_that_are_all_equally_frequent_leave_nothing_to_compare() -> None:
    none = undefined(frequency_bias())
    change = bias_difference(none, none.entries[0], none, none.entries[1])
    assert not change.defined
    assert change.r2.verdict == UNDEFINED
    assert not change.r2.gone
    assert change.outcome == "not distinguishable"


@pytest.mark.parametrize(
    ("r2", "neighbours", "gone", "outcome"),
    [
        (LOWER, HIGHER, (True, True), "removed"),
        (LOWER, UNCLEAR, (True, True), "removed"),
        (LOWER, HIGHER, (True, False), "reduced"),
        (UNCLEAR, UNCLEAR, (True, True), "not distinguishable"),
        (HIGHER, LOWER, (False, False), "increased"),
        (LOWER, UNCLEAR, (True, False), "mixed"),
        (LOWER, LOWER, (False, False), "mixed"),
        (HIGHER, UNCLEAR, (False, False), "mixed"),
    ],
)
def test_both_numbers_have_to_agree(r2: Verdict, neighbours: Verdict, gone: tuple[bool, bool], outcome: str) -> None:
    number = Estimate(0.0, 0.0, 0.0)
    both = [Compared(number, number, number, *each) for each in zip((r2, neighbours), gone, strict=True)]
    assert _outcome(*both) == outcome
    assert set(amounts(*both)) <= {"less", "more", "the same"}
