"""Factors, elongation, outliers and projections: their answers as they come back from disk."""

from pathlib import Path

import numpy as np
import pytest

from core.studies.question import answer, context_of, find
from core.studies.removal.basis import removal
from core.studies.removal.elongation import COUNTS, ELONGATION, TAUS
from core.studies.removal.factors import ENCODED_FACTORS, GOLD
from core.studies.removal.outliers import OUTLIERS, TOP
from core.studies.removal.projection import PROJECTION
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT
from core.tokens.factors import FACTORS


@pytest.fixture
def corpus_selection(tiny: Path, tmp_path: Path) -> Selection:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("A man is playing.\nThe dog is eating the cat.\nA horse!\n", encoding="utf-8")
    return Selection(checkpoint=str(tiny), texts=str(corpus))


def test_factors_are_shares_of_every_direction(tiny_selection: Selection, corpus_selection: Selection) -> None:
    answered = answer(ENCODED_FACTORS, tiny_selection)
    assert list(answered.share) == [*(name for name in FACTORS if name != "genre"), GOLD]
    for values in answered.share.values():
        known = values[np.isfinite(values)]
        assert len(values) == 32
        assert ((known >= 0) & (known <= 1 + 1e-9)).all()
    assert answered.variance.sum() == pytest.approx(1)
    assert 0 < answered.chance < 1
    by_chance = answered.chance_of_sentences
    assert list(by_chance) == ["sentence length", GOLD]
    known = by_chance["sentence length"][: answered.rank]
    assert ((known > 0) & (known < 1)).all()
    assert set(by_chance[GOLD].tolist()) == {1 / 7}  # of eight pairs
    assert GOLD not in answer(ENCODED_FACTORS, corpus_selection).share


def test_elongation_lies_within_its_interval_and_thresholds_are_numbers(tiny_selection: Selection) -> None:
    answer(ELONGATION, tiny_selection)
    read = find(ELONGATION, tiny_selection)
    assert read is not None
    for name in COUNTS:
        low, value, high = (getattr(side, name) for side in (read.low, read.value, read.high))
        assert low <= value <= high
    assert tuple(read.value.smallest_k) == TAUS
    assert (read.dim, read.draws) == (32, 50)


def test_a_sentence_that_comes_twice_is_drawn_as_one(tiny: Path, tmp_path: Path) -> None:
    lines = [
        f"{who} {what}.\n" for who in ("A man", "The dog", "A cat") for what in ("plays", "eats", "runs", "is here")
    ]
    counted = []
    for name, copies in (("once", 1), ("twice", 2)):
        corpus = tmp_path / f"{name}.txt"
        corpus.write_text("".join(copies * lines), encoding="utf-8")
        counted.append(answer(ELONGATION, Selection(checkpoint=str(tiny), texts=str(corpus))))
    once, twice = counted
    assert [once.elongated_at[4.0], once.value.elongated] == [twice.elongated_at[4.0], twice.value.elongated]


def test_outliers_are_zeroed_where_there_are_any(tiny_selection: Selection) -> None:
    layers = answer(OUTLIERS, tiny_selection).layers
    assert [row.layer for row in layers] == [0, 1, 2]
    for row in layers:
        assert len(row.top) == len(row.share) == TOP
        assert (np.diff(row.share) <= 0).all()
        assert set(row.outliers.tolist()) <= set(row.top.tolist())
        assert (row.isotropy.zeroed is None) == (row.sts.zeroed is None) == (len(row.outliers) == 0)
    measured = answer(MEASUREMENT, tiny_selection)
    assert layers[-1].isotropy.as_is == measured.isotropy
    assert layers[-1].sts.as_is == measured.sts


def test_outliers_of_texts_without_scores_have_none(corpus_selection: Selection) -> None:
    assert all(row.sts.as_is is None for row in answer(OUTLIERS, corpus_selection).layers)


def test_a_projection_is_of_the_processed_space(tiny_selection: Selection) -> None:
    centred = answer(PROJECTION, tiny_selection.but(method="zero-mean"))
    context = context_of(tiny_selection)
    layer = removal(context.space, context.texts, -1, "words")
    np.testing.assert_allclose(np.abs(centred.points), np.abs(layer.plane(0, "dominant").points), atol=2e-5)
    np.testing.assert_allclose(centred.share, layer.plane(0, "dominant").shares, atol=1e-6)
    assert centred.cluster is None
    assert centred.index.tolist() == layer.shown.tolist()
    clustered = answer(PROJECTION, tiny_selection.but(method="cluster-based"))
    assert clustered.cluster is not None
    assert set(clustered.cluster.tolist()) == {0, 1}
