"""How much more norm and distance go with frequency in one space than in another."""

import math

import pytest

from core.geometry.frequency_bias import Estimate
from core.studies.frequency.trend_difference import strength, trend_differences
from tests.support.frequency_answers import NONE, bias_entry


def test_a_trend_is_as_strong_whatever_its_sign() -> None:
    assert strength(Estimate(-0.3, -0.4, -0.2)) == Estimate(0.3, 0.2, 0.4)
    assert strength(Estimate(-0.1, -0.4, 0.2)) == Estimate(0.1, 0.0, 0.4)


def test_the_interval_is_that_of_two_independent_ones() -> None:
    before = bias_entry(distance_trend=Estimate(0.1, 0.07, 0.13), norm_trend=NONE)
    after = bias_entry(distance_trend=Estimate(-0.5, -0.54, -0.46), norm_trend=NONE)
    trends = trend_differences(before, after)
    distance = trends["distance from the centre"].difference
    assert distance.value == pytest.approx(0.4)
    assert (distance.low, distance.high) == pytest.approx((0.35, 0.45))
    assert math.isnan(trends["norm"].difference.value)
