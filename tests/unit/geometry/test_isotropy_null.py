"""Isotropic spaces of the same size: what they reach, and that nothing depends on how they are read."""

import numpy as np
import pytest

from core.geometry import isotropy_null
from core.geometry.isotropy import CONVENTIONS, isotropy
from core.geometry.isotropy_null import gaussian_null, norms_of, own_norms_null


def test_a_gaussian_space_is_one_of_its_null() -> None:
    n, dim, rms = 500, 12, 3.0
    found = gaussian_null(n, dim, rms, draws=60)
    assert set(found) == set(CONVENTIONS)
    space = np.random.default_rng(5).standard_normal((n, dim)) * rms / dim**0.5
    value = isotropy(space).symmetric
    assert found["symmetric"].min() < value < found["symmetric"].max()
    assert isotropy(space + 1.0).symmetric < found["symmetric"].min()
    assert (found["symmetric"] < 0).all()  # a finite sphere is not 0


def test_longer_rows_reach_less() -> None:
    short, long = (gaussian_null(300, 10, rms, draws=10)["symmetric"].mean() for rms in (1.0, 6.0))
    assert long < short < 0


def test_own_norms_are_those_of_the_space() -> None:
    norms = np.random.default_rng(1).lognormal(0, 1, 400)
    rows = isotropy_null._generated(
        400, 7, lambda random, start, stop: norms[start:stop, None] * np.eye(7)[np.zeros(stop - start, int)], (0, 0)
    )
    np.testing.assert_allclose(norms_of(rows), norms)
    equal = own_norms_null(np.full(400, 2.0), 7, draws=30)["symmetric"]
    gaussian = gaussian_null(400, 7, 2.0, draws=30)["symmetric"]
    assert abs(equal.mean() - gaussian.mean()) < 0.3
    heavy = own_norms_null(norms * 2, 7, draws=30)["symmetric"]
    assert heavy.mean() < equal.mean()  # a few long rows stand out in their directions


def test_blocks_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isotropy_null, "_CHUNK", 64)
    rows = isotropy_null._generated(
        300, 5, lambda random, start, stop: random.standard_normal((stop - start, 5)), (1, 2)
    )
    whole = rows.read(0, 300)
    for size in (1, 50, 64, 299):
        np.testing.assert_array_equal(np.concatenate([block for _, block in rows.blocks(size)]), whole)


def test_seeds_repeat() -> None:
    one, same, other = (gaussian_null(100, 4, 1.0, 3, seed)["lowest"] for seed in (0, 0, 1))
    np.testing.assert_array_equal(one, same)
    assert (one != other).all()
