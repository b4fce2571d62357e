"""Alignment on words, whatever the tokenizers."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import GeometryError
from core.spaces.alignment import Alignment, align, word_places, word_vectors
from core.spaces.tokens import TokenTable, tokenize
from core.texts.frequency import word_spans
from tests.support.tiny_models import save_tiny

SENTENCES = (
    "The man is playing qzxwvkj, the dog!",
    "the the the",
    "A café 😀 don't 2009-horses…",
    "",
    "Cafe\u0301 naïve: été e\u0301",
    "a woman of 日本 and 'cats'",
)
FAMILIES = ("bert", "roberta", "albert")  # WordPiece, byte-level BPE, SentencePiece
SPANS = [(s, *span) for s, sentence in enumerate(SENTENCES) for span in word_spans(sentence)]


@pytest.fixture(scope="module")
def tokenizers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    from transformers import AutoTokenizer

    folder: Path = tmp_path_factory.mktemp("tokenizers")
    return {family: AutoTokenizer.from_pretrained(save_tiny(folder / family, family)) for family in FAMILIES}


def table_of(tokenizers: dict[str, Any], family: str, most: int = 512) -> TokenTable:
    return tokenize(SENTENCES, tokenizers[family], most).table


def spans_of(words: Alignment) -> list[tuple[int, int, int]]:
    return [(int(a), int(b), int(c)) for a, b, c in zip(words.sentence, words.start, words.end, strict=True)]


@pytest.mark.parametrize("family", FAMILIES)
def test_the_same_tokenizer_aligns_every_word(family: str, tokenizers: dict[str, Any]) -> None:
    table = table_of(tokenizers, family)
    words = align(table, table, SENTENCES)
    assert spans_of(words) == SPANS
    assert words.left_out == 0
    np.testing.assert_array_equal(words.first.rows, words.second.rows)
    owned = word_places(table, SENTENCES).owner >= 0
    np.testing.assert_array_equal(np.sort(words.first.rows), np.flatnonzero(owned))


@pytest.mark.parametrize(("one", "other"), [("bert", "roberta"), ("roberta", "albert"), ("albert", "bert")])
def test_different_tokenizers_agree_on_words(one: str, other: str, tokenizers: dict[str, Any]) -> None:
    tables = [table_of(tokenizers, family) for family in (one, other)]
    words = align(*tables, SENTENCES)
    assert spans_of(words) == SPANS
    for table, pieces in zip(tables, (words.first, words.second), strict=True):
        for i, (sentence, start, end) in enumerate(SPANS):
            rows = pieces.rows[pieces.firsts[i] : pieces.firsts[i + 1]]
            assert len(rows)
            assert (table.sentence[rows] == sentence).all()
            assert not table.special[rows].any()
            assert ((table.end[rows] > start) & (table.start[rows] < end)).all()
    texts = [SENTENCES[s][start:end] for s, start, end in SPANS]
    assert words.words[words.word].tolist() == texts
    assert words.number[:3].tolist() == [1, 2, 3]
    assert words.zipf[texts.index("the")] > 7


def test_words_that_stand_twice_are_told_apart(tokenizers: dict[str, Any]) -> None:
    table = table_of(tokenizers, "bert")
    words = align(table, table, SENTENCES)
    there = words.sentence == 1
    assert words.first.counts[there].tolist() == [1, 1, 1]
    assert len(np.unique(words.first.rows[words.first.firsts[:-1][there]])) == 3


def test_what_a_length_limit_cuts_off_is_left_out(tokenizers: dict[str, Any]) -> None:
    whole, cut = table_of(tokenizers, "roberta"), table_of(tokenizers, "bert", 8)
    words = align(whole, cut, SENTENCES)
    assert words.left_out == len(SPANS) - len(words) > 0
    found = spans_of(words)
    # [CLS] the man is playing q ##z [SEP]: the fifth word has lost its end.
    assert [one for one in found if one[0] == 0] == [one for one in SPANS if one[0] == 0][:4]
    assert found == spans_of(align(cut, whole, SENTENCES))


def test_spaces_without_a_common_word(tokenizers: dict[str, Any]) -> None:
    table = tokenize(("", ""), tokenizers["bert"], 512).table
    with pytest.raises(GeometryError, match="no word in common"):
        align(table, table, ("", ""))


def test_vectors_are_means_of_pieces(tokenizers: dict[str, Any]) -> None:
    table = table_of(tokenizers, "albert")
    words = align(table, table_of(tokenizers, "bert"), SENTENCES)
    vectors = np.random.default_rng(0).standard_normal((len(table), 5)).astype(np.float32)
    found = word_vectors(vectors, words.first).to_array()
    wanted = [
        vectors[words.first.rows[words.first.firsts[i] : words.first.firsts[i + 1]]].astype(np.float64).mean(axis=0)
        for i in range(len(words))
    ]
    np.testing.assert_allclose(found, wanted, rtol=1e-12)
    in_blocks = np.concatenate([block for _, block in word_vectors(vectors, words.first).blocks(3)])
    np.testing.assert_allclose(in_blocks, wanted, rtol=1e-12)
    moved = word_vectors(vectors, words.first, lambda block: np.exp(block)).to_array()
    one = int(np.argmax(words.first.counts))
    rows = words.first.rows[words.first.firsts[one] : words.first.firsts[one + 1]]
    np.testing.assert_allclose(moved[one], np.exp(vectors[rows].astype(np.float64)).mean(axis=0))


def test_some_words_keep_their_pieces(tokenizers: dict[str, Any]) -> None:
    tables = table_of(tokenizers, "albert"), table_of(tokenizers, "bert")
    words = align(*tables, SENTENCES)
    chosen = np.array([1, 4, 5, len(words) - 1])
    some = words.take(chosen)
    vectors = np.random.default_rng(0).standard_normal((len(tables[0]), 3))
    every = word_vectors(vectors, words.first).to_array()
    np.testing.assert_allclose(word_vectors(vectors, some.first).to_array(), every[chosen])
    assert spans_of(some) == [SPANS[i] for i in chosen]
    assert some.left_out == words.left_out
