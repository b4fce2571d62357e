"""Bags of words, against counting by hand."""

from collections import Counter

import numpy as np
import pytest

from core.studies.question import context_of
from core.studies.selection import Selection
from core.tokens.shared_words import bag_cosines, content_words


def cosine_of_counts(a: Counter[str], b: Counter[str]) -> float:
    norm = sum(v * v for v in a.values()) ** 0.5 * sum(v * v for v in b.values()) ** 0.5
    return sum(a[piece] * b[piece] for piece in a) / norm if norm else 0.0


@pytest.mark.parametrize("content_alone", [False, True])
def test_bags_are_counted_pieces(tiny_selection: Selection, content_alone: bool) -> None:
    context = context_of(tiny_selection)
    table, texts = context.space.table, context.texts
    rows = table.rows("words")
    weights = content_words(table, rows, "en") if content_alone else None
    counts: list[Counter[str]] = [Counter() for _ in texts.sentences]
    for number, row in enumerate(rows):
        if weights is None or weights[number]:
            counts[table.sentence[row]][str(table.pieces[table.piece[row]])] += 1
    expected = [cosine_of_counts(counts[i], counts[texts.n_pairs + i]) for i in range(texts.n_pairs)]
    assert bag_cosines(table, rows, texts.n_pairs, weights) == pytest.approx(expected, abs=1e-12)


def test_content_is_neither_grammar_nor_punctuation(tiny_selection: Selection) -> None:
    table = context_of(tiny_selection).space.table
    rows = table.rows("words")
    content = content_words(table, rows, "en")
    kept = {str(table.words[table.word[row]]) for row in rows[content]}
    left = {str(table.words[table.word[row]]) for row in rows[~content] if table.word[row] >= 0}
    assert not {"the", "of", "is", "a", "."} & kept
    assert np.all([word in left for word in ("a", "is") if word in table.words])
    assert content.any()
    assert not content.all()
