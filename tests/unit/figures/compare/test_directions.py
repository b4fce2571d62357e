"""Angles between dominant subspaces."""

import numpy as np
import pytest

from core.figures.compare.directions import directions_figure
from tests.support.compared import Compared


@pytest.mark.parametrize("frame", ["own", "rotated"])
def test_angles_overlap_and_share(frame: str, answers: Compared) -> None:
    figure = directions_figure(answers.directions, frame)
    assert {"k = 1", "k = 12", "overlap", "by chance"} <= {trace.name for trace in figure.data}
    assert figure.data[-1].type == "heatmap"
    np.testing.assert_array_equal(figure.data[-1].z, answers.directions.frames[frame].share)
