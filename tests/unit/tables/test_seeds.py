"""Mean and standard deviation over the seeds of a training."""

import math
import statistics

import pytest

from core.tables.seeds import mean_and_sd, mean_and_sd_text, with_sd
from core.tables.table import Table

THREE: list[Table] = [
    [{"layer": 0, "n": 10, "texts": "a", "score": 80.0, "seed": "zero"}, {"layer": 1, "score": 1.0}],
    [{"layer": 0, "n": 10, "texts": "a", "score": 82.0, "seed": "one"}, {"layer": 1, "score": None}],
    [{"layer": 0, "n": 12, "texts": "a", "score": 87.0, "seed": "two"}, {"layer": 1, "score": 3.0}],
]


def test_numbers_become_mean_and_sample_sd() -> None:
    first, second = mean_and_sd(THREE)
    assert first["score"] == pytest.approx(83.0)
    assert first["score sd"] == pytest.approx(statistics.stdev([80, 82, 87]))
    assert (first["n"], first["n sd"]) == (pytest.approx(32 / 3), pytest.approx(statistics.stdev([10, 10, 12])))
    assert (first["layer"], first["texts"]) == (0, "a")
    assert {"layer sd", "seed", "seed sd"}.isdisjoint(first)
    assert (second["score"], second["score sd"]) == (None, None)


@pytest.mark.parametrize("missing", [None, math.nan, math.inf])
def test_a_number_that_is_missing_for_a_seed_has_no_mean(missing: float | None) -> None:
    (row,) = mean_and_sd([[{"k": 1, "score": 1.0}], [{"k": 1, "score": missing}]])
    assert row == {"k": 1, "score": None, "score sd": None}
    assert mean_and_sd_text([row]) == [{"k": 1, "score": "–"}]


def test_seeds_that_agree_have_no_spread() -> None:
    (row,) = mean_and_sd([[{"score": 1.5, "k": 3}], [{"score": 1.5, "k": 3}]])
    assert row == {"score": 1.5, "score sd": 0.0, "k": 3}
    assert mean_and_sd_text([row]) == [{"score": "1.50 ± 0", "k": 3}]


def test_tables_of_different_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        mean_and_sd([[{"a": 1.0}], []])


@pytest.mark.parametrize(
    ("mean", "sd", "text"),
    [
        (86.314, 0.1234, "86.31 ± 0.12"),
        (86.314, 0.00456, "86.3140 ± 0.0046"),
        (1234.4, 56.2, "1234 ± 56"),
        (-3.896, 0.068, "−3.896 ± 0.068"),
        (0.0, 6.7, "0.0 ± 6.7"),
        (0.0, 0.0, "0.00 ± 0"),
        (-37.974683544, 1e-15, "−37.97 ± 0"),
        (1.05e-7, 2.1e-8, "(1.05 ± 0.21)e-7"),
        (0.0, 3e-9, "(0.0 ± 3.0)e-9"),
        (2.1e-8, 1.2e-7, "(0.2 ± 1.2)e-7"),
    ],
)
def test_as_many_digits_as_the_spread_tells(mean: float, sd: float, text: str) -> None:
    assert with_sd(mean, sd) == text


def test_points_have_two_digits_and_a_change_its_sign() -> None:
    assert with_sd(1.234, 0.1, 2, sign=True) == "+1.23 ± 0.10"
    assert with_sd(-1.234, 0.1, 2) == "−1.23 ± 0.10"


def test_rows_of_which_nothing_is_left_are_not_shown() -> None:
    tables: list[Table] = [
        [
            {"quantity": "checkpoint", "value": f"seed-{i}"},
            {"quantity": "dim", "value": 1024},
            {"quantity": "score", "value": 80.0 + i},
        ]
        for i in range(2)
    ]
    rows = mean_and_sd(tables)
    assert {tuple(row) for row in rows} == {("quantity", "value", "value sd")}  # as a file has it
    assert mean_and_sd_text(rows) == [
        {"quantity": "dim", "value": "1,024"},
        {"quantity": "score", "value": "80.50 ± 0.71"},
    ]
