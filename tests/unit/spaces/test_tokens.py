"""The token table: every piece is traced to its word, for every kind of tokenizer."""

from typing import Any

import numpy as np
import pytest
import wordfreq

from core.spaces.tokens import TokenTable, tokenize
from core.texts.frequency import word_spans, words_of_pieces, zipf
from tests.support.tiny_models import save_tiny

SENTENCES = (
    "The man's dog doesn't eat, does it?",
    "Café naïve Ångström",
    "decomposed: cafe\u0301 nai\u0308ve",
    "a  man   with\tspaces \n here ",
    "  leading space",
    "smile 😀 and 👩‍🚀 flags 🇫🇷!",
    "‘quoted’ “words” – o’clock 'tis rock'n'roll",
    "3.14 costs $5,000 (about 4,500€)... e-mail me@x.org",
    "日本語 and русский",
    "snake_case don''t ''",
    "!",
    "a",
)
KINDS = {"word-piece": "bert", "byte-level": "roberta", "sentence-piece": "albert"}


@pytest.fixture(scope="module")
def tokenizers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    from transformers import AutoTokenizer

    folder = tmp_path_factory.mktemp("tokenizers")
    return {kind: AutoTokenizer.from_pretrained(save_tiny(folder / kind, family)) for kind, family in KINDS.items()}


@pytest.fixture(params=list(KINDS))
def tokenizer(request: pytest.FixtureRequest, tokenizers: dict[str, Any]) -> Any:
    return tokenizers[request.param]


@pytest.fixture
def table(tokenizer: Any) -> TokenTable:
    return tokenize(SENTENCES, tokenizer, 512).table


# --- words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The man's dog doesn't.", ["The", "man's", "dog", "doesn't", "."]),
        ("o’clock rock'n'roll", ["o’clock", "rock'n'roll"]),
        ("'tis the dogs'", ["'", "tis", "the", "dogs", "'"]),
        ("e-mail 3.14", ["e", "-", "mail", "3", ".", "14"]),
        ("Café", ["Café"]),
        ("cafe\u0301s nai\u0308ve", ["cafe\u0301s", "nai\u0308ve"]),
        ("a 😀b", ["a", "😀", "b"]),
        ("  \t\n ", []),
        ("", []),
    ],
)
def test_words_are_runs_of_letters_and_digits_with_inner_apostrophes(sentence: str, words: list[str]) -> None:
    assert [sentence[start:end] for start, end in word_spans(sentence)] == words


@pytest.mark.parametrize("sentence", SENTENCES)
def test_words_cover_every_visible_character_once(sentence: str) -> None:
    covered = [i for start, end in word_spans(sentence) for i in range(start, end)]
    assert covered == [i for i, character in enumerate(sentence) if not character.isspace()]


def test_a_piece_belongs_to_the_word_of_its_first_visible_character() -> None:
    sentence = "a  don't b"
    offsets = np.array([[0, 1], [1, 6], [6, 8], [8, 10], [8, 9], [0, 0]])
    assert words_of_pieces(sentence, word_spans(sentence), offsets).tolist() == [0, 1, 1, 2, -1, -1]


def test_every_piece_that_covers_a_visible_character_has_the_word_it_covers(table: TokenTable) -> None:
    checked = 0
    for row in np.flatnonzero(~table.special):
        sentence = SENTENCES[table.sentence[row]]
        covered = [i for i in range(table.start[row], table.end[row]) if not sentence[i].isspace()]
        if not covered:
            assert table.word[row] == -1
            continue
        word = next(sentence[a:b] for a, b in word_spans(sentence) if a <= covered[0] < b)
        assert table.words[table.word[row]] == word
        checked += 1
    assert checked > 100


def test_every_word_of_letters_or_digits_has_a_piece(table: TokenTable) -> None:
    for index, sentence in enumerate(SENTENCES):
        mine = table.words[table.word[(table.sentence == index) & (table.word >= 0)]]
        spelled = [word for word in dict.fromkeys(mine.tolist()) if word[0].isalnum()]
        words = [sentence[start:end] for start, end in word_spans(sentence)]
        assert spelled == [word for word in dict.fromkeys(words) if word[0].isalnum()]


def test_the_frequency_is_of_the_whole_word(table: TokenTable) -> None:
    for row in range(len(table)):
        word = table.word[row]
        wanted = 0.0 if word < 0 else wordfreq.zipf_frequency(str(table.words[word]), "en")
        assert table.zipf[row] == np.float32(wanted)
    assert table.zipf[np.isin(table.words[table.word], ["The", "a"]) & (table.word >= 0)].min() > 7


def test_an_unknown_word_has_frequency_zero_and_an_unknown_language_is_refused() -> None:
    from core.errors import TextError

    assert zipf("qzxwvkj") == 0
    assert zipf("the") == wordfreq.zipf_frequency("the", "en")
    assert zipf("und", "de") == wordfreq.zipf_frequency("und", "de")
    with pytest.raises(TextError, match="no word list for the language 'xx'"):
        zipf("word", "xx")


# --- the table --------------------------------------------------------------------------------------------------


def test_special_tokens_have_no_word_and_no_frequency(table: TokenTable) -> None:
    assert table.special.sum() == 2 * len(SENTENCES)
    assert (table.word[table.special] == -1).all()
    assert (table.zipf[table.special] == 0).all()


def test_offsets_part_the_tokens_into_sentences(table: TokenTable) -> None:
    assert table.n_sentences == len(SENTENCES)
    assert (table.offsets[0], table.offsets[-1]) == (0, len(table))
    for index in range(len(SENTENCES)):
        rows = slice(table.offsets[index], table.offsets[index + 1])
        assert (table.sentence[rows] == index).all()
        assert table.position[rows].tolist() == list(range(rows.stop - rows.start))


def test_every_sentence_starts_with_the_cls_token_and_ends_with_the_separator(
    table: TokenTable, tokenizer: Any
) -> None:
    first, last = table.offsets[:-1], table.offsets[1:] - 1
    assert set(table.pieces[table.piece[first]]) == {tokenizer.cls_token}
    assert set(table.pieces[table.piece[last]]) == {tokenizer.sep_token}


def test_pieces_are_the_tokenizers(table: TokenTable, tokenizer: Any) -> None:
    for index, sentence in enumerate(SENTENCES):
        rows = slice(table.offsets[index], table.offsets[index + 1])
        wanted = tokenizer.convert_ids_to_tokens(tokenizer(sentence)["input_ids"])
        assert table.pieces[table.piece[rows]].tolist() == wanted


def test_token_sets_have_the_rows_that_their_names_say(table: TokenTable) -> None:
    n, sentences = len(table), len(SENTENCES)
    assert table.rows("all").tolist() == list(range(n))
    assert table.rows("cls").tolist() == table.offsets[:-1].tolist()
    assert len(table.rows("words")) == n - 2 * sentences
    assert not table.special[table.rows("words")].any()


def test_a_tokenizer_without_cls_has_no_cls_rows(tokenizers: dict[str, Any]) -> None:
    import copy

    from tokenizers.processors import TemplateProcessing

    bare = copy.deepcopy(tokenizers["word-piece"])
    bare.backend_tokenizer.post_processor = TemplateProcessing(single="$A", pair="$A $B", special_tokens=[])
    table = tokenize(("a man", "dog"), bare, 512).table
    assert not table.special.any()
    assert len(table.rows("cls")) == 0
    assert len(table.rows("words")) == len(table)


def test_truncation_keeps_the_separator_and_is_counted(tokenizer: Any) -> None:
    tokenized = tokenize(("a man", "a " * 50), tokenizer, 10)
    assert tokenized.truncated == 1
    assert len(tokenized.ids[1]) == 10
    assert tokenized.ids[1][-1] == tokenizer.sep_token_id
    assert tokenized.table.special[-1]


def test_a_sentence_of_exactly_the_longest_length_is_not_counted_as_truncated(tokenizers: dict[str, Any]) -> None:
    tokenized = tokenize(("a " * 8, "a " * 9), tokenizers["word-piece"], 10)
    assert [len(ids) for ids in tokenized.ids] == [10, 10]
    assert tokenized.truncated == 1


def test_a_table_survives_being_written_and_read(table: TokenTable) -> None:
    again = TokenTable.from_bytes(table.to_bytes())
    for name in table.__dataclass_fields__:
        mine, theirs = getattr(table, name), getattr(again, name)
        assert mine.dtype == theirs.dtype
        np.testing.assert_array_equal(mine, theirs)


def test_more_sentences_than_a_chunk_keep_their_order(tokenizers: dict[str, Any]) -> None:
    sentences = tuple("a " * (1 + i % 7) for i in range(4100))
    tokenized = tokenize(sentences, tokenizers["word-piece"], 512)
    assert np.diff(tokenized.table.offsets).tolist() == [3 + i % 7 for i in range(4100)]


def test_the_tables_frequencies_do_not_depend_on_what_was_read_before(tokenizers: dict[str, Any]) -> None:
    alone = tokenize((SENTENCES[0],), tokenizers["word-piece"], 512).table
    together = tokenize(SENTENCES[::-1], tokenizers["word-piece"], 512).table
    rows = together.sentence == len(SENTENCES) - 1
    assert together.zipf[rows].tolist() == alone.zipf.tolist()
    assert together.words[together.word[rows][1:-1]].tolist() == alone.words[alone.word[1:-1]].tolist()
