"""Factors of tokens, and the tokens at a direction's ends."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.checkpoints import locate
from core.geometry.moments import moments
from core.geometry.principal import principal_directions
from core.geometry.probes import direction_probes
from core.progress import no_progress
from core.spaces import Space, get_space
from core.spaces.tokens import TokenTable, tokenize
from core.texts import Texts, find
from core.texts.frequency import word_spans
from core.texts.text import pairs
from core.tokens.excerpts import token_details
from core.tokens.factors import FACTORS, ends, token_factors
from tests.support.tiny_models import save_tiny

TEXTS = pairs(
    "made",
    "Made",
    [("The man is here!!", "qzxwvkj the the dog.", 1.0), ("A dog 😀", "horses", 2.0)],
    genres=("news", "captions"),
)


@pytest.fixture(scope="module", params=["bert", "roberta"])
def table(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> TokenTable:
    from transformers import AutoTokenizer

    tokenizer: Any = AutoTokenizer.from_pretrained(save_tiny(tmp_path_factory.mktemp("tokenizer"), request.param))
    return tokenize(TEXTS.sentences, tokenizer, 512).table


def rows_of(table: TokenTable, word: str) -> np.ndarray:
    return np.flatnonzero((table.words[table.word] == word) & (table.word >= 0))


def test_every_factor_is_explained_and_has_one_value_a_token(table: TokenTable) -> None:
    index = table.rows("words")
    found = token_factors(table, TEXTS, index)
    assert list(found) == list(FACTORS)
    assert all(values.shape == (len(index),) for values in found.values())
    assert all(text.endswith(".") for text in FACTORS.values())
    for name, values in found.items():
        assert values.dtype.kind == ("U" if name == "genre" else "f")


def test_values_are_the_tables_and_the_details(table: TokenTable) -> None:
    index = table.rows("all")
    found, details = token_factors(table, TEXTS, index), token_details(table, TEXTS, index)
    np.testing.assert_array_equal(found["position"], details.position)
    np.testing.assert_array_equal(found["sentence length"], details.length)
    np.testing.assert_array_equal(found["punctuation"] == 1, details.punctuation)
    known = np.isfinite(found["frequency"])
    np.testing.assert_array_equal(found["frequency"][known], details.frequency[known])
    np.testing.assert_array_equal(known, (details.frequency > 0) & ~details.punctuation)


def test_unknown_words_and_punctuation_have_no_frequency(table: TokenTable) -> None:
    found = token_factors(table, TEXTS, table.rows("all"))["frequency"]
    for word in ("qzxwvkj", "!", ".", "😀"):
        assert np.isnan(found[rows_of(table, word)]).all()
    assert (found[rows_of(table, "the")] > 7).all()
    assert np.isnan(found[table.special]).all()


def test_sub_words_are_pieces_of_cut_words_not_words_that_stand_twice(table: TokenTable) -> None:
    found = token_factors(table, TEXTS, table.rows("all"))["sub-word"]
    wanted = np.zeros(len(table))
    for number, sentence in enumerate(TEXTS.sentences):
        for start, end in word_spans(sentence):
            there = (table.sentence == number) & ~table.special & (table.end > start) & (table.start < end)
            wanted[there] = there.sum() > 1
    np.testing.assert_array_equal(found, wanted)
    assert found[rows_of(table, "qzxwvkj")].all()
    assert not found[rows_of(table, "!")].any()
    assert not found[table.special].any()


def test_genres_are_of_the_pair_and_absent_without(table: TokenTable) -> None:
    index = table.rows("words")
    found = token_factors(table, TEXTS, index)["genre"]
    wanted = np.array(["news", "captions", "news", "captions"])[table.sentence[index]]
    np.testing.assert_array_equal(found, wanted)
    corpus = Texts("corpus", "Corpus", TEXTS.sentences)
    assert list(token_factors(table, corpus, index)) == [name for name in FACTORS if name != "genre"]


def test_some_rows_have_the_values_that_they_have_among_all(table: TokenTable) -> None:
    every, some = np.arange(len(table)), table.rows("words")[3::4]
    found, wanted = token_factors(table, TEXTS, some), token_factors(table, TEXTS, every)
    for name in FACTORS:
        np.testing.assert_array_equal(found[name], wanted[name][some])


@pytest.fixture(scope="module")
def space(tiny: Path, pairs_file: Path) -> tuple[Space, Texts]:
    texts = find(str(pairs_file))
    return get_space(locate(str(tiny)), texts, no_progress, ""), texts


def test_ends_are_the_outermost_tokens_of_different_words(space: tuple[Space, Texts]) -> None:
    encoded, texts = space
    rows, _ = encoded.select(1, "words")
    known = moments(rows)
    direction = principal_directions(known.scatter).vectors[:, 0]
    found = ends(encoded, texts, 1, "words", known.mean, direction, count=5)
    coordinates = (rows.to_array() - known.mean) @ direction
    assert found.low[0].coordinate == pytest.approx(coordinates.min())
    assert found.high[0].coordinate == pytest.approx(coordinates.max())
    low, high = ([token.coordinate for token in side] for side in (found.low, found.high))
    assert low == sorted(low)
    assert high == sorted(high, reverse=True)
    table = encoded.table
    for side in (found.low, found.high):
        assert len({token.word.casefold() for token in side}) == 5
        for token in side:
            assert token.word == table.words[table.word[token.row]]
            assert token.context == token_details(table, texts, np.array([token.row])).context[0]
            assert "<b>" in token.context
    assert not {token.row for token in found.low} & {token.row for token in found.high}


def test_words_repeat_at_an_end_where_there_are_too_few(space: tuple[Space, Texts]) -> None:
    encoded, texts = space
    rows, _ = encoded.select(2, "cls")
    known = moments(rows)
    found = ends(encoded, texts, 2, "cls", known.mean, np.eye(encoded.dim)[3], count=100)
    assert len(found.low) == len(found.high) == len(rows) // 2
    assert {token.word for token in found.low} == {"[CLS]"}
    coordinates = np.sort((rows.to_array() - known.mean)[:, 3])
    np.testing.assert_allclose([token.coordinate for token in found.low], coordinates[: len(rows) // 2], atol=1e-12)


def test_factors_go_into_the_probes(space: tuple[Space, Texts]) -> None:
    encoded, texts = space
    rows, _ = encoded.select(0, "words")
    known = moments(rows)
    factors = token_factors(encoded.table, texts, encoded.table.rows("words"))
    found = direction_probes(rows, known.mean, principal_directions(known.scatter), factors)
    assert list(found) == [name for name in FACTORS if name != "genre"]
    finite = np.concatenate([values[np.isfinite(values)] for values in found.values()])
    assert len(finite)
    assert ((finite >= 0) & (finite <= 1)).all()
