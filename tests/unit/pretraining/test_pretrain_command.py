"""`python -m core pretrain`: from nothing to a checkpoint, and bad input in plain words."""

import json
from pathlib import Path

import pytest

from core.command_line.main import main
from core.files import digest, lock
from core.pretraining import corpus
from core.pretraining.corpus import Corpus


def test_it_trains_goes_on_and_exports(
    text: Corpus, fresh_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run"
    corpus.save(text, run / "corpus")
    assert main(["pretrain", "--run", str(run), "--steps", "1", "--device", "cpu", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["step"], found["run"]) == (1, str(run))
    assert {"held_out_loss", "held_out_accuracy", "unigram_loss", "unigram_accuracy"} <= set(found)

    assert main(["pretrain", "--run", str(run), "--device", "cpu"]) == 0  # nothing left to do
    assert "held out loss" in capsys.readouterr().out
    assert main(["pretrain", "--run", str(run), "--seed", "3"]) == 2
    assert "other settings" in capsys.readouterr().err

    assert main(["pretrain", "--run", str(run), "--export", str(tmp_path / "mine"), "--title", "Mine"]) == 0
    assert "Mine" in capsys.readouterr().out
    assert json.loads((tmp_path / "mine" / "card.json").read_text())["key"] == "mine"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--steps", "0"], "--steps is 1 or more"),
        (["--hours", "-1"], "--hours more than 0"),
        (["--hours", "nan"], "--hours more than 0"),
        (["--threads", "-1"], "0 or more"),
        (["--seed", "-1"], "0 or more"),
        (["--export", "somewhere"], "holds no pre-training run"),
    ],
)
def test_wrong_use_is_refused(
    arguments: list[str], says: str, fresh_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pretrain", *arguments]) == 2
    assert says in capsys.readouterr().err


def test_a_run_has_one_process(fresh_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with lock(f"pretrain-{digest(str(tmp_path))}"):
        assert main(["pretrain", "--run", str(tmp_path), "--steps", "1"]) == 2
    assert "Another process" in capsys.readouterr().err
