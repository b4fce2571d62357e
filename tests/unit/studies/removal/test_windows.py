"""Windows, random removals and single directions: on one layer they agree with the removal curves."""

from pathlib import Path

import numpy as np
import pytest

from core.errors import UsageError
from core.geometry.null_removal import DRAWS, KINDS
from core.studies.question import answer, context_of
from core.studies.removal.basis import Removal, removal
from core.studies.removal.leave_one_out import LEAVE_ONE_OUT
from core.studies.removal.null import NULL
from core.studies.removal.windows import EVERY_WINDOW, WINDOWS
from core.studies.selection import Selection


@pytest.fixture
def layer(tiny_selection: Selection) -> Removal:
    context = context_of(tiny_selection)
    return removal(context.space, context.texts, -1, "words")


def test_windows_from_the_first_direction_are_the_removal_curve(layer: Removal, tiny_selection: Selection) -> None:
    windows, curve = answer(WINDOWS, tiny_selection), layer.curves["dominant"]
    assert curve.spearman is not None
    steps = np.arange(len(curve.log10))
    assert windows.edges.tolist() == list(range(layer.dim + 1))  # a space this small has every window
    np.testing.assert_allclose(windows.spearman[0, steps], curve.spearman, atol=1e-9)
    np.testing.assert_allclose(windows.isotropy[0, steps], curve.log10, atol=1e-9)
    assert np.isnan(windows.spearman[2, 1])
    assert windows.best is not None
    begin, end, score = windows.best
    assert windows.spearman[begin, end] == score == np.nanmax(windows.spearman)
    every = answer(EVERY_WINDOW, tiny_selection)
    assert every.best == windows.best
    assert np.array_equal(every.spearman, windows.spearman, equal_nan=True)


@pytest.mark.parametrize("window", [(0, 0), (0, 3), (2, 7)])
def test_a_window_by_itself_is_that_of_the_grid(
    window: tuple[int, int], layer: Removal, tiny_selection: Selection
) -> None:
    windows = answer(WINDOWS, tiny_selection)
    quick, exact = (layer.window(*window, intervals=intervals) for intervals in (False, True))
    assert quick.score is not None
    assert exact.score is not None
    assert quick.log10 == exact.log10 == pytest.approx(windows.isotropy[window], abs=1e-9)
    assert quick.score.spearman == pytest.approx(windows.spearman[window], abs=1e-9)
    assert exact.score.spearman == pytest.approx(quick.score.spearman, abs=1e-9)
    assert exact.score.difference == pytest.approx(quick.score.difference, abs=1e-9)
    assert quick.score.difference_ci95 is None
    assert exact.score.difference_ci95 is not None
    low, high = exact.score.difference_ci95
    assert low <= high


def test_random_removals_stand_beside_the_curves(layer: Removal, tiny_selection: Selection) -> None:
    null = answer(NULL, tiny_selection)
    curves = layer.curves
    assert null.k.max() < layer.rank
    for end, scores in (("dominant", null.dominant), ("least", null.least)):
        spearman = curves[end].spearman
        assert spearman is not None
        np.testing.assert_array_equal(scores, spearman[null.k])
    assert list(null.null) == list(KINDS)
    for draws in null.null.values():
        assert draws.shape == (DRAWS, len(null.k))
        np.testing.assert_allclose(draws[:, 0], null.dominant[0], atol=1e-9)
    assert null.removed.shape == (DRAWS, len(null.k))
    assert (null.removed[:, 0] == 0).all()


def test_each_direction_alone_is_known_at_once_and_with_intervals_later(
    layer: Removal, tiny_selection: Selection
) -> None:
    scores, change = answer(LEAVE_ONE_OUT, tiny_selection), layer.without_each()
    assert change is not None
    assert len(scores.change) == len(change) == layer.rank
    np.testing.assert_allclose(scores.change, change, atol=1e-9)
    assert scores.before + scores.change[0] == pytest.approx(answer(WINDOWS, tiny_selection).spearman[0, 1], abs=1e-9)
    assert (scores.low <= scores.high).all()


def test_questions_of_the_score_need_one(tiny: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("A man is playing.\nThe dog is eating the cat.\nA horse!\n", encoding="utf-8")
    chosen = Selection(checkpoint=str(tiny), texts=str(corpus))
    for question in (WINDOWS, NULL, LEAVE_ONE_OUT):
        with pytest.raises(UsageError, match="no gold scores"):
            answer(question, chosen)  # type: ignore[arg-type]
    context = context_of(chosen)
    layer = removal(context.space, context.texts, -1, "words")
    assert layer.without_each() is None
    assert layer.at(1, "dominant") is None
    assert layer.window(0, 2, intervals=True).score is None
    assert layer.curves["least"].spearman is None
