"""The command line: its JSON, tables, exit codes, and that bad input never ends in a traceback."""

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest

from core.command_line.main import main
from core.geometry.isotropy import CONVENTIONS
from core.studies.selection import Selection


@pytest.fixture
def given(tiny: Path, pairs_file: Path) -> list[str]:
    return ["--checkpoint", str(tiny), "--pairs", str(pairs_file)]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        code = main(list(arguments))
    except SystemExit as end:  # argparse
        code = int(end.code or 0)
    out = capsys.readouterr()
    return code, out.out, out.err


def test_measure_prints_one_object_with_the_documented_fields(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "measure", *given, "--method", "global", "--directions", "3", "--json")
    found = json.loads(out)
    assert code == 0
    documented = [
        "checkpoint",
        "texts",
        "layer",
        "tokens",
        "n_tokens",
        "dim",
        "method",
        "directions",
        "end",
        "clusters",
        "seed",
        "isotropy",
        "sts",
        "measures",
    ]
    assert set(documented) <= set(found)
    assert set(found["isotropy"]) == set(CONVENTIONS)
    assert all(set(value) == {"value", "log10"} for value in found["isotropy"].values())
    assert {"spearman", "pearson", "ci95"} <= set(found["sts"])
    assert set(found["measures"]) == {
        "mean_cosine", "isoscore", "isoscore_unbiased", "participation_ratio", "effective_rank",
    }  # fmt: skip
    assert found["layer"] == 2
    assert found["dim"] == 32
    assert (found["method"], found["directions"], found["end"]) == ("global", 3, "dominant")
    assert len(found["provenance"]["weight_hash"]) == 16
    assert found["provenance"]["revision"] == ""  # a folder has no commit, and none is invented
    ends = found["isotropy"]
    assert (
        ends["symmetric"]["log10"]
        <= ends["lowest"]["log10"]
        <= ends["as_published"]["log10"]
        <= ends["highest"]["log10"]
    )


def test_layers_agree_with_measure(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    layers = json.loads(run(capsys, "layers", *given, "--json")[1])["layers"]
    assert [layer["layer"] for layer in layers] == [0, 1, 2]
    for tokens, name in (("words", "tokens"), ("cls", "cls")):
        one = json.loads(run(capsys, "measure", *given, "--layer", "1", "--tokens", tokens, "--json")[1])
        assert layers[1][name]["isotropy"] == one["isotropy"]
        assert layers[1][name]["measures"] == one["measures"]


@pytest.mark.parametrize("verb", ["measure", "settings", "layers", "directions", "cache"])
def test_tables_and_csv_are_printed(verb: str, given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [] if verb == "cache" else given
    code, out, _ = run(capsys, verb, *arguments)
    assert code == 0
    assert len(out.splitlines()) > 2
    code, out, _ = run(capsys, verb, *arguments, "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert rows
    assert all(None not in row for row in rows)


def test_a_corpus_has_no_score(tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("A man is playing.\nThe dog is eating the cat.\n\nA horse!\n", encoding="utf-8")
    for verb in ("measure", "layers", "directions"):
        code, out, _ = run(capsys, verb, "--checkpoint", str(tiny), "--pairs", str(corpus), "--json")
        assert code == 0
        if verb != "layers":
            assert json.loads(out)["sts"] is None


def test_equal_n_and_equal_scale_can_be_asked_for(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    plain = json.loads(run(capsys, "measure", *given, "--json")[1])
    matched = json.loads(run(capsys, "measure", *given, "--sample", "16", "--unit-rms", "--json")[1])
    assert matched["n_tokens"] == 16
    assert matched["sts"] == plain["sts"]
    assert matched["isotropy"]["symmetric"]["log10"] > plain["isotropy"]["symmetric"]["log10"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["measure", "--method", "whitening"], 2, "choose from"),
        (["measure", "--layer", "7"], 2, "layers are 0 (embeddings) to 2"),
        (["measure", "--layer", "x"], 2, "invalid int"),
        (["measure", "--method", "global", "--directions", "32"], 2, "give 0 to 31"),
        (["measure", "--method", "global", "--directions", "-1"], 2, "0 or more"),
        (["measure", "--method", "cluster-based", "--clusters", "0"], 2, "1 or more"),
        (["measure", "--method", "cluster-based", "--clusters", "999"], 2, "cannot be made"),
        (["measure", "--sample", "1"], 2, "2 or more"),
        (["measure", "--tokens", "some"], 2, "choose from"),
        (["measure", "--json", "--csv"], 2, "not allowed"),
        (["measure", "--columns", "a", "b", "c"], 1, "It has: sentence1, sentence2, score"),
        (["measure", "--device", "abacus"], 1, "abacus"),
        (["cache", "--remove", "nothing"], 2, "There is no space"),
        ([], 2, "COMMAND"),
    ],
)
def test_wrong_use_and_clear_failures(
    arguments: list[str], code: int, words: str, given: list[str], capsys: pytest.CaptureFixture[str], fresh_home: Path
) -> None:
    full = arguments if not arguments or arguments[0] == "cache" else [arguments[0], *given, *arguments[1:]]
    found, out, err = run(capsys, *full)
    assert found == code
    assert words in err
    assert "Traceback" not in out + err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--checkpoint", "no/such/folder"], "no checkpoint"),
        (["--checkpoint", ""], "no checkpoint"),
        (["--checkpoint", "../../../../../../etc"], "no config.json"),
        (["--pairs", "nowhere.csv"], "no texts"),
        (["--pairs", "upload-0000"], "Upload the file again"),
        (["--pairs", "upload-../../x"], "Upload the file again"),
    ],
)
def test_names_that_lead_nowhere(
    arguments: list[str], words: str, given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "measure", *given, *arguments)
    assert code == 1
    assert words in err


def test_a_home_that_cannot_be_written_is_a_clear_failure(
    given: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("ISOSCOPE_HOME", str(tmp_path / "file"))
    code, _, err = run(capsys, "measure", *given)
    assert code == 1
    assert "isoscope:" in err


def test_the_command_of_a_selection_is_understood_by_the_command_line(tiny_selection: Selection) -> None:
    import shlex
    from dataclasses import replace

    from core.command_line.main import _parser
    from core.command_line.selection_arguments import selection_of

    chosen = replace(
        tiny_selection, layer=1, tokens="all", method="cluster-based", end="least", seed=3, sample=20, unit_rms=True
    )
    words = shlex.split(chosen.command("measure"))
    assert words[:3] == ["python", "-m", "core"]
    assert selection_of(_parser().parse_args(words[3:])) == chosen


def test_numbers_are_json_numbers_or_null(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(constant: str) -> float:
        raise AssertionError(f"{constant} is not JSON")

    for verb in ("measure", "layers", "directions"):
        json.loads(run(capsys, verb, *given, "--json")[1], parse_constant=refuse)


def test_clear_forgets_everything(given: list[str], capsys: pytest.CaptureFixture[str], fresh_home: Path) -> None:
    run(capsys, "measure", *given)
    assert len(json.loads(run(capsys, "cache", "--json")[1])["spaces"]) == 1
    assert run(capsys, "cache", "--clear")[1].startswith("Removed 1 space")
    assert json.loads(run(capsys, "cache", "--json")[1])["spaces"] == []
    assert not list((fresh_home / "results").glob("*"))


def test_results_are_kept_and_equal(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (
        run(capsys, "measure", *given, "--method", "cluster-based", "--clusters", "2", "--json")[1] for _ in range(2)
    )
    assert first == second
    assert np.isfinite(json.loads(first)["isotropy"]["symmetric"]["log10"])
