"""Numbers as people read them, and text that must not turn into markup."""

import math
from typing import Any

import pytest

from core import numbers_in_words as words
from core.sentences.settings import overview_rows, overview_sentence, settings_rows, settings_sentence
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


def test_settings_without_a_defined_score_are_worded() -> None:
    nothing = {"spearman": None, "pearson": None, "ci95": [None, None], "n_pairs": 8}
    isotropy = {name: {"value": 1.0, "log10": 0.0} for name in ("symmetric", "lowest", "highest", "as_published")}
    row = {
        "method": "baseline",
        "isotropy": isotropy,
        "sts": nothing,
        "difference": {"value": None, "ci95": [None, None]},
        "measures": {"isoscore": None, "mean_cosine": None, "participation_ratio": None},
    }
    rows = [row, row | {"method": "global"}]
    labels = {"baseline": "Baseline", "global": "Global"}
    shown = settings_rows(rows, labels)
    assert shown[1]["STS score"] == "–"
    assert shown[1]["Against baseline (95 % interval)"] == "not defined"
    assert "leaves no score to compare" in settings_sentence(rows, labels, "x", "unknown")


def test_a_pair_is_answered_for_each_half() -> None:
    def half(title: str, low: float, high: float) -> dict[str, Any]:
        def row(method: str, log10: float, difference: dict[str, Any]) -> dict[str, Any]:
            isotropy = {
                name: {"value": 10**log10, "log10": log10}
                for name in ("symmetric", "lowest", "highest", "as_published")
            }
            sts = {"spearman": 50.0, "ci95": [49.0, 51.0]}
            measures = {"isoscore": 0.1, "mean_cosine": 0.1, "participation_ratio": 3.0}
            return {"method": method, "isotropy": isotropy, "sts": sts, "difference": difference, "measures": measures}

        nothing = {"value": 0.0, "ci95": [0.0, 0.0]}
        change = {"value": (low + high) / 2, "ci95": [low, high]}
        return {"title": title, "role": "unknown", "rows": [row("baseline", -2, nothing), row("global", -1, change)]}

    labels = {"baseline": "Baseline", "global": "Global"}
    up, down, none = half("one", 2.0, 4.0), half("two", -4.0, -2.0), half("three", -1.0, 2.0)
    assert overview_sentence([up, down], labels) == (
        "Before fine-tuning only: the most isotropic setting (Global) gains 3.00 points (95 % interval 2.00 to 4.00) on one, "
        "from 50.00, and costs 3.00 points (95 % interval 2.00 to 4.00) on two, from 50.00."
    )
    for pair, answer in (
        ([up, up], "Here the two go together"),
        ([none, up], "After fine-tuning only"),
        ([none, down], "Not here"),
    ):
        assert overview_sentence(pair, labels).startswith(f"{answer}: ")
    assert overview_sentence([down], labels).startswith("Not here: on two, the most isotropic")
    for corpus in (up, down):
        for row in corpus["rows"]:
            row["sts"] = row["difference"] = None
    assert overview_sentence([up, down], labels) == (
        "On one, the Global setting is the most isotropic: I(W) rises 10-fold. "
        "On two, the Global setting is the most isotropic: I(W) rises 10-fold."
    )
    assert [row["Checkpoint"] for row in overview_rows([up, down], labels)] == ["one", "one", "two", "two"]
    assert "Checkpoint" not in overview_rows([up], labels)[0]
