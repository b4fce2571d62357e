"""`python -m core frequency`: every part as text, JSON and CSV, and what it refuses."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from core.command_line.frequency_command import PARTS
from core.command_line.main import main
from core.geometry.post_processing import methods
from tests.support.tiny_models import save_tiny


@pytest.fixture
def given(tiny: Path, pairs_file: Path) -> list[str]:
    return ["--checkpoint", str(tiny), "--pairs", str(pairs_file)]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        code = main(["frequency", *arguments])
    except SystemExit as stopped:  # argparse
        code = int(stopped.code or 0)
    out, err = capsys.readouterr()
    return code, out, err


def small(part: str) -> list[str]:
    return {"map": ["--part", "map"], "methods": ["--part", "methods", "--directions", "2", "--clusters", "2"]}.get(
        part, ["--part", part]
    )


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_a_sentence_with_a_table_json_and_csv(
    part: str, given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, *given, *small(part))
    assert code == 0, err
    assert out.split("\n")[0].endswith(".")
    code, out, _ = run(capsys, *given, *small(part), "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert rows
    assert all(None not in row for row in rows)

    def refuse(constant: str) -> float:
        raise AssertionError(f"{constant} is not JSON")

    answer = json.loads(run(capsys, *given, *small(part), "--json")[1], parse_constant=refuse)
    if part == "map":
        assert len(answer["points"]) == len(answer["details"]) == len(rows)
        assert set(answer["trust"]) >= {"trustworthiness", "continuity", "kept"}
        assert answer["notes"] == []
    else:
        assert answer["n_words"] > 20
        assert "error" not in answer["entries"][0]  # one number a word is for comparisons, not for reading
        expected: dict[str, Any] = {"bias": 3, "methods": len(methods())}
        assert len(rows) == expected.get(part, len(rows))


def test_a_pair_is_compared_layer_by_layer(
    given: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = ["--other", str(save_tiny(tmp_path / "other", seed=4))]
    code, out, err = run(capsys, *given, *other)
    assert code == 0, err
    assert "frequency bias" in out.split("\n")[0]
    answer = json.loads(run(capsys, *given, *other, "--json")[1])
    assert [row["first"] for row in answer["layers"]] == [0, 1, 2]
    assert set(answer["layers"][0]["r2"]["difference"]) == {"value", "low", "high"}
    assert answer["verdict"] in out
    assert {row["r2"]["verdict"] for row in answer["layers"]} <= {"lower", "higher", "not distinguishable"}
    outcomes = {"removed", "reduced", "increased", "not distinguishable", "mixed"}
    assert {row["outcome"] for row in answer["layers"]} <= outcomes
    rows = list(csv.DictReader(io.StringIO(run(capsys, *given, *other, "--csv")[1])))
    assert len(rows) == 3
    assert "R2, difference low" in rows[0]


@pytest.mark.parametrize("part", ["bias", "bands"])
def test_an_answer_of_every_layer_states_none(part: str, given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    printed = [run(capsys, *given, "--part", part, "--layer", layer, "--json")[1] for layer in ("1", "2")]
    assert printed[0] == printed[1]  # the second is the answer that the first left on disk
    answer = json.loads(printed[1])
    assert answer["side"]["layer"] is None
    assert [entry["layer"] for entry in answer["entries"]] == [0, 1, 2]


def test_an_answer_of_every_method_states_its_layer_and_no_method(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = [*small("methods"), "--method", "global", "--json"]
    for layer in (1, 2):
        side = json.loads(run(capsys, *given, *chosen, "--layer", str(layer))[1])["side"]
        assert (side["layer"], side["method"], side["directions"]) == (layer, "baseline", 0)


def test_the_map_takes_what_its_projection_can_be_told(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    shown = run(capsys, *given, "--part", "map", "--components", "2", "3", "1", "--unit", "words", "--csv")[1]
    assert {"x", "y", "z"} <= set(next(csv.DictReader(io.StringIO(shown))))
    code, out, err = run(capsys, *given, "--part", "map", "--projection", "tsne", "--perplexity", "6", "--points", "50")
    assert code == 0, err
    assert "t-SNE (perplexity 6.0, metric cosine, seed 0) of 50 of" in out
    assert "note: 50 of" in err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--part", "map", "--components", "1"], 2, "two or three"),
        (["--part", "map", "--projection", "umap", "--neighbours", "1"], 2, "give 2 to 200"),
        (["--part", "map", "--projection", "tsne", "--perplexity", "90"], 1, "bears a perplexity below"),
        (["--part", "map", "--points", "99999"], 2, "up to 50,000"),
        (["--part", "map", "--other", "x"], 2, "--other belongs to --part bias"),
        (["--part", "methods", "--layer", "9", "--clusters", "2"], 2, "no layer 9"),
        (["--language", "xx"], 1, "no word list"),
        (["--projection", "mds"], 2, "invalid choice"),
    ],
)
def test_what_cannot_be_answered_is_said_with_an_exit_code(
    given: list[str], arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    returned, _, err = run(capsys, *given, *arguments)
    assert (returned, words in err) == (code, True), err
