"""The methods beside bags of words: each number against the naive way, and what cannot be asked."""

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr

from core.errors import UsageError
from core.geometry.post_processing import methods
from core.geometry.rows import as_rows
from core.studies.question import answer, context_of
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT
from core.studies.space.shared_words import SHARED_WORDS
from core.tables.space import shared_words_table
from core.tokens.shared_words import bag_cosines, content_words


def test_numbers_are_those_of_the_measurements(tiny_selection: Selection) -> None:
    found, context = answer(SHARED_WORDS, tiny_selection), context_of(tiny_selection)
    table, n = context.space.table, context.texts.n_pairs
    rows = table.rows("words")
    bag = bag_cosines(table, rows, n)
    assert found.all_words == pytest.approx(100 * spearmanr(bag, context.texts.scores).statistic)
    for row in found.methods:
        measured = answer(MEASUREMENT, tiny_selection.but(method=row.method))
        assert measured.sts is not None
        assert measured.similarity is not None
        assert row.score == pytest.approx(measured.sts.spearman)
        assert row.all_words == pytest.approx(100 * spearmanr(measured.similarity, bag).statistic, abs=1e-6)
    assert [row.method for row in found.methods] == [key for key, method in methods().items() if method.in_table_1]
    assert [row.towards_content is None for row in found.methods] == [True] + [False] * (len(found.methods) - 1)


def test_words_of_content_are_pooled_alone(tiny_selection: Selection) -> None:
    context = context_of(tiny_selection)
    table, texts = context.space.table, context.texts
    vectors, sentence = context.space.select(-1, "words")
    every = as_rows(vectors).read(0, len(sentence))
    content = content_words(table, table.rows("words"), "en")
    pooled = np.zeros((len(texts.sentences), every.shape[1]))
    for number in range(len(pooled)):
        mine = (sentence == number) & content
        if mine.any():
            pooled[number] = every[mine].mean(axis=0)
    first, second = pooled[: texts.n_pairs], pooled[texts.n_pairs :]
    norm = np.linalg.norm(first, axis=1) * np.linalg.norm(second, axis=1)
    cosines = np.divide((first * second).sum(axis=1), norm, out=np.zeros(len(norm)), where=norm > 0)
    untouched = answer(SHARED_WORDS, tiny_selection).methods[0]
    assert untouched.content_score == pytest.approx(100 * spearmanr(cosines, texts.scores).statistic, abs=1e-3)


def test_the_table_ends_with_the_bags_alone(tiny_selection: Selection) -> None:
    rows = shared_words_table(answer(SHARED_WORDS, tiny_selection))
    assert rows[-1]["method"] == "bag of words, no model"
    assert all(list(row) == list(rows[0]) for row in rows)


def test_a_corpus_and_other_languages_are_refused(tiny_selection: Selection, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("A cat sat.\nA dog ran.\nThe sun is up.\n")
    for refused in (tiny_selection.but(texts=str(corpus)), tiny_selection.but(language="de")):
        with pytest.raises(UsageError, match="scored pairs in English"):
            answer(SHARED_WORDS, refused)
