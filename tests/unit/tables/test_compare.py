"""Comparisons as rows."""

from pathlib import Path

import numpy as np
import pytest

from core.command_line.compare_command import PARTS
from core.studies.compare.table import COMPARED_TABLE, Several
from core.studies.question import answer
from core.tables import compare as tables
from core.texts import find
from tests.support.compared import Compared, compared


@pytest.fixture(scope="module")
def answers(tiny: Path, pairs_file: Path) -> Compared:
    return compared(tiny, pairs_file)


@pytest.mark.parametrize("part", PARTS)
def test_every_answer_has_rows_of_plain_values(part: str, answers: Compared) -> None:
    rows = PARTS[part].table(answers.part(part))
    assert rows
    assert len({tuple(row) for row in rows}) == 1
    for value in (value for row in rows for value in row.values()):
        assert type(value) in (int, float, str, type(None))
        assert value == value  # what is not defined is None


def test_shown_words_are_told_in_their_sentences(answers: Compared) -> None:
    answer, texts = answers.projection, find(answers.comparison.first.texts)
    rows = tables.words_in_sentences(answer, texts, [0, 1])
    assert rows[1]["Word"] == "man"
    assert rows[1]["In its sentence"] == "The [man] is playing a guitar."
    assert len(rows[0]["Nearest after"].split(", ")) == answer.k
    places = tables.projection(answer)
    assert places[1]["own, second x"] == answer.views["own"].second[1][0]


def test_people_read_verdicts(answers: Compared) -> None:
    shown = tables.measures_shown(answers.measures)
    assert [row["Measure"] for row in shown][:2] == ["STS score (points)", "I(W), symmetric"]
    assert {"tiny-bert", "other-bert", "Verdict"} <= set(shown[0])
    assert {row["Measure"] for row in tables.local_shown(answers.local)} == {"silhouette", "neighbours", "clusters"}


def test_cka_is_a_row_a_pair_of_layers(answers: Compared) -> None:
    rows = tables.cka(answers.drift)
    assert [row["CKA"] for row in rows] == answers.drift.cka.ravel().tolist()
    assert (rows[1]["first layer"], rows[1]["second layer"]) == (0, 1)


def test_a_table_of_many(answers: Compared) -> None:
    comparison = answers.comparison
    table = answer(COMPARED_TABLE, Several.of(comparison.first, (comparison.second.checkpoint,)), device="cpu")
    rows = tables.table(table)
    assert [row["spearman"] for row in rows] == [row.sts.spearman for row in table.rows if row.sts]
    assert rows[0]["verdict"] is None
    assert rows[1]["verdict"]
    assert np.isfinite(rows[1]["p (Holm)"])
