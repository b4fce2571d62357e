"""Figures of frequency bias: every number with its interval, in the role's colour."""

import numpy as np
import pytest

from core.figures.frequency.bias import bands_figure, bias_figure, methods_figure
from core.figures.style import ROLE
from core.geometry.post_processing import methods
from tests.support.frequency_answers import NONE, bias_entry, frequency_bias, undefined


def test_bias_by_layer_shows_every_number_with_its_interval_in_the_roles_colour() -> None:
    figure = bias_figure([frequency_bias("pre-trained"), frequency_bias()])
    assert [trace.line.color for trace in figure.data] == [ROLE["pre-trained"], ROLE["fine-tuned"]] * 3
    assert list(figure.data[0].y) == pytest.approx([0.2, 0.3, 0.4, 0.5])
    assert list(figure.data[0].error_y.array) == pytest.approx([0.05] * 4)
    assert [shape.y0 for shape in figure.layout.shapes] == [0.0, 1.0, 0.0]
    low, high = figure.layout.yaxis2.range
    assert low < 0.75 < 1 < high
    assert "1,234 words" in figure.data[0].name
    assert [trace.line.dash for trace in figure.data] == ["solid"] * 6
    alike = bias_figure([frequency_bias(), frequency_bias()])
    assert [trace.line.dash for trace in alike.data] == ["solid", "dot"] * 3


def test_what_is_not_defined_leaves_a_gap_and_limits_that_are_numbers() -> None:
    figure = bias_figure([undefined(frequency_bias())])
    assert np.isnan(figure.data[0].y).all()
    assert np.isfinite(figure.layout.yaxis.range).all()


def test_methods_are_held_against_the_baseline() -> None:
    figure = methods_figure(frequency_bias(over="methods"), {key: method.label for key, method in methods().items()})
    assert list(figure.data[0].y) == [method.label for method in methods().values()]
    assert {shape.x0 for shape in figure.layout.shapes} == {0.0, 1.0, 0.2, 0.8}


def test_bands_are_in_units_of_each_spaces_spread() -> None:
    answer = frequency_bias()
    figure = bands_figure([answer], [answer.entries[0]])
    assert list(figure.data[0].x) == ["3 to 4", "6 to 7"]
    assert list(figure.data[0].y) == [1.5, 0.5]
    assert list(figure.data[1].y) == [2.0, 1.0]


def test_spaces_with_other_bands_share_an_axis_rare_to_frequent() -> None:
    answer = frequency_bias()
    rare, frequent = (bias_entry(bands=(band,)) for band in answer.entries[0].bands)
    figure = bands_figure([answer, answer], [frequent, rare])
    assert list(figure.layout.xaxis.categoryarray) == ["3 to 4", "6 to 7"]
    assert [list(trace.x) for trace in figure.data] == [["6 to 7"]] * 2 + [["3 to 4"]] * 2
    single = bias_entry(bands=(type(rare.bands[0])(**{**vars(rare.bands[0]), "norm": NONE}),))
    assert np.isnan(bands_figure([answer], [single]).data[1].y).all()
