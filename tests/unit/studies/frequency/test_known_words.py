"""The words that frequency bias is measured on: of known frequency, in folds that share none."""

from pathlib import Path

import numpy as np
import pytest

from core.checkpoints.load import load
from core.spaces.space import Space
from core.spaces.tokens import tokenize
from core.studies.frequency import known_words as module
from core.studies.frequency.known_words import known_words
from core.studies.question import Context, Named, Reads, context_of
from core.studies.selection import Selection
from core.texts import Texts
from core.tokens.factors import cut_words
from core.tokens.word_types import word_types
from tests.unit.studies.frequency.conftest import Ask


@pytest.fixture(scope="module")
def context(ask: Ask) -> Context:
    return context_of(ask("noise").selection)


def test_only_words_of_known_frequency_count_and_cut_ones_can_be_left_out(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = known_words(context)
    table = context.space.table
    rows = table.rows("words")
    types = word_types(table)
    assert (known.zipf > 0).all()
    for row, word in zip(rows, known.word, strict=True):
        name = types.names[types.of_token[row]] if types.of_token[row] >= 0 else ""
        assert (word >= 0) == bool(name and any(c.isalnum() for c in name) and table.zipf[row] > 0)
        if word >= 0:
            assert known.names[word] == name
    monkeypatch.setattr(module, "LEAST_WORDS", 5)
    whole = known_words(context, whole_words=True)
    cut = cut_words(table, context.texts, np.arange(table.n_sentences))[rows]
    assert not cut[whole.word >= 0].any()
    assert set(known.names) - set(whole.names)
    assert whole.cut == (cut & (known.word >= 0)).sum()


def test_no_word_is_in_two_folds_unless_folds_are_of_sentences(context: Context) -> None:
    known = known_words(context)
    there = known.word >= 0
    pairs = np.unique(np.stack([known.word[there], known.fold[there]]), axis=1)
    assert pairs.shape[1] == len(known.names)
    assert set(known.fold[there].tolist()) == {0, 1, 2, 3, 4}
    sentences = known_words(context, folds="sentences")
    sentence = context.space.table.sentence[context.space.table.rows("words")]
    pairs = np.unique(np.stack([sentence, sentences.fold]), axis=1)
    assert pairs.shape[1] == len(np.unique(sentence))


def test_both_sentences_of_a_pair_are_in_one_fold(tiny: Path) -> None:
    named = Named.of(Reads(Selection(checkpoint=str(tiny), texts="stsb-dev"), ("seed",)))
    texts = named.texts
    some = Texts(texts.key, texts.title, texts.sentences[:40] + texts.sentences[1500:1540], np.zeros(40))
    encoder = load(named.located, "cpu")
    table = tokenize(some.sentences, encoder.tokenizer, 64).table
    known = known_words(Context(named.selection, named.located, some, Space("", Path(), {}, table)), folds="sentences")
    sentence = table.sentence[table.rows("words")]
    fold = {int(number): int(of) for number, of in zip(sentence, known.fold, strict=True)}
    assert all(fold[i] == fold[40 + i] for i in range(40))


def test_neighbours_are_of_different_words_and_every_word_has_one_token(context: Context) -> None:
    known = known_words(context)
    near = known.word[known.near]
    assert len(set(near.tolist())) == len(near) == len(known.names)
    assert known.near.tolist() == sorted(known.near.tolist())
