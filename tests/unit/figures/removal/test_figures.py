"""Figures of removing directions: what they draw, and what they leave out."""

import numpy as np
import pytest

from core.figures.removal.curves import Reference, curves_figure
from core.figures.removal.factors import factors_figure
from core.figures.removal.leave_one_out import leave_one_out_figure
from core.figures.removal.null import null_figure
from core.figures.removal.outliers import outliers_figure
from core.figures.removal.slider import removal_figure
from core.figures.removal.spectrum import spectrum_figure
from core.figures.removal.windows import windows_figure
from core.figures.style import NEUTRAL, ROLE
from core.studies.removal.curve import Curve
from core.studies.removal.factors import EncodedFactors
from core.studies.removal.leave_one_out import LeaveOneOut
from core.studies.removal.null import NullRemoval
from core.studies.removal.outliers import LayersOutliers, OutlierDimensions, ZeroedIsotropy, ZeroedScore
from core.studies.removal.space_curves import SpaceCurves
from core.studies.removal.windows import Windows
from core.studies.space.measured import LogValue, SpaceIsotropy

LOG10 = np.array([-3.0, -2.0, -1.0])


def curve(scored: bool = True) -> Curve:
    isotropy = {"symmetric": LOG10, "lowest": LOG10 - 0.1, "highest": LOG10 + 0.1}
    return Curve(isotropy, np.array([80.0, 82.0, np.nan]) if scored else None)


def space(title: str, role: str, scored: bool = True, clusters: Curve | None = None) -> SpaceCurves:
    return SpaceCurves(title, role, {"dominant": curve(scored), "least": curve(scored)}, clusters)


def test_both_ends_of_all_checkpoints_in_their_hues() -> None:
    spaces = [space("<one>", "pre-trained", clusters=curve()), space("two", "fine-tuned")]
    figure = curves_figure(spaces, [Reference("baseline", 79.0), Reference("undefined", np.nan)])
    named = {trace.name: trace for trace in figure.data}
    assert named["&lt;one&gt;: global, dominant"].line.color == ROLE["pre-trained"]
    assert named["two: global, least"].line.color == ROLE["fine-tuned"]
    assert "&lt;one&gt;: cluster-based, dominant" in named
    assert named["baseline"].y == (79.0, 79.0)
    assert named["baseline"].x == (0, 2)
    assert "undefined" not in named
    assert len(figure.data) == 2 * 5 + 1  # isotropy and score of five curves, and a level


def test_checkpoints_without_scores_have_isotropy_alone() -> None:
    figure = curves_figure([space("one", "unknown", scored=False)], [])
    assert len(figure.data) == 2
    assert curves_figure([], []).data == ()


@pytest.mark.parametrize(("scored", "traces"), [(True, 4), (False, 3)])
def test_the_slider_s_curves_stand_over_the_range_of_signs(scored: bool, traces: int) -> None:
    figure = removal_figure(curve(scored), "pre-trained", "least", marked=1)
    assert len(figure.data) == traces
    np.testing.assert_allclose(figure.data[2].y, 10**LOG10)
    assert figure.data[1].fill == "tonexty"
    assert [shape.x0 for shape in figure.layout.shapes] == [1] * (2 if scored else 1)


def test_windows_are_changes_with_the_best_marked() -> None:
    scores = np.array([[80.0, 83.0, 79.0], [np.nan, 80.0, 81.0], [np.nan, np.nan, 80.0]])
    figure = windows_figure(
        Windows(np.array([0, 1, 2]), scores, np.where(np.isnan(scores), np.nan, -1.0), (0, 1, 83.0))
    )
    heat, star = figure.data
    np.testing.assert_array_equal(heat.z, scores - 80.0)
    assert heat.text[0][1] == "0.100"
    assert heat.text[1][0] == ""
    assert (star.x[0], star.y[0]) == (1, 0)
    assert star.name == "best window: direction 1 removed, 83.00 points"
    assert len(windows_figure(Windows(np.array([0, 1, 2]), scores, scores, None)).data) == 1


def test_random_removals_are_bands_where_they_are_defined() -> None:
    draws = np.linspace([80.0, 70.0, np.nan], [80.0, 74.0, np.nan], 79)
    scores = np.array([80.0, 65.0, 60.0])
    answer = NullRemoval(
        np.array([0, 1, 2]), scores, scores + 1, {"a": draws, "b": draws}, np.zeros((79, 3), dtype=int)
    )
    figure = null_figure(answer, "fine-tuned")
    low, high, middle = figure.data[:3]
    step = 4 / 78
    ends = [[80.0, 70.0 + step], [80.0, 74.0 - step], [80.0, 72.0]]
    assert [list(trace.y) for trace in (low, high, middle)] == [pytest.approx(end) for end in ends]
    assert list(middle.x) == [0, 1]
    assert [trace.name for trace in figure.data[-2:]] == ["most dominant directions", "least dominant directions"]
    np.testing.assert_array_equal(figure.data[-1].y, scores + 1)


def test_single_directions_are_told_apart_by_their_intervals() -> None:
    change = np.array([-1.0, 0.1, 0.5])
    low, high = np.array([-2.0, -0.2, np.nan]), np.array([-0.5, 0.4, np.nan])
    figure = leave_one_out_figure(LeaveOneOut(80.0, change, low, high, low - 1, high + 1, 0.1), "pre-trained")
    kinds = {trace.name: trace for trace in figure.data}
    assert [list(trace.x) for trace in figure.data] == [[2], [1], [3]]
    assert kinds["interval without 0"].marker.color == ROLE["pre-trained"]
    assert kinds["interval holds 0"].marker.color == NEUTRAL
    assert kinds["interval without 0"].error_y.arrayminus[0] == 1.0
    answer = LeaveOneOut(80.0, change, low, high, low - 1, high + 0.1, 0.1)
    together = {trace.name: trace for trace in leave_one_out_figure(answer, "pre-trained").data}
    assert list(together["without 0 among all directions together"].x) == [1]


def test_factors_are_shown_for_directions_with_variance() -> None:
    share = {"frequency": np.array([0.5, np.nan, 0.1]), "position": np.array([0.1, 0.2, 0.3])}
    heat = factors_figure(EncodedFactors(share, np.full(3, 1 / 3), 0.01, 100, 2, {}), 30).data[0]
    assert list(heat.x) == [1, 2]
    assert list(heat.y) == ["frequency", "position"]
    np.testing.assert_allclose(heat.z, [[50.0, np.nan], [10.0, 20.0]])
    assert heat.zmax == 50.0


def test_outliers_are_three_bars_a_layer() -> None:
    isotropy = SpaceIsotropy(*[LogValue(0.1, -1.0)] * 4)
    rows = [
        OutlierDimensions(
            layer,
            0.4,
            np.array([5, 2, 9]),
            np.array([0.5, 0.2, np.nan]),
            np.array([5]),
            ZeroedIsotropy(isotropy, None),
            ZeroedScore(None, None),
        )
        for layer in (0, 1)
    ]
    figure = outliers_figure(LayersOutliers(tuple(rows)), "unknown")
    assert [trace.y[0] for trace in figure.data[:2]] == [50.0, 20.0]
    assert [trace.customdata[1] for trace in figure.data] == [5, 2, 9]
    assert list(figure.layout.xaxis.ticktext) == ["embeddings", "1"]


@pytest.mark.parametrize(("end", "gone"), [("dominant", (1, 2)), ("least", (3, 4))])
def test_removed_directions_are_grey_in_the_spectrum(end: str, gone: tuple[int, int]) -> None:
    left, removed = spectrum_figure(np.array([4.0, 3.0, 2.0, 1.0]), "pre-trained", 2, end).data
    assert tuple(removed.x) == gone
    assert removed.marker.color == NEUTRAL
    assert sum(left.y) + sum(removed.y) == pytest.approx(100)
