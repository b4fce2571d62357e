"""The library: examples that run, whatever kind of array comes in, and answers that are looked at."""

import doctest
import sys

import numpy as np
import pytest
import torch
from sklearn.base import clone
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import parametrize_with_checks

import core
from core.api import arrays, checkpoints, evaluator, post_processing, vectors
from core.errors import UsageError
from core.geometry.isotropy import isotropy
from core.geometry.post_processing import Options, fit
from core.geometry.rank_correlation import spearman_rows
from core.studies.selection import Selection

VECTORS = np.random.default_rng(0).standard_normal((200, 6)) * [9, 3, 1, 1, 1, 1] + 2


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package under the name that its users know."""
    monkeypatch.setitem(sys.modules, "isoscope", core)


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("module", [arrays, post_processing, vectors])
def test_examples(module: object) -> None:
    done = doctest.testmod(module)
    assert done.attempted >= 3
    assert not done.failed


@pytest.mark.slow
@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("module", [checkpoints, evaluator])
def test_examples_that_encode(module: object) -> None:
    done = doctest.testmod(module)
    assert done.attempted >= 3
    assert not done.failed


def test_every_name_is_there_and_documented() -> None:
    for name in core.__all__:
        assert getattr(core, name).__doc__
    assert set(core.__all__) <= set(dir(core))
    with pytest.raises(AttributeError, match="isotropie"):
        core.isotropie  # noqa: B018


@pytest.mark.parametrize(
    "kind", [np.asarray, np.ndarray.tolist, torch.tensor, lambda v: torch.tensor(v).requires_grad_()]
)
def test_every_kind_of_array_gives_the_same(kind) -> None:
    assert core.isotropy(kind(VECTORS)) == isotropy(VECTORS)


def test_half_precision_and_memory_maps_are_read(tmp_path) -> None:
    np.save(tmp_path / "v.npy", VECTORS)
    assert core.isotropy(np.load(tmp_path / "v.npy", mmap_mode="r")) == isotropy(VECTORS)
    rounded = torch.tensor(VECTORS, dtype=torch.bfloat16)
    assert core.isotropy(rounded) == isotropy(rounded.float().numpy())


def test_removal_curve_scores_pairs_as_if_each_k_were_removed() -> None:
    first, second, gold = VECTORS[:80], VECTORS[80:160], np.arange(80.0)
    curve = core.removal_curve(VECTORS, (first, second, gold)).answer.curves["dominant"]
    apply = fit("global", VECTORS, Options(directions=2)).apply
    a, b = apply(first.copy()), apply(second.copy())
    cosines = (a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)
    assert curve.spearman is not None
    assert curve.spearman[2] == pytest.approx(spearman_rows(cosines[None], gold)[0])
    with pytest.raises(UsageError, match="as many gold scores"):
        core.removal_curve(VECTORS, (first, second[:3], gold))


def test_a_result_can_be_looked_at() -> None:
    curve = core.removal_curve(VECTORS, title="<mine>")
    assert "log10 I(W)" in repr(curve)
    assert curve._repr_html_().count("<tr>") == 1 + 2 * 6
    assert list(curve.to_pandas()["k"][:3]) == [0, 1, 2]
    assert len(curve.figure().data) >= 2
    with pytest.raises(UsageError, match="no figure"):
        core.measures(VECTORS).figure()


def test_process_is_the_method() -> None:
    fitted = core.process(VECTORS, "global", directions=2)
    before = VECTORS.copy()
    np.testing.assert_allclose(fitted.transform(VECTORS), fit("global", VECTORS, Options(directions=2)).apply(before))
    assert make_pipeline(clone(fitted)).fit_transform(VECTORS).shape == VECTORS.shape
    with pytest.raises(UsageError, match="6 directions cannot be removed of 6"):
        core.process(VECTORS, directions=6)


@pytest.mark.parametrize("end", ["dominant", "least"])
def test_what_was_fitted_does_not_hang_on_the_order_of_few_vectors(end: str) -> None:
    draw = np.random.default_rng(0)
    few, others = draw.standard_normal((40, 64)), draw.standard_normal((200, 64))
    one, other = (core.process(rows, "global", directions=20, end=end) for rows in (few, few[::-1]))
    np.testing.assert_allclose(one.transform(others), other.transform(others), atol=1e-9)


NO_PICKLES = dict.fromkeys(["check_estimators_pickle"], "a fitted method is a function, as its docstring says")


@parametrize_with_checks(
    [core.PostProcessing("zero-mean"), core.PostProcessing("global", directions=0)],
    expected_failed_checks=lambda estimator: NO_PICKLES,
)
def test_scikit_learns_own_checks(estimator, check) -> None:
    check(estimator)


def test_an_unknown_setting_is_told() -> None:
    with pytest.raises(UsageError, match=r"Unknown setting direction. Choose of: .*directions"):
        core.measure(Selection.checkpoint, direction=3)
