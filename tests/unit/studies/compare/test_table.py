"""Many checkpoints in one table."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from core.codec import to_json
from core.errors import UsageError
from core.sentences.compare import table_sentence
from core.spaces.room import entries, remove
from core.studies.compare.table import COMPARED_TABLE, Several, table_of_known
from core.studies.question import answer, find
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT


def test_many_checkpoints_in_one_table(selected: Callable[..., Selection], copies: dict[str, Path]) -> None:
    several = Several.of(selected("tiny"), tuple(str(copies[name]) for name in ("rotated", "noise", "other")))
    table = answer(COMPARED_TABLE, several, device="cpu")
    assert table.rows[0].difference is None
    for row, selection in zip(table.rows, several.selections, strict=True):
        alone = answer(MEASUREMENT, selection, device="cpu")
        assert row.isotropy == alone.isotropy
        assert row.similarity is None
    changes = [row.difference for row in table.rows[1:]]
    for change in changes:
        assert change is not None
        assert change.p <= change.p_holm <= 1
    assert changes[0] is not None
    assert changes[0].verdict == "not distinguishable"
    assert table_sentence(table).startswith("Of 4 checkpoints noise is the most isotropic")


def test_texts_must_be_the_same(tiny_selection: Selection, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("A man is playing.\nThe dog is eating.\n", encoding="utf-8")
    several = Several((tiny_selection, replace(tiny_selection, texts=str(corpus))))
    with pytest.raises(UsageError, match="same texts"):
        answer(COMPARED_TABLE, several)
    with pytest.raises(UsageError, match="same texts"):
        table_of_known(several)


def test_what_is_measured_is_tabled_at_once(tiny_selection: Selection, fresh_home: Path) -> None:
    several = Several((tiny_selection, replace(tiny_selection, layer=1)))
    assert table_of_known(several) is None
    answer(MEASUREMENT, several.selections[0], device="cpu")
    assert table_of_known(several) is None
    answer(MEASUREMENT, several.selections[1], device="cpu")
    assert find(COMPARED_TABLE, several) is None
    for entry in entries():  # a table of numbers that are on disk needs no space
        assert remove(entry.key)
    at_once = table_of_known(several)
    assert at_once is not None
    assert entries() == []
    assert (
        to_json(answer(COMPARED_TABLE, several, device="cpu")) == to_json(at_once) == to_json(table_of_known(several))
    )


def test_without_gold_scores_nothing_is_compared(tiny_selection: Selection, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("A man is playing.\nThe dog is eating.\nA cat!\n", encoding="utf-8")
    first = replace(tiny_selection, texts=str(corpus))
    table = answer(COMPARED_TABLE, Several((first, replace(first, layer=1))), device="cpu")
    assert [row.difference for row in table.rows] == [None, None]
    assert table_sentence(table).startswith("Of 2 checkpoints ")


def test_the_order_of_checkpoints_is_part_of_the_question(tiny_selection: Selection) -> None:
    one, other = tiny_selection, replace(tiny_selection, layer=1)
    answer(COMPARED_TABLE, Several((one, other)), device="cpu")
    assert find(COMPARED_TABLE, Several((one, other))) is not None
    assert find(COMPARED_TABLE, Several((other, one))) is None
