"""The vocabulary: learnt the same every time, loaded by AutoTokenizer as it was saved."""

from pathlib import Path

import pytest

from core.pretraining import vocabulary
from core.pretraining.corpus import Corpus
from core.pretraining.vocabulary import CLS, MASK, PAD, SEP, SPECIAL, UNKNOWN

SENTENCE = "The UNBELIEVABLE man didn't see 7 horses."


@pytest.fixture(scope="module")
def sentences(text: Corpus) -> list[str]:
    return [sentence for document in text.train for sentence in document]


def test_it_survives_the_disk(sentences: list[str], tmp_path: Path) -> None:
    made = vocabulary.train(sentences, 150, 24)
    made.save_pretrained(tmp_path)
    found = vocabulary.load(tmp_path)
    assert found.is_fast
    assert found.get_vocab() == made.get_vocab()
    assert found(SENTENCE, return_offsets_mapping=True) == made(SENTENCE, return_offsets_mapping=True)
    assert found.model_max_length == 24
    assert found.tokenize("The Man") == found.tokenize("the man")
    ids = found("The man sees nothing.")["input_ids"]
    assert (ids[0], ids[-1]) == (CLS, SEP)
    assert found.decode(ids, skip_special_tokens=True) == "the man sees nothing."
    special = [found.pad_token_id, found.unk_token_id, found.cls_token_id, found.sep_token_id, found.mask_token_id]
    assert special == [PAD, UNKNOWN, CLS, SEP, MASK]


def test_it_is_learnt_the_same_every_time(sentences: list[str]) -> None:
    first, second = (vocabulary.train(sentences, 150, 24).get_vocab() for _ in range(2))
    assert first == second
    assert len(first) == 150


def test_pieces_that_continue_a_word_are_known(sentences: list[str]) -> None:
    tokenizer = vocabulary.train(sentences, 150, 24)
    continues = vocabulary.continuations(tokenizer)
    assert len(continues) == 150
    assert not any(continues[: len(SPECIAL)])
    ids = tokenizer("unbelievables", add_special_tokens=False)["input_ids"]
    assert [continues[piece] for piece in ids] == [False, *([True] * (len(ids) - 1))]
    assert len(ids) > 1
