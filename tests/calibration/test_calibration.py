"""Each calibration in its short form: few simulations, and bounds that a true rate which is allowed hardly ever leaves."""

import numpy as np
import pytest

from .__main__ import ALL, cases_of
from .case import ALARM, AS_STATED, COVER, Case, simulate

CASES = [(name, case) for name in ALL for case in cases_of(name)]


@pytest.mark.parametrize(
    "case", [case for _, case in CASES], ids=[f"{name}: {case.quantity}, {case.situation}" for name, case in CASES]
)
def test_it_comes_true_as_often_as_it_should(case: Case) -> None:
    found = simulate(case, case.short)
    assert found.allowed, f"{found.value:.3f} ± {found.error:.3f} in {found.n} simulations, not {case.nominal}"


def case_of(trial: object, allowed: tuple[float, float]) -> Case:
    return Case("", "", "", 0.05, float("nan"), trial, allowed, 0, 0)  # type: ignore[arg-type]


def test_bounds_are_those_of_the_binomial_distribution() -> None:
    # Of 60 at a rate of 0.06, ten or more happen once in 300 times, twelve or more once in 3,700.
    assert simulate(case_of(lambda seed: seed < 10, ALARM), 60).allowed
    assert not simulate(case_of(lambda seed: seed < 12, ALARM), 60).allowed
    assert simulate(case_of(lambda seed: False, ALARM), 60).allowed
    assert simulate(case_of(lambda seed: seed >= 9, COVER), 60).allowed
    assert not simulate(case_of(lambda seed: seed >= 14, COVER), 60).allowed


def test_what_is_stated_is_held_against_what_is_seen() -> None:
    random = np.random.default_rng(0)
    for factor, allowed in ((1.0, True), (1.5, False)):
        found = simulate(case_of(lambda _, factor=factor: (factor * random.normal(10, 2), 10.0), AS_STATED), 200)
        assert found.value == pytest.approx(factor, rel=0.05)
        assert found.allowed == allowed
