"""`directions`: every part as JSON, CSV and a table."""

import csv
import io
import json
from pathlib import Path

import pytest

from core.command_line.directions_command import PARTS
from core.command_line.main import main
from core.geometry.isotropy import CONVENTIONS


@pytest.fixture
def given(tiny: Path, pairs_file: Path) -> list[str]:
    return ["--checkpoint", str(tiny), "--pairs", str(pairs_file)]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def test_directions_prints_arrays_over_every_k_for_both_ends(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "directions", *given, "--json")
    found = json.loads(out)
    assert code == 0
    assert found["k"] == list(range(32))
    for end in ("dominant", "least"):
        assert {name: len(values) for name, values in found["isotropy"][end].items()} == dict.fromkeys(CONVENTIONS, 32)
        assert len(found["sts"][end]["spearman"]) == 32


def test_directions_agree_with_measure_at_a_k(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    curves = json.loads(run(capsys, "directions", *given, "--layer", "1", "--json")[1])
    for end in ("dominant", "least"):
        arguments = [
            "measure",
            *given,
            "--layer",
            "1",
            "--method",
            "global",
            "--directions",
            "7",
            "--end",
            end,
            "--json",
        ]
        one = json.loads(run(capsys, *arguments)[1])
        assert curves["sts"][end]["spearman"][7] == pytest.approx(one["sts"]["spearman"], abs=1e-9)
        for name in CONVENTIONS:
            assert curves["isotropy"][end][name][7] == pytest.approx(one["isotropy"][name]["log10"], abs=1e-9)


@pytest.mark.parametrize("part", list(PARTS))
def test_every_part_is_a_table_and_json(part: str, given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["directions", *given, "--part", part, "--clusters", "2"]
    code, out, err = run(capsys, *arguments, "--csv")
    assert code == 0, err
    rows = list(csv.DictReader(io.StringIO(out)))
    assert rows
    assert all(None not in row for row in rows)
    assert json.loads(run(capsys, *arguments, "--json")[1])


def test_all_parts_at_once(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, "directions", *given, "--part", "all", "--clusters", "2", "--json")[1])
    assert set(found) == set(PARTS)
    assert run(capsys, "directions", *given, "--part", "all", "--csv")[0] == 2


def test_parts_that_ask_for_the_score_need_one(tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("A man is playing.\nThe dog is eating the cat.\nA horse!\n", encoding="utf-8")
    for part in ("windows", "null", "leave-one-out"):
        code, _, err = run(capsys, "directions", "--checkpoint", str(tiny), "--pairs", str(corpus), "--part", part)
        assert code == 2
        assert "no gold scores" in err


def test_the_part_of_outliers_is_a_list_of_layers(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    layers = json.loads(run(capsys, "directions", *given, "--part", "outliers", "--json")[1])
    assert [layer["layer"] for layer in layers] == [0, 1, 2]
    assert all(set(layer["isotropy"]) == set(layer["sts"]) == {"as_is", "zeroed"} for layer in layers)
