"""Answers on frequency as rows."""

import json

import numpy as np

from core.geometry.post_processing import methods
from core.tables import frequency as tables
from core.tables.table import Table
from tests.support.frequency_answers import NONE, bias_entry, frequency_bias, undefined


def is_a_table(rows: Table, n: int) -> None:
    assert len(rows) == n
    assert len({frozenset(row) for row in rows}) == 1
    json.dumps(rows, allow_nan=False)


def test_there_is_a_row_for_everything() -> None:
    layers, by_method = frequency_bias(), frequency_bias(over="methods")
    is_a_table(tables.bias(layers), 4)
    assert [row["layer"] for row in tables.bias(layers)] == [0, 1, 2, 3]
    assert tables.bias(layers)[1]["R2, low"] == layers.entries[1].r2.low
    is_a_table(tables.methods(by_method), len(methods()))
    assert tables.methods(by_method)[0]["method"] == "baseline"
    assert tables.methods(by_method)[0]["R2, difference"] == 0
    is_a_table(tables.bands(layers), 8)
    assert tables.bands(layers)[0]["distance, high"] == layers.entries[0].bands[0].distance.high
    pairs = tables.pair(layers, frequency_bias("pre-trained"), [(0, 0), (3, 3)])
    is_a_table(pairs, 2)
    assert [row["second layer"] for row in pairs] == [0, 3]


def test_a_number_that_is_not_defined_is_none() -> None:
    answer = undefined(frequency_bias())
    assert tables.bias(answer)[0]["R2"] is None
    assert tables.methods(answer)[1]["R2, difference low"] is None
    is_a_table(tables.methods(answer), 4)
    is_a_table(tables.pair(answer, answer, [(0, 1)]), 1)
    single = bias_entry()
    bands = tuple(type(band)(**{**vars(band), "norm": NONE}) for band in single.bands)
    alone = frequency_bias(entries=(bias_entry(bands=bands),))
    assert tables.bands(alone)[0]["norm"] is None
    assert np.isfinite(tables.bands(alone)[0]["distance"])
