"""Both spaces in one frame."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from core.studies.compare.projection import COMPARED_PROJECTION, PLANES
from core.studies.comparison import Comparison
from core.studies.question import answer
from core.studies.selection import Selection

Compare = Callable[..., Any]


def test_a_checkpoint_lies_on_itself(compare: Compare) -> None:
    shown = compare(COMPARED_PROJECTION, "tiny", "tiny")
    assert shown.moved.max() < 1e-6
    assert list(shown.views) == list(PLANES)
    for plane in shown.views.values():
        np.testing.assert_allclose(plane.first, plane.second, atol=1e-4)
        assert plane.first.shape == (len(shown.word), 2)
        assert plane.share.shape == (2, 2)


def test_a_rotation_is_recovered(compare: Compare) -> None:
    shown = compare(COMPARED_PROJECTION, "tiny", "rotated")
    assert shown.rotated == "second"
    own, shared = shown.views["own"], shown.views["shared"]
    np.testing.assert_allclose(own.first, own.second, atol=1e-3)
    assert np.abs(shared.first - shared.second).max() > 0.1  # the coordinates that both have are not the same here
    assert (own.rotated, shared.rotated) == (None, "")


def test_another_width_is_reached_by_rotation(compare: Compare) -> None:
    shown = compare(COMPARED_PROJECTION, "tiny", "wider")
    assert shown.rotated == shown.views["shared"].rotated == "first"
    for plane in shown.views.values():
        np.testing.assert_allclose(plane.first, plane.second, atol=1e-3)


def test_the_second_has_clusters_of_its_own(selected: Callable[..., Selection]) -> None:
    first = selected("tiny", layer=1)
    clustered = replace(first, method="cluster-based", directions=1, clusters=2)
    shown = answer(COMPARED_PROJECTION, Comparison(first, clustered), device="cpu")
    assert (shown.first.clusters, shown.second.clusters) == (None, 2)
