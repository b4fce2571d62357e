"""`python -m core compare`."""

import csv
import io
import json
from pathlib import Path

import pytest

from core.codec import to_json
from core.command_line.compare_command import PARTS
from core.command_line.main import main
from tests.support.compared import Compared, compared


@pytest.fixture(scope="module")
def answers(tiny: Path, pairs_file: Path) -> Compared:
    return compared(tiny, pairs_file)


@pytest.fixture
def given(answers: Compared) -> list[str]:
    first = answers.comparison.first
    options = ["--pairs", first.texts, "--directions", "2", "--clusters", "3", "--device", "cpu"]
    return ["compare", first.checkpoint, answers.comparison.second.checkpoint, *options]


@pytest.mark.parametrize("part", [*PARTS, "table"])
def test_every_part_is_printed(
    part: str, given: list[str], capsys: pytest.CaptureFixture[str], answers: Compared
) -> None:
    assert main([*given, "--part", part]) == 0
    text = capsys.readouterr().out
    assert text.splitlines()[0].endswith(".")
    assert main([*given, "--part", part, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert main([*given, "--part", part, "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    if part == "table":
        assert [row["checkpoint"] for row in rows] == [row["checkpoint"] for row in found]
    else:
        assert found == to_json(answers.part(part))
        assert len(rows) == len(PARTS[part].table(answers.part(part)))


def test_two_are_measured_and_more_are_tabled_by_default(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*given, "--json"]) == 0
    assert "resampled" in json.loads(capsys.readouterr().out)
    assert main([*given[:2], *given[1:], "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 3


def test_the_second_may_have_its_own_setting(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--layer", "1", "--second-layer", "0", "--second-method", "global", "--second-directions", "1"]
    assert main([*given, *options, "--part", "words", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["first"]["layer"], found["first"]["method"]) == (1, "baseline")
    assert (found["second"]["layer"], found["second"]["method"], found["second"]["directions"]) == (0, "global", 1)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--part", "words", "--layer", "9"], "no layer 9"),
        (["--part", "table", "--second-layer", "1"], "one setting for all"),
        (["--second-directions", "-1"], "0 or more"),
    ],
)
def test_wrong_use(options: list[str], message: str, given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*given, *options]) == 2
    assert message in capsys.readouterr().err


def test_a_part_of_two_needs_two(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*given[:2], *given[3:], "--part", "words"]) == 2
    assert "two checkpoints, not 1" in capsys.readouterr().err
