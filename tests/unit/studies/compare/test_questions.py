"""What holds for every question of two checkpoints: other tokenizers, what is kept, jobs, progress, commands."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from core import jobs
from core.codec import from_json, to_json
from core.command_line.compare_command import PARTS
from core.command_line.main import _parser
from core.command_line.selection_arguments import selection_of
from core.errors import UsageError
from core.jobs.kind import kinds
from core.studies.compare.aligned import OnWords
from core.studies.compare.table import COMPARED_TABLE, Several
from core.studies.compare.words import COMPARED_WORDS
from core.studies.comparison import Comparison
from core.studies.question import Question, answer, find, questions
from core.studies.selection import Selection

OF_TWO = [question for question in questions().values() if question.request is Comparison]
every_question = pytest.mark.parametrize("question", OF_TWO, ids=lambda question: question.key)
Asked = Question[Comparison, Any]


@every_question
def test_another_tokenizer_and_depth(question: Asked, compare: Callable[..., Any]) -> None:
    for first, second in (("tiny", "other"), ("other", "tiny")):
        found = compare(question, first, second)
        assert "" not in (found.first.title, found.second.title)
        printed = to_json(found)
        assert json.loads(json.dumps(printed)) == printed
        assert to_json(from_json(question.answer, printed)) == printed
        if isinstance(found, OnWords):
            assert found.total == 112


@every_question
def test_progress_never_goes_back(question: Asked, tiny_selection: Selection, fresh_home: Path) -> None:
    seen: list[tuple[float, float, str]] = []
    comparison = Comparison.of(tiny_selection, tiny_selection.checkpoint, method="global")
    answer(question, comparison, lambda *step: seen.append(step), "cpu")
    for unit in {step[2] for step in seen} - {"loading"}:
        of_unit = [step for step in seen if step[2] == unit]
        assert [step[0] for step in of_unit] == sorted(step[0] for step in of_unit), unit
        assert of_unit[-1][0] == of_unit[-1][1], unit


@every_question
def test_both_sides_read_the_same_texts(question: Asked, tiny_selection: Selection) -> None:
    with pytest.raises(UsageError, match="same texts"):
        answer(question, Comparison(tiny_selection, replace(tiny_selection, texts="stsb-dev")))


def test_answers_are_kept_under_both_sides(tiny_selection: Selection, fresh_home: Path) -> None:
    comparison = Comparison.of(tiny_selection, tiny_selection.checkpoint, layer=1)

    def known(asked: Comparison) -> Any:
        return to_json(find(COMPARED_WORDS, asked))

    assert known(comparison) is None
    moved = to_json(answer(COMPARED_WORDS, comparison, device="cpu"))
    assert known(comparison) == moved
    assert known(replace(comparison, second=replace(comparison.second, layer=-2))) == moved
    assert known(Comparison(comparison.second, comparison.first)) is None
    assert known(replace(comparison, second=tiny_selection)) is None


def test_every_question_is_a_job_and_a_part(tiny_selection: Selection) -> None:
    assert {part.question.key for part in PARTS.values()} == {question.key for question in OF_TWO}
    comparison = Comparison.of(tiny_selection, tiny_selection.checkpoint, layer=1)
    several = Several.of(tiny_selection, (tiny_selection.checkpoint,))
    for question in (*OF_TWO, COMPARED_TABLE):
        kind, request = kinds()[question.key], several if question is COMPARED_TABLE else comparison
        assert kind.read(json.loads(json.dumps(asdict(request)))) == request
        assert kind.title(request)
        assert jobs.job_id(question.key, request)
    assert jobs.job_id("compare-words", comparison) != jobs.job_id("compare-words", Comparison(*2 * (tiny_selection,)))
    seen: list[tuple[float, float, str]] = []
    kinds()["compare-words"].run(comparison, lambda *step: seen.append(step))
    assert find(COMPARED_WORDS, comparison) is not None
    kinds()["compare-table"].run(several, lambda *step: seen.append(step))
    assert find(COMPARED_TABLE, several) is not None


def test_the_command_makes_the_comparison_again(tiny_selection: Selection) -> None:
    first = replace(tiny_selection, layer=1, seed=3, unit_rms=True)
    comparison = Comparison.of(first, "some/other", method="global", directions=5)
    given = _parser().parse_args(comparison.command("words").split()[3:])
    assert given.part == "words"
    assert given.checkpoints == [first.checkpoint, "some/other"]
    assert replace(selection_of(given), checkpoint=first.checkpoint) == first
    assert (given.second_layer, given.second_method, given.second_directions) == (None, "global", 5)
    assert comparison.command("drift", "seed").split()[3:] == [
        "compare", first.checkpoint, "some/other", "--pairs", first.texts, "--seed", "3", "--part", "drift",
    ]  # fmt: skip


@every_question
def test_a_questions_command_names_its_part_and_its_settings(question: Asked, tiny_selection: Selection) -> None:
    first = replace(tiny_selection, layer=1, method="cluster-based", seed=3)
    command = question.command(Comparison.of(first, "some/other")).split()
    part = command[command.index("--part") + 1]
    assert PARTS[part].question is question
    given = selection_of(_parser().parse_args(command[3:]))
    for setting in question.sides(Comparison.of(first, "some/other"))[0].settings:
        assert getattr(given, setting) == getattr(first, setting)
