"""Principal directions at hand: every pair and triple is the map that would be drawn."""

import numpy as np
import pytest

from core.codec import from_json, to_json
from core.errors import UsageError
from core.parameters import Values
from core.studies.frequency.map import MAP, Map
from core.studies.frequency.principal_map import principal_map
from core.studies.question import answer
from tests.unit.studies.frequency.conftest import AskMap


@pytest.mark.parametrize("components", [(1, 2), (4, 3), (2, 5, 1)])
def test_every_pair_of_directions_is_the_map_of_them_without_its_trust(
    ask_map: AskMap, components: tuple[int, ...]
) -> None:
    at_once = principal_map(ask_map()).on(components)
    drawn = answer(MAP, ask_map(options=Values(components=components)))
    assert at_once.points.dtype == np.float32
    np.testing.assert_allclose(at_once.points, drawn.points, atol=2e-3)
    assert at_once.share == pytest.approx(drawn.share, rel=1e-4)
    assert at_once.trust is None
    exactly = ("projection", "unit", "number", "n_units", "axes", "side", "fit_on", "options")
    for name in exactly:
        assert to_json(getattr(at_once, name)) == to_json(getattr(drawn, name)), name
    assert from_json(Map, to_json(at_once)).options == drawn.options


def test_directions_of_another_space(ask_map: AskMap) -> None:
    request = ask_map("shifted", "tiny")
    drawn = answer(MAP, request)
    at_once = principal_map(request).on((1, 2))
    np.testing.assert_allclose(at_once.points, drawn.points, atol=5e-3)
    assert at_once.fit_on == drawn.fit_on is not None
    with pytest.raises(UsageError, match=r"has 32 dimensions and .* 40: a projection of one cannot be applied"):
        principal_map(ask_map("broader", "tiny"))
