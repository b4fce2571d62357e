"""Differences of measures."""

from dataclasses import replace

from core.figures.compare.measures import measures_figure
from core.figures.style import DIFFERENCE
from tests.support.compared import Compared


def test_differences_are_purple_where_they_are_clear(answers: Compared) -> None:
    figure = measures_figure(answers.measures)
    assert len(figure.data) == len(answers.measures.rows)
    for trace, row in zip(figure.data, answers.measures.rows, strict=True):
        assert (trace.marker.color == DIFFERENCE) == (row.verdict in ("lower", "higher"))
    assert len(measures_figure(answers.measures, ("sts", "symmetric")).data) == 2


def test_while_intervals_are_not_known_there_are_points(answers: Compared) -> None:
    rows = tuple(replace(row, ci95=None, verdict=None, p=float("nan")) for row in answers.measures.rows)
    for trace in measures_figure(replace(answers.measures, rows=rows)).data:
        assert trace.marker.color == DIFFERENCE
        assert list(trace.error_x.array) == [0]


def test_what_is_not_defined_is_left_out(answers: Compared) -> None:
    nan = float("nan")
    first, second, *others = answers.measures.rows
    rows = replace(first, difference=nan), replace(second, ci95=(nan, nan)), *others
    figure = measures_figure(replace(answers.measures, rows=rows))
    assert len(figure.data) == len(others) + 1
    assert list(figure.data[0].error_x.array) == [0]
