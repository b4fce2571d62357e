"""Real weights, real STS Benchmark: numbers that were measured independently of this code."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.studies.question import answer
from core.studies.removal.curves import REMOVAL_CURVES
from core.studies.space.measurement import MEASUREMENT
from core.studies.space.settings import FIVE_SETTINGS, ScoreChange
from tests.real.stated import TESTED, cell_stands
from tests.support.readme_pair import MINILM, SETTINGS, minilm_cells

pytestmark = pytest.mark.slow
README = Path(__file__).resolve().parents[2] / "README.md"


@pytest.mark.parametrize(
    ("layer", "method", "score"),
    [
        (6, "baseline", 86.74),
        (6, "zero-mean", 86.81),
        (6, "global", 85.35),
        (0, "baseline", 68.54),
        (0, "global", 77.53),
        (5, "baseline", 77.93),
        (5, "global", 80.21),
    ],
)
def test_scores_of_all_minilm_on_dev(layer: int, method: str, score: float) -> None:
    found = answer(MEASUREMENT, replace(MINILM, layer=layer, method=method))
    assert round(found.sts.spearman, 2) == score
    assert found.n_tokens == 42_709


def test_number_of_tokens_with_special_ones() -> None:
    assert answer(MEASUREMENT, replace(MINILM, tokens="all")).n_tokens == 48_709
    assert answer(MEASUREMENT, replace(MINILM, tokens="cls")).n_tokens == 3_000


def test_signs_of_eigenvectors_move_isotropy_by_more_than_an_order_of_magnitude() -> None:
    """Layer 5: one LAPACK's signs give 5.9e-3, another's 2.1e-4; both lie inside the range that is shown."""
    found = answer(MEASUREMENT, replace(MINILM, layer=5)).isotropy
    assert found.symmetric.value == pytest.approx(2.05e-4, rel=0.03)
    assert found.symmetric.value <= 2.1e-4
    assert found.highest.value >= 5.9e-3


def test_removing_dominant_directions_raises_lower_layers_and_costs_the_last() -> None:
    for layer in range(7):
        curves = answer(REMOVAL_CURVES, replace(MINILM, layer=layer)).sts["dominant"].spearman
        if layer < 6:
            assert curves[12] > curves[0]
        else:
            assert curves[12] < curves[0]


def test_the_whole_curve_equals_single_settings() -> None:
    curves = answer(REMOVAL_CURVES, MINILM)
    for end, k in (("dominant", 12), ("dominant", 200), ("least", 50), ("least", 350)):
        one = answer(MEASUREMENT, replace(MINILM, method="global", directions=k, end=end))
        assert curves.sts[end].spearman[k] == pytest.approx(one.sts.spearman, abs=1e-6)
        assert curves.isotropy[end]["symmetric"][k] == pytest.approx(one.isotropy.log10(), abs=1e-6)


def test_five_settings_carry_paired_differences() -> None:
    rows = answer(FIVE_SETTINGS, MINILM).settings
    assert [row.method for row in rows] == [
        "baseline",
        "zero-mean",
        "clustering-zero-mean",
        "global",
        "cluster-based",
    ]
    assert rows[0].difference == ScoreChange(0.0, (0.0, 0.0))
    global_ = rows[3].difference
    assert global_.ci95[0] < global_.value < global_.ci95[1] < 0
    assert max(rows, key=lambda row: row.isotropy.log10()).method == "cluster-based"


def test_the_readme_s_table_of_measured_numbers() -> None:
    lines = README.read_text(encoding="utf-8").splitlines()
    for cell in minilm_cells(TESTED):
        (line,) = (line for line in lines if line.startswith(f"| {SETTINGS[cell.method]} |"))
        told = ", ".join(line.strip("| ").split(" | ")[1:])
        measured = cell.measurements
        assert cell_stands(
            told, *([getattr(one, name) for one in measured] for name in ("performance", "log10_isotropy"))
        ), line
