"""CKA of all layers, and neighbours kept."""

from dataclasses import replace

import numpy as np
import pytest

from core.figures.compare.drift import cka_figure, drift_figure
from core.figures.style import DIFFERENCE
from tests.support.compared import Compared


def test_cka_heat_map(answers: Compared) -> None:
    heat = cka_figure(answers.drift).data[0]
    assert list(heat.x) == list(heat.y) == ["emb.", "1", "2"]
    assert (heat.zmin, heat.zmax) == (0, 1)
    np.testing.assert_array_equal(heat.z, answers.drift.cka)


@pytest.mark.parametrize("dark", [False, True])
def test_drift_has_bands_and_chance(dark: bool, answers: Compared) -> None:
    figure = drift_figure(answers.drift, dark)
    names = [trace.name for trace in figure.data]
    assert names[0] == "by chance"
    assert names[-1] == "all words"
    assert "zipf 7 and above" in names
    assert figure.data[-1].line.color == DIFFERENCE


def test_a_band_that_a_layer_lacks_leaves_a_gap(answers: Compared) -> None:
    first, *others = answers.drift.layers
    without = replace(answers.drift, layers=(replace(first, bands=first.bands[1:]), *others))
    gap = next(trace for trace in drift_figure(without).data if trace.name == f"zipf {first.bands[0].band}")
    assert gap.y[0] is None
    assert gap.y[1] == others[0].bands[0].mean
