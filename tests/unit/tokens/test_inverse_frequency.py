"""Inverse-frequency weights, against their definition."""

from pathlib import Path

import numpy as np
import pytest

from core.geometry.pooling import mean_pool
from core.studies.question import answer, context_of
from core.studies.selection import Selection
from core.studies.space.chance import CHANCE
from core.tokens.inverse_frequency import inverse_frequency


def test_weights_are_minus_log_shares(tiny_selection: Selection) -> None:
    table = context_of(tiny_selection).space.table
    rows = table.rows("words")
    weights = inverse_frequency(table, rows)
    pieces = table.pieces[table.piece[rows]]
    for piece in np.unique(pieces):
        mine = weights[pieces == piece]
        assert mine == pytest.approx(-np.log((pieces == piece).mean()))


def test_weighted_pooling_is_the_weighted_mean() -> None:
    random = np.random.default_rng(0)
    vectors, weights = random.standard_normal((7, 3)), random.random(7)
    sentence = np.array([0, 0, 0, 2, 2, 2, 2])
    pooled = mean_pool(vectors, sentence, 3, weights)
    for number in (0, 2):
        there = sentence == number
        assert pooled[number] == pytest.approx(np.average(vectors[there], axis=0, weights=weights[there]))
    assert not pooled[1].any()
    assert mean_pool(vectors, sentence, 3, np.ones(7)) == pytest.approx(mean_pool(vectors, sentence, 3))


def test_static_vectors_score_the_same_on_every_layer(tiny_selection: Selection, tiny: Path) -> None:
    first, last = (answer(CHANCE, tiny_selection.but(layer=layer)) for layer in (0, 2))
    assert first.static == last.static == first.as_is
    assert last.as_is != last.static
