"""`--fit-on`: methods fitted on other texts, beside or instead of those that are measured."""

import csv
import io
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from core.command_line.main import main
from core.studies.comparison import Comparison
from core.studies.question import Question
from core.studies.selection import Selection
from core.studies.space.settings import FIVE_SETTINGS, FiveSettings

LEARNT = "text,rating\nThe cat is eating.,1\nA horse and a dog!,2\nA woman plays.,3\nThe man.,4\nOn a beach.,5\n"


@pytest.fixture
def learnt(tmp_path: Path) -> str:
    path = tmp_path / "learnt.csv"
    path.write_text(LEARNT, encoding="utf-8")
    return str(path)


@pytest.fixture
def given(tiny: Path, pairs_file: Path) -> list[str]:
    return ["--checkpoint", str(tiny), "--pairs", str(pairs_file)]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    out = capsys.readouterr()
    return code, out.out, out.err


def test_measure_says_what_it_was_fitted_on(given: list[str], learnt: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "measure", *given, "--method", "global", "--directions", "2", "--fit-on", learnt)
    assert code == 0
    assert "fitted on, tokens" in out
    assert "note: Fitted on learnt.csv, not on the texts that are measured." in err
    assert "note: learnt.csv was read as" in err
    fitted = ["measure", *given, "--method", "zero-mean", "--fit-on", learnt, "--json"]
    of = json.loads(run(capsys, *fitted)[1])["provenance"]["fitted_on"]
    assert of["texts"] == learnt
    assert of["n_tokens"] > 10
    assert len(of["texts_hash"]) == 16
    assert "does nothing with --method baseline" in run(capsys, "measure", *given, "--fit-on", learnt)[2]


def test_settings_stand_side_by_side(given: list[str], learnt: str, capsys: pytest.CaptureFixture[str]) -> None:
    alone = list(csv.DictReader(io.StringIO(run(capsys, "settings", *given, "--csv")[1])))
    both = list(csv.DictReader(io.StringIO(run(capsys, "settings", *given, "--csv", "--fit-on", learnt)[1])))
    assert not [name for name in alone[0] if name.startswith("inductive")]
    assert [{name: row[name] for name in alone[0]} for row in both] == alone
    for row in both:
        method = ["--method", row["method"], "--fit-on", learnt]
        own = json.loads(run(capsys, "measure", *given, *method, "--json")[1])
        assert float(row["inductive: spearman"]) == own["sts"]["spearman"]
        assert row["inductive: fitted on"] == learnt
        change = float(row["inductive: spearman"]) - float(both[0]["spearman"])
        assert float(row["inductive: difference"]) == pytest.approx(change)
        assert float(row["inductive: difference, low"]) <= float(row["inductive: difference, high"])
    printed = json.loads(run(capsys, "settings", *given, "--json", "--fit-on", learnt)[1])
    assert printed[1]["inductive"]["fitted_on"]["texts"] == learnt
    assert json.loads(run(capsys, "settings", *given, "--json")[1])[1]["inductive"] is None


@pytest.mark.parametrize(
    ("texts", "fit_on"),
    [("stsb-dev", "stsb-train"), ("stsb-test", "stsb-train"), ("stsb-train", ""), ("stsb-dev:50", "")],
)
def test_settings_of_a_benchmark_are_fitted_on_its_training_split(
    texts: str, fit_on: str, tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[Selection] = []

    def answer(question: Question[Any, Any], selection: Selection, *_: Any) -> FiveSettings:
        asked.append(selection)
        return FiveSettings(())

    monkeypatch.setattr(import_module("core.command_line.settings_command"), "answer", answer)
    given = ["settings", "--checkpoint", str(tiny), "--pairs", texts, "--json"]
    assert run(capsys, *given)[0] == run(capsys, *given, "--fit-on", texts)[0] == 0
    assert [selection.fit_on for selection in asked] == [fit_on, texts]


def test_unknown_texts_are_a_clear_failure(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "settings", *given, "--fit-on", "nowhere.csv")
    assert code == 1
    assert "There are no texts 'nowhere.csv'. Give one of stsb-dev" in err
    assert "Traceback" not in err


def test_compare_fits_both_on_them_and_says_so(
    given: list[str], learnt: str, capsys: pytest.CaptureFixture[str]
) -> None:
    method = ["--method", "zero-mean", "--fit-on", learnt, "--json"]
    code, out, _ = run(capsys, "compare", given[1], given[1], "--pairs", given[3], *method)
    found = json.loads(out)
    assert code == 0
    assert found["first"]["fitted_on"] == found["second"]["fitted_on"] == learnt
    words = json.loads(run(capsys, "compare", given[1], given[1], "--pairs", given[3], "--part", "words", *method)[1])
    for notes in (found["notes"], words["notes"]):
        assert [note for note in notes if note.startswith("Fitted on")] == [
            "Fitted on learnt.csv, not on the texts that are measured."
        ]


def test_commands_carry_it(given: list[str], learnt: str) -> None:
    selection = Selection(checkpoint=given[1], texts=given[3], fit_on=learnt)
    assert f"--fit-on {learnt}" in FIVE_SETTINGS.command(selection)
    assert f"--fit-on {learnt}" in Comparison.of(selection, "small-bert").command()
    assert "--fit-on" not in FIVE_SETTINGS.command(selection.but(fit_on=""))
