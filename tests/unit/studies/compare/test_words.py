"""Words that moved."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.sentences.compare import words_sentence
from core.spaces.tokens import TokenTable
from core.studies.compare.words import COMPARED_WORDS, frequent_words
from core.studies.comparison import Comparison
from core.studies.question import answer
from core.studies.selection import Selection
from core.tables.compare import some_words
from core.texts import find
from tests.support.changed_space import changed_copy

Compare = Callable[..., Any]


def test_no_word_moves_from_a_checkpoint_to_itself(compare: Compare) -> None:
    moved = compare(COMPARED_WORDS, "tiny", "tiny")
    assert moved.mean == pytest.approx(0, abs=1e-9)
    assert set(moved.kept.tolist()) == {1.0}
    np.testing.assert_array_equal(moved.near_first, moved.near_second)


@pytest.mark.parametrize(("first", "second"), [("tiny", "rotated"), ("tiny", "wider"), ("wider", "tiny")])
def test_a_rotation_moves_no_word(first: str, second: str, compare: Compare) -> None:
    assert compare(COMPARED_WORDS, first, second).moved.max() < 1e-4


def test_the_word_that_moved_is_named_first(copies: dict[str, Path], pairs_file: Path, tmp_path: Path) -> None:
    def change(vectors: np.ndarray, table: TokenTable) -> np.ndarray:
        moved = vectors.copy()
        moved[np.char.lower(table.words)[table.word] == "guitar"] += 8 * np.eye(32)[3]
        return moved

    folder = changed_copy(copies["tiny"], tmp_path / "moved", find(str(pairs_file)), change)
    selection = Selection(checkpoint=str(copies["tiny"]), texts=str(pairs_file))
    moved = answer(COMPARED_WORDS, Comparison.of(selection, str(folder)), device="cpu")
    assert moved.words[0] == "guitar"
    assert "most of all 'guitar'" in words_sentence(moved)
    assert moved.n[0] == 4
    row = some_words(moved, [0])[0]
    assert row["Word"] == "guitar"
    assert len(row["Nearest before"].split(", ")) == moved.k


def test_words_need_fewer_occurrences_where_there_are_few() -> None:
    class Some:
        words = np.array(["The", "the", "dog", "cat"])
        word = np.array([0, 1, 1, 2, 2, 3])

    found = frequent_words(Some, enough=2)  # type: ignore[arg-type]
    assert (found.names.tolist(), found.of_occurrence.tolist(), found.least) == (["dog", "the"], [1, 1, 1, 0, 0, -1], 2)
    assert found.n.tolist() == [2, 3]
    assert frequent_words(Some, enough=3).least == 1  # type: ignore[arg-type]


def test_spellings_of_a_word_are_one() -> None:
    class Some:
        words = np.array(["There's", "there’s", "Café", "cafe\u0301", "dog"])
        word = np.array([0, 1, 2, 3, 4])

    found = frequent_words(Some, enough=2)  # type: ignore[arg-type]
    assert dict(zip(found.names.tolist(), found.n.tolist(), strict=True)) == {"there's": 2, "café": 2}


def test_the_second_may_have_a_method_of_its_own(selected: Callable[..., Selection]) -> None:
    first = selected("tiny", layer=1)
    moved = answer(COMPARED_WORDS, Comparison.of(first, first.checkpoint, method="global", directions=3), device="cpu")
    assert moved.mean > 0.05
    assert (moved.first.method, moved.second.method, moved.second.directions) == ("baseline", "global", 3)


def test_few_words_are_warned_of(copies: dict[str, Path], tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text(
        "A man is playing.\nThe dog is eating the cat.\nA horse!\nThe cat is on a dog.\n", encoding="utf-8"
    )
    first = Selection(checkpoint=str(copies["tiny"]), texts=str(corpus))
    notes = answer(COMPARED_WORDS, Comparison.of(first, str(copies["rotated"])), device="cpu").notes
    assert any("a rotation fits so few by chance" in note for note in notes)


def test_unrelated_spaces_are_as_far_apart_as_shuffled_words(compare: Compare) -> None:
    moved = compare(COMPARED_WORDS, "tiny", "noise")
    assert moved.mean == pytest.approx(moved.unrelated, abs=0.1)
    assert moved.unrelated < 2**0.5
    assert f"{moved.unrelated:.2f}: unrelated spaces" in words_sentence(moved)
