"""What comparisons say."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from core.command_line.compare_command import PARTS
from core.effect import SmallestEffect
from core.sentences.compare import measures_sentence
from core.studies.compare.measures import MeasureDifference, SideBySide
from core.studies.compare.naming import side_names
from core.tables.compare import measures_shown
from tests.support.compared import Compared, compared


@pytest.fixture(scope="module")
def answers(tiny: Path, pairs_file: Path) -> Compared:
    return compared(tiny, pairs_file)


@pytest.mark.parametrize("part", PARTS)
def test_every_answer_has_a_sentence(part: str, answers: Compared) -> None:
    sentence = PARTS[part].sentence(answers.part(part))
    assert sentence.endswith(".")
    assert not re.search(r"\b(nan|None)\b", sentence)


def row(key: str, first: float, second: float, ci95: tuple[float, float] | None, said: str | None) -> MeasureDifference:
    return MeasureDifference(key, key, first, second, second - first, ci95, verdict=said)


def two(answers: Compared, *rows: MeasureDifference) -> SideBySide:
    """A and B, with these rows."""
    first, second = replace(answers.measures.first, title="A"), replace(answers.measures.second, title="B")
    return SideBySide(first, second, (), rows)


def test_what_differs_is_said_with_its_interval(answers: Compared) -> None:
    higher = row("sts", 70.0, 75.5, (5.0, 6.0), "higher")
    lower = row("symmetric", -1.0, -3.0, (-2.5, -1.5), "lower")
    assert measures_sentence(two(answers, higher, lower)) == (
        "B scores 5.50 points higher than A (95 % interval 5.00 to 6.00), and B is less isotropic than A "
        "(I(W) falls 100-fold: 1.0e-3 against 0.100)."
    )


def test_what_does_not_differ_is_called_so(answers: Compared) -> None:
    score = row("sts", 70.0, 69.9, (-0.8, 0.2), "not distinguishable")
    isotropy = row("symmetric", -1.0, -1.0, (-0.2, 0.2), "not distinguishable")
    assert measures_sentence(two(answers, score, isotropy)) == (
        "B does not score distinguishably from A (−0.10 points, 95 % interval −0.80 to 0.20), and I(W) of B is 0.100 against "
        "0.100 of A, not distinguishable."
    )


def test_what_is_too_small_to_matter_is_called_so(answers: Compared) -> None:
    alike = row("sts", 70.0, 69.9, (-0.4, 0.2), "not distinguishable")
    little = row("symmetric", -1.0, -0.99, (0.004, 0.02), "higher")
    both = two(answers, alike, little)
    assert measures_sentence(both) == (
        "B and A do not differ in score by 0.5 points or more (−0.10 points, 95 % interval −0.40 to 0.20), and B is more "
        "isotropic than A, but by less than matters (I(W) rises 1.02-fold, at 0.10)."
    )
    perhaps = row("sts", 70.0, 71.0, (0.1, 1.9), "higher")
    assert measures_sentence(two(answers, perhaps)) == (
        "B scores 1.00 points higher than A, perhaps by less than matters (95 % interval 0.10 to 1.90)."
    )
    assert "than A (95 %" in measures_sentence(two(answers, perhaps), SmallestEffect(points=0.05))


def test_an_interval_just_beside_zero_shows_that_it_is(answers: Compared) -> None:
    barely = row("sts", 70.0, 70.3, (0.0004, 0.6), "higher")
    shown = measures_shown(two(answers, barely))[0]
    assert (shown["95 % interval"], shown["Verdict"]) == ("0.0004 to 0.6000", "higher, perhaps by less than matters")
    assert "(95 % interval 0.0004 to 0.6000)" in measures_sentence(two(answers, barely))


def test_without_an_interval_there_are_numbers(answers: Compared) -> None:
    waiting = row("symmetric", -1.0, -3.0, None, None)
    assert measures_sentence(two(answers, waiting)) == "I(W) of B is 1.0e-3 against 0.100 of A."
    nan = float("nan")
    constant = row("sts", 70.0, nan, (nan, nan), "not defined")
    assert measures_sentence(two(answers, constant, waiting)).startswith(
        "The scores of A and B cannot be compared, and "
    )


def test_sides_of_one_title_are_told_apart_by_their_settings(answers: Compared) -> None:
    first = answers.words.first
    removed = replace(first, method="global", directions=3, end="dominant")
    assert side_names(replace(answers.words, second=removed)) == (
        "tiny-bert (layer 2 (last), baseline)",
        "tiny-bert (layer 2 (last), global, D = 3)",
    )
    assert side_names(replace(answers.words, second=first))[1] == "tiny-bert (layer 2 (last), baseline), second"
