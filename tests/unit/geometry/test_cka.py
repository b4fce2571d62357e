"""Debiased CKA against the papers' n x n matrices, on spaces whose answer is known, and on degenerate ones."""

import numpy as np
import pytest

from core.errors import GeometryError
from core.geometry import cka
from core.geometry.cka import cka_map, linear_cka
from core.geometry.rows import Rows, as_rows
from tests.reference import two_spaces as naive

RNG = np.random.default_rng(11)
X = RNG.standard_normal((90, 12)) * np.linspace(3, 0.2, 12) + RNG.standard_normal(12)
Y = np.tanh(X[:, :7]) + 0.5 * RNG.standard_normal((90, 7)) + 5.0


def rotation(d: int) -> np.ndarray:
    return np.linalg.qr(RNG.standard_normal((d, d)))[0]


@pytest.mark.parametrize("n", [4, 5, 30, 90])
def test_it_equals_the_papers_matrices_for_any_widths(n: int) -> None:
    assert linear_cka(X[:n], Y[:n]) == pytest.approx(naive.debiased_cka(X[:n], Y[:n]), rel=1e-9, abs=1e-12)
    assert linear_cka(Y[:n], X[:n]) == pytest.approx(linear_cka(X[:n], Y[:n]), rel=1e-10, abs=1e-13)


def test_identical_spaces_give_one_also_in_several_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert linear_cka(X, X) == pytest.approx(1, abs=1e-12)
    assert linear_cka(X.astype(np.float32), X.astype(np.float32)) == pytest.approx(1, abs=1e-12)
    whole = linear_cka(X, Y)
    monkeypatch.setattr(cka, "GRAM_BLOCK", 17)
    assert linear_cka(X, X) == pytest.approx(1, abs=1e-12)
    assert linear_cka(X, Y) == pytest.approx(whole, rel=1e-12)


def test_rotation_shift_and_scale_change_nothing() -> None:
    moved = -3.7 * X @ rotation(12) + 100 * RNG.standard_normal(12)
    assert linear_cka(X, moved) == pytest.approx(1, abs=1e-12)
    assert linear_cka(moved, Y) == pytest.approx(linear_cka(X, Y), rel=1e-10)


def test_random_spaces_are_near_zero_where_the_plain_estimate_is_near_one() -> None:
    first, second = RNG.standard_normal((2, 60, 3000))
    assert naive.biased_cka(first, second) > 0.95
    assert abs(linear_cka(first, second)) < 0.1
    many = [linear_cka(*RNG.standard_normal((2, 20, 300))) for _ in range(200)]
    assert abs(np.mean(many)) < 4 * np.std(many) / len(many) ** 0.5


def test_a_map_holds_every_pair_of_layers_whatever_their_widths(monkeypatch: pytest.MonkeyPatch) -> None:
    xs = [X, X[:, :5] ** 2, Y]
    ys = [as_rows(Y), Rows(X.shape, lambda start, stop: 2 * X[start:stop])]
    wanted = [[naive.debiased_cka(x, y) for y in (Y, X)] for x in xs]
    np.testing.assert_allclose(cka_map(xs, ys), wanted, rtol=1e-9)
    monkeypatch.setattr(cka, "_CELLS", 1)  # one layer of the first checkpoint at a time
    np.testing.assert_allclose(cka_map(xs, ys), wanted, rtol=1e-9)
    assert cka_map([], ys).shape == (0, 2)


def test_a_map_reads_each_layers_own_terms_once() -> None:
    reads = [0, 0]

    def counted(which: int, space: np.ndarray) -> Rows:
        def read(start: int, stop: int) -> np.ndarray:
            reads[which] += 1
            return space[start:stop].copy()

        return Rows(space.shape, read)

    cka_map([counted(0, X)] * 3, [counted(1, Y)] * 2)
    assert reads == [3 * 3, 2 * 3]  # three readings of each layer: mean, own terms, products


def test_progress_reaches_its_end_and_can_stop() -> None:
    told: list[float] = []
    cka_map([X, X], [Y], lambda done, total, unit: told.append(done / total))
    assert told == sorted(told)
    assert told[0] == 0
    assert told[-1] == 1

    def stop(done: float, total: float, unit: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cka_map([X], [Y], stop)


@pytest.mark.parametrize(
    "flat",
    [np.full((90, 3), 0.1), np.zeros((90, 3)), np.eye(90), np.vstack([np.ones((1, 3)), np.zeros((89, 3))])],
    ids=["equal rows", "zeros", "all equally far", "one row apart"],
)
def test_a_space_without_structure_has_no_number(flat: np.ndarray) -> None:
    with np.errstate(all="raise"):
        assert np.isnan(linear_cka(X, flat))
        assert np.isnan(linear_cka(flat, flat))
        assert np.isnan(cka_map([X, flat], [flat, Y])).tolist() == [[True, False], [True, True]]


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(GeometryError, match="at least 4 rows; this space has 3"):
        linear_cka(X[:3], Y[:3])
    with pytest.raises(GeometryError, match="row by row; these have 89 and 90 rows"):
        linear_cka(X, Y[:-1])
    with pytest.raises(GeometryError, match="NaN or infinite"):
        linear_cka(np.where(X > 2, np.nan, X), Y)
