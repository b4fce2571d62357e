"""Groups of words in two spaces."""

import numpy as np

from core.figures.compare.local import local_figure
from core.figures.style import NEUTRAL
from tests.support.compared import Compared


def test_both_spaces_and_chance(answers: Compared) -> None:
    figure = local_figure(answers.local)
    assert {trace.name for trace in figure.data} == {"shuffled groups", "tiny-bert", "other-bert"}
    chance = [trace for trace in figure.data if trace.name == "shuffled groups"]
    assert all(trace.marker.color == NEUTRAL for trace in chance)
    shown = sum(len(trace.x) for trace in chance)
    assert shown == sum(bool(np.isfinite(row.first.value)) for row in answers.local.rows)
