"""What must hold of I(W) and of every measure, whatever the space."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.geometry.isotropy import from_partition, isotropy
from core.geometry.measure import measure_all
from core.geometry.moments import moments
from core.geometry.removal_curve import ENDS, centred_spectrum, isotropy_curve

FINITE = st.floats(-50, 50, allow_nan=False, width=32)
SPACES = st.tuples(st.integers(1, 30), st.integers(1, 6)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=FINITE)
)
SETTINGS = settings(max_examples=120, deadline=None)


def spread(space: np.ndarray) -> bool:
    """Whether eigenvectors are well defined: eigenvalues apart from each other."""
    values = np.linalg.eigvalsh(space.T @ space)
    return bool(np.diff(values).min(initial=np.inf) > 1e-3 * max(values.max(), 1e-9))


@SETTINGS
@given(SPACES)
def test_conventions_are_ordered_and_bounded(space: np.ndarray) -> None:
    found = isotropy(space)
    slack = 1e-12
    assert found.symmetric <= found.lowest + slack
    assert found.lowest <= found.as_published + slack
    assert found.as_published <= found.highest + slack
    assert found.highest <= slack


@SETTINGS
@given(st.lists(st.tuples(st.floats(-300, 300), st.floats(-300, 300)), min_size=1, max_size=7))
def test_conventions_from_any_partition_values_are_ordered(values: list[tuple[float, float]]) -> None:
    plus, minus = np.array(values).T
    found = from_partition(plus, minus)
    assert found.symmetric <= found.lowest + 1e-9
    assert found.lowest <= found.as_published + 1e-9
    assert found.as_published <= found.highest + 1e-9


@SETTINGS
@given(SPACES, st.integers(0, 2**31))
def test_rotation_changes_nothing(space: np.ndarray, seed: int) -> None:
    assume(spread(space))
    rotation = np.linalg.qr(np.random.default_rng(seed).standard_normal((space.shape[1],) * 2))[0]
    before, after = isotropy(space), isotropy(space @ rotation)
    for convention in ("symmetric", "lowest", "highest"):  # 'as published' hangs on coordinates by definition
        assert getattr(after, convention) == pytest.approx(getattr(before, convention), rel=1e-6, abs=1e-6)
    one, other = measure_all(moments(space)), measure_all(moments(space @ rotation))
    for key in ("mean_cosine", "participation_ratio", "isoscore"):
        assert other[key] == pytest.approx(one[key], rel=1e-5, abs=1e-5, nan_ok=True)


@SETTINGS
@given(SPACES, st.randoms())
def test_order_of_tokens_changes_nothing(space: np.ndarray, random: object) -> None:
    assume(spread(space))
    order = np.random.default_rng(0).permutation(len(space))
    assert isotropy(space[order]).symmetric == pytest.approx(isotropy(space).symmetric, rel=1e-8, abs=1e-8)


@SETTINGS
@given(SPACES)
def test_shifting_changes_nothing_after_centring(space: np.ndarray) -> None:
    centred = centred_spectrum(space)
    assume(spread(space - space.mean(0)))
    shifted = centred_spectrum(space + 7)
    for end in ENDS:
        ours = isotropy_curve(centred, end)["symmetric"]
        np.testing.assert_allclose(isotropy_curve(shifted, end)["symmetric"], ours, rtol=1e-5, atol=1e-5)


@SETTINGS
@given(SPACES)
def test_partition_of_centred_data_is_at_least_n(space: np.ndarray) -> None:
    spectrum = centred_spectrum(space)
    assert (spectrum.plus >= np.log(len(space)) - 1e-9).all()
    assert (spectrum.minus >= np.log(len(space)) - 1e-9).all()


@SETTINGS
@given(SPACES)
def test_participation_ratio_lies_between_one_and_d(space: np.ndarray) -> None:
    found = measure_all(moments(space))
    assume(np.isfinite(found["participation_ratio"]))
    assert 1 - 1e-9 <= found["participation_ratio"] <= space.shape[1] + 1e-9
