"""The verdict's word, whatever the estimates are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from core.findings.specification import Estimate, Specification, weights
from core.findings.verdict import (
    AGREE,
    DEPENDS,
    EQUIVALENT,
    FAILS,
    HOLDS,
    UNCLEAR,
    UNTESTED,
    VERDICTS,
    Judgement,
    judgement,
    verdicts,
)

DRAWS = 100


def moved(spread: float, seed: int = 0) -> np.ndarray:
    return spread * np.random.default_rng(seed).standard_normal(DRAWS)


def along(values: list[float], axis: str, levels: list[object], spread: float = 0.05) -> list[Estimate]:
    return [
        Estimate(Specification(**({"approach": "a"} | {axis: level})), value, moved(spread))  # type: ignore[arg-type]
        for value, level in zip(values, levels, strict=True)
    ]


def word(estimates: list[Estimate], smallest: float = 0.5) -> str:
    return verdicts({"finding": judgement(estimates, smallest)})["finding"][0]


D20 = [float(k) for k in range(1, 21)]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([2.0] * 20, HOLDS),
        ([-2.0] * 20, FAILS),
        ([0.1] * 20, EQUIVALENT),
        ([0.5] * 20, UNCLEAR),  # as large as what matters, no larger
        ([2.0] * 19 + [-0.1], HOLDS),  # 95 % agree
        ([2.0] * 10 + [-2.0] * 10, DEPENDS),
        ([2.0, -2.0] * 10, UNCLEAR),  # no one change of sign along D
    ],
)
def test_words_along_d(values: list[float], said: str) -> None:
    assert word(along(values, "amount", list(D20))) == said


def test_what_it_depends_on_is_named_with_where() -> None:
    found = judgement(along([2.0] * 8 + [-2.0] * 12, "amount", list(D20)), 0.5).depends
    assert found is not None
    assert (found.axis, found.where) == ("amount", "up to 8")
    assert found.holds.levels == tuple(f"{k}" for k in range(1, 9))
    named = judgement(along([2.0, 2.0, -2.0, -2.0], "texts", ["dev", "dev", "test", "test"]), 0.5).depends
    assert named is not None
    assert (named.axis, named.holds.levels, named.fails.levels) == ("texts", ("dev",), ("test",))


def test_signs_that_differ_within_chance_depend_on_nothing() -> None:
    assert word(along([0.3, -0.3], "texts", ["dev", "test"], spread=1.0)) == UNCLEAR


def test_a_wide_interval_tells_nothing_and_no_estimates_are_no_test() -> None:
    assert word(along([2.0] * 20, "amount", list(D20), spread=3.0)) == UNCLEAR
    assert verdicts({"a": judgement([], 0.5)})["a"][0] == UNTESTED
    assert word([Estimate(Specification("a"), float("nan"))]) == UNTESTED
    assert word([Estimate(Specification("a"), 3.0)]) == UNCLEAR  # a value without any draws


def test_two_seeds_leave_open_what_ten_settle() -> None:
    values = [2.0, 3.0]
    assert word(along(values, "training", ["a", "b"])) == UNCLEAR
    many = [2.0 + 0.1 * i for i in range(10)]
    assert word(along(many, "training", [f"seed {i}" for i in range(10)])) == HOLDS


def test_fifty_numbers_of_directions_do_not_outvote_the_other_approach() -> None:
    specifications = [Specification("global", amount=float(k)) for k in range(50)] + [
        Specification("cluster-based")
    ] * 2
    weight = weights(specifications)
    assert weight.sum() == pytest.approx(1)
    assert weight[50:].sum() == pytest.approx(0.5)
    estimates = [Estimate(one, 2.0 if one.approach == "global" else -2.0, moved(0.05)) for one in specifications]
    found = judgement(estimates, 0.5)
    assert found.pooled is not None
    assert found.pooled.positive == 50
    assert word(estimates) == DEPENDS


def test_holm_counts_the_findings_that_are_put_together() -> None:
    borderline = judgement(along([0.5 + 2.3 * 0.1] * 3, "amount", [1.0, 2.0, 3.0], spread=0.1), 0.5)
    alone, _, p = verdicts({"a": borderline})["a"]
    assert alone == HOLDS
    together = verdicts(dict.fromkeys("abcde", borderline) | {"none": Judgement(None, None)})
    assert all(raised == pytest.approx(min(1.0, 5 * p)) for word, _, raised in together.values() if word != UNTESTED)
    assert {word for word, _, _ in together.values()} == {UNCLEAR, UNTESTED}


@settings(max_examples=150, deadline=None)
@given(
    some.lists(some.floats(-1e3, 1e3), min_size=1, max_size=12),
    some.floats(1e-3, 10),
    some.floats(0, 50),
    some.sampled_from(["amount", "texts", "kmeans", "training", "layer"]),
)
def test_the_word_never_contradicts_its_numbers(values: list[float], smallest: float, spread: float, axis: str) -> None:
    levels: list[object] = (
        list(range(len(values))) if axis in ("kmeans", "layer") else [float(i) for i in range(len(values))]
    )
    estimates = along(values, axis, [str(one) for one in levels] if axis in ("texts", "training") else levels, spread)
    found = judgement(estimates, smallest)
    said, p, raised = verdicts({"finding": found})["finding"]
    assert said in VERDICTS
    assert 0 <= p <= raised <= 1
    assert found.pooled is not None
    together, agree = found.pooled, found.pooled.positive / found.pooled.n
    assert together.ci95[0] <= together.value <= together.ci95[1]
    assert min(values) - 1e-6 <= together.value <= max(values) + 1e-6
    if said == HOLDS:
        assert agree >= AGREE
        assert together.ci95[0] > smallest
    elif said == FAILS:
        assert agree <= 1 - AGREE + 1e-9
        assert together.ci95[1] < -smallest
    elif said == EQUIVALENT:
        assert -smallest < together.ci95[0] <= together.ci95[1] < smallest
    elif said == DEPENDS:
        assert found.depends is not None
        assert found.depends.holds.pooled.ci95[0] > smallest
        assert found.depends.fails.pooled.ci95[1] < -smallest


@settings(max_examples=60, deadline=None)
@given(some.lists(some.floats(-20, 20), min_size=1, max_size=8))
def test_the_opposite_gets_the_opposite_word(values: list[float]) -> None:
    opposite = {HOLDS: FAILS, FAILS: HOLDS}
    levels: list[object] = [float(i) for i in range(len(values))]
    first = along(values, "amount", levels)
    second = [Estimate(one.specification, -one.value, one.deviations) for one in first]
    if 0.0 in values:
        return
    assert word(second) == opposite.get(word(first), word(first))
