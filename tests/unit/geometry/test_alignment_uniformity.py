"""Alignment and uniformity against loops over pairs, and where they have no value."""

import numpy as np
import pytest

from core.errors import GeometryError
from core.geometry import alignment_uniformity
from core.geometry.alignment_uniformity import alignment, uniformity
from tests.reference import two_spaces as naive

RNG = np.random.default_rng(12)
FIRST, SECOND = RNG.standard_normal((2, 40, 6)) + 0.3
GOLD = np.round(RNG.uniform(0, 5, 40), 1)
ZEROS = np.zeros((3, 6))


@pytest.mark.parametrize("threshold", [4.0, 2.5, -1.0])
def test_alignment_equals_the_loop_over_similar_pairs(threshold: float) -> None:
    similar = threshold < GOLD
    wanted = naive.alignment(FIRST[similar], SECOND[similar])
    assert alignment(FIRST, SECOND, GOLD, threshold) == pytest.approx(wanted, rel=1e-12)
    assert alignment(3 * FIRST, 0.1 * SECOND, GOLD, threshold) == pytest.approx(wanted, rel=1e-12)


def test_alignment_runs_from_0_in_one_point_to_4_on_opposite_sides() -> None:
    assert alignment(FIRST, FIRST, GOLD) == 0
    assert alignment(FIRST, -2 * FIRST, GOLD) == pytest.approx(4)


def test_alignment_has_no_value_without_similar_pairs() -> None:
    with np.errstate(all="raise"):
        assert np.isnan(alignment(FIRST, SECOND, GOLD, threshold=5.0))
        assert np.isnan(alignment(FIRST * 0, SECOND, GOLD))
        assert np.isnan(alignment(FIRST[:0], SECOND[:0], GOLD[:0]))


def test_pairs_with_a_zero_vector_are_left_out() -> None:
    first, second = np.vstack([FIRST, ZEROS, FIRST[:3]]), np.vstack([SECOND, SECOND[:3], ZEROS])
    gold = np.r_[GOLD, np.full(6, 5.0)]
    assert alignment(first, second, gold) == pytest.approx(alignment(FIRST, SECOND, GOLD), rel=1e-12)


@pytest.mark.parametrize("t", [2.0, 0.5])
def test_uniformity_equals_the_loop_over_pairs_in_any_blocks(t: float, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = naive.uniformity(FIRST, t)
    assert uniformity(FIRST, t) == pytest.approx(wanted, rel=1e-12)
    assert uniformity((5 * FIRST).astype(np.float32), t) == pytest.approx(wanted, rel=1e-5)
    for cells in (1, 40 * 7):
        monkeypatch.setattr(alignment_uniformity, "_CELLS", cells)
        assert uniformity(FIRST, t) == pytest.approx(wanted, rel=1e-12)


def test_uniformity_of_one_point_of_opposites_and_of_an_even_spread() -> None:
    assert uniformity(np.ones((5, 3))) == pytest.approx(0, abs=1e-14)
    assert uniformity(np.array([[1.0, 0], [-2.0, 0]])) == pytest.approx(-8)
    assert uniformity(RNG.standard_normal((1500, 400))) == pytest.approx(-4 + 8 / 400, abs=0.005)


def test_uniformity_leaves_zero_vectors_out_and_needs_two_others() -> None:
    with np.errstate(all="raise"):
        assert uniformity(np.vstack([ZEROS, FIRST])) == pytest.approx(uniformity(FIRST), rel=1e-12)
        assert np.isnan(uniformity(ZEROS))
        assert np.isnan(uniformity(np.vstack([ZEROS, FIRST[:1]])))


def test_what_is_no_pair_or_no_number_is_refused() -> None:
    with pytest.raises(GeometryError, match="are not pairs"):
        alignment(FIRST, SECOND[:-1], GOLD)
    with pytest.raises(GeometryError, match="are not pairs"):
        alignment(FIRST, SECOND, GOLD[:-1])
    broken = FIRST.copy()
    broken[int(GOLD.argmax()), 1] = np.nan
    with pytest.raises(GeometryError, match="NaN or infinite"):
        alignment(broken, SECOND, GOLD)
    with pytest.raises(GeometryError, match="NaN or infinite"):
        uniformity(broken)
