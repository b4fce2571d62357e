"""The same words in two panels."""

import numpy as np
import plotly.graph_objects as go
import pytest

from core.figures.compare.projection import COLOURS, picked, projection_figure
from core.figures.style import FREQUENCY_SCALE
from tests.support.compared import Compared


@pytest.mark.parametrize("plane", ["shared", "own"])
@pytest.mark.parametrize("colour", list(COLOURS))
@pytest.mark.parametrize("dark", [False, True])
def test_panels_share_scale_and_words(plane: str, colour: str, dark: bool, answers: Compared) -> None:
    figure = projection_figure(answers.projection, plane, colour, dark=dark)
    panels = [[trace for trace in figure.data if trace.xaxis == axis] for axis in ("x", "x2")]
    for panel in panels:
        assert sorted(int(point[0]) for trace in panel for point in trace.customdata) == list(range(112))
    for trace, twin in zip(*panels, strict=True):
        np.testing.assert_array_equal(trace.customdata, twin.customdata)
        assert trace.text == twin.text
    if colour != "kind":
        assert {trace.marker.coloraxis for panel in panels for trace in panel} <= {"coloraxis", None}
        assert figure.layout.coloraxis.colorscale == go.layout.Coloraxis(colorscale=FREQUENCY_SCALE[dark]).colorscale


def test_a_selection_lights_up_in_both_panels(answers: Compared) -> None:
    chosen = [0, 7, 8, 50]
    figure = projection_figure(answers.projection, "own", selected=chosen)
    for axis in ("x", "x2"):
        lit = [
            int(trace.customdata[place][0])
            for trace in figure.data
            if trace.xaxis == axis
            for place in trace.selectedpoints
        ]
        assert sorted(lit) == chosen
    points = [{"customdata": list(trace.customdata[0])} for trace in figure.data] + [{"x": 1.0}]
    assert picked(points) == sorted({int(trace.customdata[0][0]) for trace in figure.data})
    assert projection_figure(answers.projection, "own").data[0].selectedpoints is None
