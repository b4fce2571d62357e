"""Removal curves: the question, the layer in memory, and what measuring a setting gives agree at every k."""

import numpy as np
import pytest

from core.geometry.isotropy import CONVENTIONS
from core.geometry.removal_curve import ENDS
from core.studies.question import answer, context_of, find
from core.studies.removal.basis import Removal, removal
from core.studies.removal.cluster_curve import CLUSTER_CURVE
from core.studies.removal.curves import REMOVAL_CURVES
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT, Measurement

K = 3


@pytest.fixture
def layer(tiny_selection: Selection) -> Removal:
    context = context_of(tiny_selection)
    return removal(context.space, context.texts, -1, "words")


def measured(selection: Selection, **changes: object) -> Measurement:
    return answer(MEASUREMENT, selection.but(**changes))


@pytest.mark.parametrize("end", ENDS)
def test_curves_are_what_a_setting_measures(end: str, layer: Removal, tiny_selection: Selection) -> None:
    curves, setting = (
        answer(REMOVAL_CURVES, tiny_selection),
        measured(tiny_selection, method="global", directions=K, end=end),
    )
    assert curves.sts is not None
    assert setting.sts is not None
    for name in CONVENTIONS:
        assert curves.isotropy[end][name][K] == pytest.approx(setting.isotropy.log10(name), abs=1e-9)
        assert layer.curves[end].isotropy[name][K] == pytest.approx(setting.isotropy.log10(name), abs=1e-9)
    spearman = layer.curves[end].spearman
    assert spearman is not None
    assert len(spearman) == len(layer.curves[end].log10) == layer.most(end) + 1
    assert spearman[K] == curves.sts[end].spearman[K] == pytest.approx(setting.sts.spearman, abs=1e-9)
    at = layer.at(K, end)
    assert at is not None
    assert at.spearman == pytest.approx(setting.sts.spearman, abs=1e-9)
    assert at.ci95 == pytest.approx(setting.sts.ci95, abs=1e-9)
    assert at.difference == pytest.approx(spearman[K] - spearman[0], abs=1e-9)


def test_curves_are_on_disk_as_they_were_computed(tiny_selection: Selection) -> None:
    computed, read = answer(REMOVAL_CURVES, tiny_selection), find(REMOVAL_CURVES, tiny_selection)
    assert read is not None
    assert read.k.tolist() == list(range(computed.dim))
    assert read.eigenvalues.tolist() == computed.eigenvalues.tolist()
    assert (np.diff(read.eigenvalues) <= 0).all()
    assert read.provenance == computed.provenance


def test_the_cluster_based_curve_is_what_settings_measure(tiny_selection: Selection) -> None:
    curve = answer(CLUSTER_CURVE, tiny_selection)
    assert curve.clusters == 2
    assert curve.spearman is not None
    for k, method in ((0, "clustering-zero-mean"), (2, "cluster-based")):
        setting = measured(tiny_selection, method=method, directions=k or tiny_selection.directions)
        assert setting.sts is not None
        assert curve.spearman[k] == pytest.approx(setting.sts.spearman, abs=1e-6)
        assert curve.log10[k] == pytest.approx(setting.isotropy.log10(), abs=1e-6)


def test_a_plane_is_of_the_most_dominant_directions_that_are_left(layer: Removal) -> None:
    assert layer.plane(0, "dominant").directions == (1, 2)
    plane = layer.plane(K, "dominant")
    assert plane.directions == (K + 1, K + 2)
    assert np.array_equal(plane.points, layer.coordinates[:, K : K + 2])
    assert layer.plane(K, "least").directions == (1, 2)
    assert sum(layer.plane(layer.rank - 2, "dominant").shares) == pytest.approx(100, abs=1e-6)
    alone = layer.plane(layer.dim - 1, "least")
    assert alone.directions == (1, 1)
    assert not alone.points[:, 1].any()
