"""What a difference is worth beside the smallest effect that matters."""

import math

import pytest

from core.effect import SmallestEffect, effect, matters, usual_effect, way
from core.errors import UsageError


@pytest.mark.parametrize(
    ("difference", "ci95", "word"),
    [
        (2.0, (1.0, 3.0), "higher"),
        (-2.0, (-3.0, -1.0), "lower"),
        (0.8, (0.1, 1.5), "higher, perhaps by less than matters"),
        (-0.8, (-1.5, -0.1), "lower, perhaps by less than matters"),
        (0.2, (0.1, 0.3), "higher, but by less than matters"),
        (-0.2, (-0.3, -0.1), "lower, but by less than matters"),
        (0.1, (-0.2, 0.4), "no difference that matters"),
        (0.0, (0.0, 0.0), "no difference that matters"),
        (0.1, (-0.2, 0.9), "not distinguishable"),
        (-0.1, (0.2, 0.9), "not distinguishable"),
        (math.nan, (0.2, 0.9), "not defined"),
        (0.1, (-math.inf, 0.9), "not defined"),
        (0.1, None, "not defined"),
    ],
)
def test_words(difference: float, ci95: tuple[float, float] | None, word: str) -> None:
    assert effect(difference, ci95, 0.5) == word


def test_what_many_tests_at_once_take_back_is_not_called_higher() -> None:
    assert effect(2.0, (1.0, 3.0), 0.5, "not distinguishable") == "not distinguishable"
    assert effect(0.2, (0.1, 0.3), 0.5, "not distinguishable") == "no difference that matters"
    assert effect(0.2, (0.1, 0.3), 0.5, "not defined") == "not defined"


def test_nothing_is_too_small_where_no_effect_is() -> None:
    assert effect(1e-9, (1e-10, 1e-8), 0.0) == "higher"
    assert effect(0.0, (0.0, 0.0), 0.0) == "not distinguishable"
    assert SmallestEffect().of("another scale") == 0.0


def test_words_are_read_back() -> None:
    assert way("lower, but by less than matters") == "lower"
    assert way("no difference that matters") == ""
    assert matters("higher, perhaps by less than matters")
    assert matters("lower")
    assert not matters("lower, but by less than matters")
    assert not matters("not distinguishable")


def test_what_matters_is_told_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert usual_effect() == SmallestEffect(0.5, 0.1, 0.02)
    assert SmallestEffect(points=1.0).options() == ["--matters-points", "1"]
    monkeypatch.setenv("ISOSCOPE_SMALLEST_EFFECT", "1, 0.2 0.05")
    assert usual_effect() == SmallestEffect(1.0, 0.2, 0.05)
    assert SmallestEffect().options()[:2] == ["--matters-points", "0.5"]
    monkeypatch.setenv("ISOSCOPE_SMALLEST_EFFECT", "much")
    with pytest.raises(UsageError, match="three numbers"):
        usual_effect()
    with pytest.raises(UsageError, match="0 or more"):
        SmallestEffect(points=-1)
