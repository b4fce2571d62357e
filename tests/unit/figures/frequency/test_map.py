"""Pictures of maps: what they show, in what precision, under which colours."""

from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from core.figures.frequency.map import map_figure
from core.figures.frequency.panel import Panel, axis_titles, panel_of
from core.figures.style import CATEGORIES, FREQUENCY_SCALE, NEUTRAL
from core.tokens.points import PointDetails
from tests.support.frequency_answers import drawn_map

RNG = np.random.default_rng(51)


def panel(n: int = 60, dimensions: int = 2, **given: Any) -> Panel:
    values = RNG.uniform(0, 8, n)
    values[::5] = np.nan
    usual = {
        "title": "Mine",
        "points": RNG.standard_normal((n, dimensions)),
        "values": values,
        "text": [f"<b>w{i}</b>" for i in range(n)],
        "axes": tuple(f"axis {i}" for i in range(dimensions)),
        "name": np.array([f"w{i}" for i in range(n)]),
    }
    return Panel(**(usual | given))


def rows_of(figure: go.Figure) -> np.ndarray:
    traces = [trace for trace in figure.data if trace.customdata is not None]
    return np.sort(np.concatenate([np.asarray(trace.customdata) for trace in traces]))


@pytest.mark.parametrize("dimensions", [2, 3])
def test_every_point_is_there_once_in_single_precision_with_its_row(dimensions: int) -> None:
    one = panel(dimensions=dimensions)
    figure = map_figure([one], "frequency")
    assert rows_of(figure).tolist() == list(range(60))
    for trace in figure.data:
        assert trace.type == ("scattergl" if dimensions == 2 else "scatter3d")
        assert np.asarray(trace.x).dtype == np.float32
        assert np.asarray(trace.customdata).dtype == np.int32
        np.testing.assert_allclose(trace.x, one.points[trace.customdata, 0], rtol=1e-6)
        np.testing.assert_allclose(trace.y, one.points[trace.customdata, 1], rtol=1e-6)
        assert list(trace.text) == [one.text[row] for row in trace.customdata]


def test_frequency_has_one_scale_for_all_panels_darker_for_more_frequent() -> None:
    figure = map_figure([panel(), panel(40)], "frequency")
    axis = figure.layout.coloraxis
    assert (axis.cmin, axis.cmax) == (0, 8)
    assert figure.layout.coloraxis.colorbar.title.text.startswith("Zipf")
    coloured = [trace for trace in figure.data if trace.name == "words"]
    assert {trace.marker.coloraxis for trace in coloured} == {"coloraxis"}
    grey = [trace for trace in figure.data if isinstance(trace.marker.color, str)]
    assert {trace.marker.color for trace in grey} == {NEUTRAL}
    assert [len(trace.x) for trace in grey] == [12, 8]
    assert [trace.showlegend for trace in grey] == [True, False]
    dark = map_figure([panel()], "frequency", dark=True).layout.coloraxis.colorscale
    assert dark != axis.colorscale
    assert FREQUENCY_SCALE[False].endswith("_r")


def test_other_numbers_share_the_limits_of_all_panels() -> None:
    low, high = panel(values=RNG.uniform(0, 3, 60)), panel(values=RNG.uniform(0, 30, 60))
    assert 15 < map_figure([low, high], "position").layout.coloraxis.cmax < 30


def test_categories_have_the_same_colour_in_all_panels() -> None:
    first = panel(4, values=np.array(["b", "a", "b", "c"]))
    second = panel(3, values=np.array(["c", "b", "c"]))
    figure = map_figure([first, second], "genre")
    colours: dict[str, set[str]] = {}
    for trace in figure.data:
        colours.setdefault(trace.name, set()).add(trace.marker.color)
    assert {name: len(found) for name, found in colours.items()} == {"a": 1, "b": 1, "c": 1}
    assert len(set.union(*colours.values())) == 3
    assert figure.layout.showlegend


def test_more_categories_than_colours_differ_in_symbol_and_then_say_their_name() -> None:
    names = np.array([f"sentence {i:03d}" for i in range(100)])
    figure = map_figure([panel(100, values=names)], "sentence")
    assert len(figure.data) == len(CATEGORIES) * 6
    assert len({(trace.marker.color, trace.marker.symbol) for trace in figure.data}) == len(figure.data)
    assert not figure.layout.showlegend
    for trace in figure.data:
        assert all(f"<br>sentence {row:03d}" in text for row, text in zip(trace.customdata, trace.text, strict=True))


@pytest.mark.parametrize("dimensions", [2, 3])
def test_labels_are_printed_literally_and_lit_points_are_ringed(dimensions: int) -> None:
    one = panel(dimensions=dimensions, labels=np.array([3, 7]), lit=np.array([1, 2, 5]))
    one = replace(one, name=np.where(np.arange(60) == 3, "<b>%{x}</b>", one.name))
    figure = map_figure([one], "frequency")
    labels = figure.layout.annotations if dimensions == 2 else figure.layout.scene.annotations
    assert [label.text for label in labels] == ["&lt;b&gt;% {x}&lt;/b&gt;", "w7"]
    ring = next(trace for trace in figure.data if trace.name == "lit")
    np.testing.assert_allclose(ring.x, one.points[[1, 2, 5], 0], rtol=1e-6)
    assert ring.customdata is None  # a selection counts points, not rings
    assert rows_of(figure).tolist() == list(range(60))


def test_panels_of_one_frame_share_their_limits_and_zoom_others_do_not() -> None:
    near, far = panel(), panel(points=RNG.standard_normal((60, 2)) * 50)
    shared = map_figure([near, far], "frequency", same_frame=True)
    assert shared.layout.xaxis.range == shared.layout.xaxis2.range
    assert shared.layout.xaxis2.matches == "x"
    own = map_figure([near, far], "frequency")
    assert own.layout.xaxis.range[1] < own.layout.xaxis2.range[1]
    assert own.layout.xaxis2.matches is None


def test_axes_without_meaning_have_no_ticks_and_one_scale() -> None:
    figure = map_figure([panel(scaled_alike=True)], "frequency", drag="lasso")
    assert figure.layout.xaxis.showticklabels is False
    assert figure.layout.yaxis.scaleanchor == "x"
    assert figure.layout.dragmode == "lasso"
    assert axis_titles(("UMAP 1", "UMAP 2"), None) == ("UMAP 1", "UMAP 2")
    assert axis_titles(("Direction 3",), (12.345,)) == ("Direction 3 (12.3 % of the variance)",)


def test_fifty_thousand_points_are_a_few_megabytes() -> None:
    n = 50_000
    one = panel(n, text=["word"] * n)
    assert len(map_figure([one], "frequency").to_json()) < 4e6


def test_a_panel_is_the_picture_of_a_map() -> None:
    of, nan = 5, np.full(5, np.nan)
    names, no = np.array([f"<w{i}>" for i in range(of)]), np.zeros(of, dtype=bool)
    details = PointDetails(names, np.arange(of), np.ones(of), nan, nan, nan, no, no, np.arange(of), names)
    pictured = panel_of(drawn_map(of), details, "cluster", clusters=np.array([0, 1, 0, 1, 2]), lit=np.array([4]))
    assert pictured.values.tolist() == ["cluster 1", "cluster 2", "cluster 1", "cluster 2", "cluster 3"]
    assert pictured.points.dtype == np.float32
    assert pictured.text[0] == "&lt;w0&gt;"
    assert pictured.axes == ("Direction 1 (30.0 % of the variance)", "Direction 2 (12.5 % of the variance)")
    assert not pictured.scaled_alike
    assert panel_of(drawn_map(of, "tsne"), details, "frequency").scaled_alike
    assert panel_of(drawn_map(of, dimensions=3), details, "frequency").dimensions == 3
