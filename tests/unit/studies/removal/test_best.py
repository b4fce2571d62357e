"""The best number of directions is that of the curve, and the same number is tried on other texts."""

from dataclasses import replace

import numpy as np
import pytest

from core.studies.question import context_of
from core.studies.removal.basis import Removal, removal
from core.studies.removal.best import best_removal
from core.studies.selection import Selection


@pytest.fixture
def layer(tiny_selection: Selection) -> Removal:
    context = context_of(tiny_selection)
    return removal(context.space, context.texts, -1, "words")


def test_the_best_number_is_the_curves(layer: Removal) -> None:
    best = best_removal(layer, layer)
    spearman = layer.curves["dominant"].spearman
    assert best is not None
    assert spearman is not None
    assert best.here.spearman == pytest.approx(np.nanmax(spearman))
    assert best.k == int(np.nanargmax(spearman))
    assert best.here.difference == pytest.approx(spearman[best.k] - spearman[0])
    assert best.there == best.here
    assert best.elsewhere == layer.texts.title
    alone = best_removal(layer)
    assert alone is not None
    assert alone.there is None


def test_there_is_none_without_a_score(layer: Removal) -> None:
    unscored = replace(layer, texts=replace(layer.texts, scores=None))
    assert best_removal(unscored) is None
    assert layer.texts.scores is not None
    alike = replace(layer, texts=replace(layer.texts, scores=np.ones(len(layer.texts.scores))))
    assert best_removal(alike) is None
