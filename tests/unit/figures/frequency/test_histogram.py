"""Frequencies of chosen points beside those of all."""

import numpy as np
import pytest

from core.figures.frequency.histogram import frequency_histogram


def test_the_histogram_shows_the_selected_beside_all() -> None:
    everything = np.concatenate([np.random.default_rng(51).uniform(0, 8, 300), [np.nan] * 10])
    figure = frequency_histogram(everything[:50], everything)
    assert [trace.customdata.sum() for trace in figure.data] == [300, 50]
    assert [sum(trace.y) for trace in figure.data] == pytest.approx([1, 1])
    assert "10 without a frequency" in figure.data[0].name
    assert frequency_histogram(np.zeros(0), everything).data[1].y.sum() == 0
