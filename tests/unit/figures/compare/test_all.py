"""What holds for every figure of a comparison."""

import json

from core.figures.compare.directions import directions_figure
from core.figures.compare.drift import cka_figure, drift_figure
from core.figures.compare.local import local_figure
from core.figures.compare.measures import measures_figure
from core.figures.compare.projection import projection_figure
from core.figures.compare.words import words_figure
from tests.support.compared import Compared


def test_zoom_survives_a_redraw(answers: Compared) -> None:
    figures = (
        cka_figure(answers.drift),
        drift_figure(answers.drift),
        directions_figure(answers.directions, "own"),
        measures_figure(answers.measures),
        words_figure(answers.words),
        local_figure(answers.local),
        projection_figure(answers.projection, "own"),
    )
    names = [json.loads(figure.to_json())["layout"]["uirevision"] for figure in figures]
    assert all(name.startswith("compare-") for name in names)
    assert len(set(names)) == len(names)
