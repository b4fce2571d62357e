"""Kinds and frequency bands of words."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.spaces.alignment import align
from core.spaces.tokens import tokenize
from core.texts.frequency import BANDS, frequency_band
from core.texts.function_words import is_function_word
from core.tokens.word_kinds import KINDS, word_bands, word_kinds
from tests.support.tiny_models import save_tiny

SENTENCES = ("The man isn't eating 2009 qzxwvkj horses, it's 7th!",)


def test_function_words() -> None:
    for word in ("the", "The", "of", "don't", "it’s", "CAN'T", "we'll", "whom"):
        assert is_function_word(word), word
    for word in ("man", "guitar", "man's", "", "2009"):
        assert not is_function_word(word), word
    assert not is_function_word("the", "de")


def test_every_word_has_one_kind_and_a_band(tmp_path: Path) -> None:
    from transformers import AutoTokenizer

    tokenizer: Any = AutoTokenizer.from_pretrained(save_tiny(tmp_path / "bert"))
    table = tokenize(SENTENCES, tokenizer, 512).table
    words = align(table, table, SENTENCES)
    found = dict(zip(words.words[words.word].tolist(), word_kinds(words).tolist(), strict=True))
    assert found == {
        "The": "function word",
        "man": "content word",
        "isn't": "function word",
        "eating": "content word",
        "2009": "number",
        "qzxwvkj": "sub-words",
        "horses": "sub-words",
        ",": "punctuation",
        "it's": "function word",
        "7th": "number",
        "!": "punctuation",
    }
    assert set(found.values()) == set(KINDS)
    bands = dict(zip(words.words[words.word].tolist(), word_bands(words).tolist(), strict=True))
    assert bands["The"] == BANDS[-1]
    assert bands["qzxwvkj"] == BANDS[0]
    assert bands["!"] == bands[","] == "punctuation"
    german = word_kinds(words, "de")
    assert "function word" not in german


def test_bands_are_half_open() -> None:
    assert frequency_band(np.array([0.0, 2.99, 3.0, 6.99, 7.0, 8.0])).tolist() == [0, 0, 1, 4, 5, 5]
    assert len(BANDS) == 6


@pytest.mark.parametrize("text", KINDS.values())
def test_kinds_are_explained(text: str) -> None:
    assert text.endswith(".")
