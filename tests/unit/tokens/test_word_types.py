"""Words across tokenizers: the same words with the same frequencies, whatever pieces they are cut into."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import wordfreq

from core.spaces.tokens import TokenTable, tokenize
from core.texts.frequency import word_spans
from core.texts.text import Texts
from core.texts.words import folded, is_word
from core.tokens.factors import cut_words
from core.tokens.word_types import occurrences, word_types
from tests.support.tiny_models import save_tiny

SENTENCES = (
    "The man's dog doesn't eat; THE dogs EAT!",
    "Café, cafe\u0301 and CAFÉ are one   word\u00a0each…",
    "smile 😀 dog😀dog 👩‍🚀 flags 🇫🇷 the",
    "‘quoted’ “the” man’s o’clock -- rock'n'roll",
    "  the\tthe \n the   3.14 (5,000) e-mail ",
    "naïve Ångström qzxwvkj",
)
TEXTS = Texts("made", "Made", SENTENCES)
KINDS = {"word-piece": "bert", "byte-level": "roberta", "sentence-piece": "albert"}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, TokenTable]:
    from transformers import AutoTokenizer

    folder: Path = tmp_path_factory.mktemp("tokenizers")
    found: dict[str, TokenTable] = {}
    for kind, family in KINDS.items():
        tokenizer: Any = AutoTokenizer.from_pretrained(save_tiny(folder / kind, family))
        found[kind] = tokenize(SENTENCES, tokenizer, 512).table
    return found


def test_every_tokenizer_gives_the_same_words_with_the_same_frequencies(tables: dict[str, TokenTable]) -> None:
    spelled = {folded(sentence[a:b]) for sentence in SENTENCES for a, b in word_spans(sentence)}
    letters = {word for word in spelled if is_word(word)}
    for table in tables.values():
        types = word_types(table)
        assert set(types.names[types.is_word].tolist()) == letters
        for name, zipf in zip(types.names[types.is_word], types.zipf[types.is_word], strict=True):
            assert zipf == np.float32(wordfreq.zipf_frequency(str(name), "en"))


def test_every_piece_is_of_the_word_whose_characters_it_covers(tables: dict[str, TokenTable]) -> None:
    for table in tables.values():
        types = word_types(table)
        for row in np.flatnonzero(~table.special):
            sentence = SENTENCES[table.sentence[row]]
            visible = [i for i in range(table.start[row], table.end[row]) if not sentence[i].isspace()]
            if not visible:
                assert types.of_token[row] == -1
                continue
            word = next(sentence[a:b] for a, b in word_spans(sentence) if a <= visible[0] < b)
            assert types.names[types.of_token[row]] == folded(word)
        assert (types.of_token[table.special] == -1).all()


def test_case_accents_and_apostrophes_written_otherwise_are_one_word(tables: dict[str, TokenTable]) -> None:
    for table in tables.values():
        types = word_types(table)
        rows = occurrences(types, "CAFÉ")
        assert set(table.sentence[rows].tolist()) == {1}
        last = table.end[rows] - 1  # pieces may begin with the space before the word
        words = {SENTENCES[1][a:b] for a, b in word_spans(SENTENCES[1]) if ((last >= a) & (last < b)).any()}
        assert words == {"Café", "cafe\u0301", "CAFÉ"}
        assert len(set(table.sentence[occurrences(types, "man's")].tolist())) == 2  # man's, man’s


def test_search_finds_all_pieces_of_whole_words_and_prefixes_with_a_star(tables: dict[str, TokenTable]) -> None:
    for table in tables.values():
        types = word_types(table)
        the = occurrences(types, " the ")
        assert np.isin(types.names[types.of_token[the]], ["the"]).all()
        assert set(table.sentence[the].tolist()) == {0, 2, 3, 4}
        dogs = {str(name) for name in types.names[types.of_token[occurrences(types, "dog*")]]}
        assert dogs == {"dog", "dogs"}
        assert len(occurrences(types, "elephant")) == len(occurrences(types, "")) == 0


def test_words_are_known_if_they_have_a_letter_or_digit_and_a_frequency(tables: dict[str, TokenTable]) -> None:
    types = word_types(tables["word-piece"])
    known = set(types.names[types.known].tolist())
    assert {"the", "dog", "3", "café"} <= known
    assert not known & {"!", ",", "😀", "qzxwvkj", "“"}


def test_shuffled_words_fall_the_same_way_among_other_words(tables: dict[str, TokenTable]) -> None:
    every = word_types(tables["byte-level"])
    some = word_types(tables["word-piece"])
    both, one, other = np.intersect1d(every.names, some.names, return_indices=True)
    assert len(both) > 15
    np.testing.assert_array_equal(every.shuffled(3)[one], some.shuffled(3)[other])
    assert (every.shuffled(3) != every.shuffled(4)).all()


def test_words_are_cut_where_they_have_more_than_one_piece(tables: dict[str, TokenTable]) -> None:
    table = tables["word-piece"]
    cut = cut_words(table, TEXTS, np.arange(table.n_sentences))
    types = word_types(table)
    assert cut[occurrences(types, "qzxwvkj")].all()
    assert cut[occurrences(types, "doesn't")].all()
    assert not cut[occurrences(types, "the")].any()  # though it stands twice and thrice in a row
    assert not cut[table.special].any()
