"""Numbers as people read them, and text that must not turn into markup."""

import math

import pytest

from core import numbers_in_words as words
from core.tables.latex import latex_table
from pages.ui.plain import plain


@pytest.mark.parametrize(
    ("log10", "text"),
    [
        (0.0, "1.00"),
        (-0.1973, "0.63"),
        (-1.697, "0.020"),
        (-3.689, "2.0e-4"),
        (-220.4, "4.0e-221"),
        (-2.0004, "1.0e-2"),
        (None, "–"),
    ],
)
def test_isotropy(log10: float | None, text: str) -> None:
    assert words.isotropy_text(log10) == text


@pytest.mark.parametrize(
    ("value", "text"), [(1.456, "+1.46"), (-1.456, "−1.46"), (-0.001, "+0.00"), (math.nan, "–"), (None, "–")]
)
def test_signed(value: float | None, text: str) -> None:
    assert words.signed(value) == text


def test_changes_in_plain_words() -> None:
    assert words.change(-1.46, -1.96, -0.95) == "costs 1.46 points (95 % interval 0.95 to 1.96)"
    assert words.change(2.0, 1.0, 3.0) == "gains 2.00 points (95 % interval 1.00 to 3.00)"
    assert words.change(0.1, -0.2, 0.4).startswith("makes no distinguishable difference")
    assert words.change(None, None, None) == "leaves no score to compare"
    assert words.change(math.nan, math.nan, math.nan) == "leaves no score to compare"


def test_folds() -> None:
    assert words.fold(math.log10(31)) == "rises 31-fold"
    assert words.fold(-math.log10(4)) == "falls 4.0-fold"
    assert words.fold(0.001) == "stays the same"
    assert words.fold(205.0) == "rises 10²⁰⁵-fold"
    assert words.fold(math.log10(12_281)) == "rises 12,000-fold"


def test_times() -> None:
    assert [words.seconds_in_words(s) for s in (0.2, 59, 75, 3700)] == ["1 s", "59 s", "1 min 15 s", "1 h 1 min"]


def test_markup_in_names_is_shown_and_not_obeyed() -> None:
    assert plain("![x](https://a.b/p.png) $x$ <b>") == r"\!\[x\]\(https\://a.b/p.png\) \$x\$ \<b\>"
    assert plain("all-MiniLM-L6-v2, 1.5 %") == "all-MiniLM-L6-v2, 1.5 %"


def test_latex_escapes_and_aligns() -> None:
    table = latex_table(
        [{"Setting": "A & B_c", "value": 1.5e-7, "n": 3}, {"Setting": "−x%", "value": None, "n": 4}], "50 % of #1"
    )
    assert r"\begin{tabular}{lrr}" in table
    assert r"A \& B\_c & $1.5\times 10^{-7}$ & 3 \\" in table
    assert r"--x\% & -- & 4 \\" in table
    assert r"\caption{50 \% of \#1}" in table
