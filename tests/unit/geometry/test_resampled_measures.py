"""Measures on resamples are measures of repeated rows."""

import numpy as np
import pytest

from core.geometry.isotropy import CONVENTIONS, isotropy
from core.geometry.measure import measure_all, measures
from core.geometry.moments import moments
from core.geometry.resampled_measures import resampled_measures

SPACE = np.random.default_rng(0).standard_normal((200, 5)) * [3, 2, 1, 1, 0.5] + [1, 0, 0, 0, 0]
WEIGHTS = list(np.random.default_rng(1).multinomial(50, [0.02] * 50, 4)[:, np.arange(200) // 4])


@pytest.mark.parametrize("unit_rms", [False, True])
@pytest.mark.parametrize(("kind", "close"), [(np.float64, 1e-8), (np.float32, 1e-3)])
def test_each_draw_is_the_measure_of_the_drawn_rows(unit_rms: bool, kind: type, close: float) -> None:
    seen: list[int] = []
    found = resampled_measures(SPACE.astype(kind), WEIGHTS, unit_rms, seen.append)
    assert seen == [1, 2, 3, 4]
    assert set(found) == {*CONVENTIONS, *measures()}
    for draw, weight in enumerate(WEIGHTS):
        drawn = np.repeat(SPACE, weight, axis=0)
        known = moments(drawn)
        scaled = drawn / np.sqrt(np.mean(np.sum(drawn**2, axis=1))) if unit_rms else drawn
        wanted = vars(isotropy(scaled)) | measure_all(known)
        for name, values in found.items():
            assert values[draw] == pytest.approx(wanted[name], rel=close, abs=close), name


def test_no_draws() -> None:
    assert resampled_measures(SPACE, []) == {}
