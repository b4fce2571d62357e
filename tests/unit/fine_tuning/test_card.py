"""What a finished training leaves: scores, how it came about, and a place in the catalogue."""

import json
import math
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import spearmanr

from core.checkpoints import catalogue, locate
from core.checkpoints.locate import card_for
from core.checkpoints.trained import read_record, trained
from core.errors import CheckpointError
from core.fine_tuning.history import read_history
from core.fine_tuning.recipe import Recipe
from core.fine_tuning.record import record_of
from core.texts import find
from tests.support.trainings import (
    STEPS,
    train,
)


def test_plain_sentence_transformers_gives_the_cards_score(done: Path, pairs_file: Path) -> None:
    from sentence_transformers import SentenceTransformer

    texts, record = find(str(pairs_file)), read_record(done.name)
    assert record is not None
    for path, name in ((done / "model", "after"), (Path(record["base"]["checkpoint"]), "before")):
        model = SentenceTransformer(str(path), device="cpu")
        first, second = (model.encode(list(part)) for part in (texts.sentences[:8], texts.sentences[8:]))
        cosines = (first * second).sum(1) / np.linalg.norm(first, axis=1) / np.linalg.norm(second, axis=1)
        assert record["scores"]["dev"][name] == pytest.approx(
            100 * spearmanr(cosines, texts.scores).statistic, abs=1e-3
        )
    history = read_history(done)
    assert history is not None
    ends = [history.measurements[i].score for i in (0, -1)]
    assert ends == pytest.approx([record["scores"]["dev"][name] for name in ("before", "after")], abs=1e-3)


def test_the_card_says_how_it_came_about(done: Path, tiny: Path, pairs_file: Path) -> None:
    record, texts = read_record(done.name), find(str(pairs_file))
    assert record is not None
    base = locate(str(tiny))
    assert record["base"]["weight_hash"] == base.weight_hash
    assert record["base"]["fingerprint"] == base.fingerprint
    assert (record["data"]["hash"], record["data"]["n_pairs"]) == (texts.data_hash, 8)
    assert record["data"]["score_scale"] == 5
    assert record["recipe"]["learning_rate"] == 1e-3
    assert record["recipe"]["seed"] == 0
    assert record["steps"] == STEPS
    assert {"torch", "transformers", "sentence-transformers", "peft"} <= set(record["versions"])
    assert set(record["scores"]) == {"dev"}
    assert all(seconds >= 0 for seconds in record["seconds"].values())
    readme = (done / "model" / "README.md").read_text()
    assert "learning rate 0.001, seed 0" in readme
    assert f"{record['scores']['dev']['after']:.2f} after" in readme
    assert "rank" not in readme  # there is no adapter


def test_what_only_an_unfinished_training_needs_is_gone(done: Path) -> None:
    assert {path.name for path in done.iterdir()} == {
        "card.json", "frames.npz", "history.json", "model", "recipe.json",
    }  # fmt: skip
    assert not [path for path in done.rglob("*") if path.suffix in (".bin", ".pt", ".pkl", ".pth")]


def test_the_catalogue_has_it_paired_with_its_base(done: Path, tiny: Path) -> None:
    card = catalogue()[done.name]
    assert (card.role, card.source, card.fine_tuned_from) == ("fine-tuned", "trained", str(tiny))
    assert card_for(done.name) == card
    located = locate(done.name)
    assert located.folder == done / "model"
    assert located.weight_hash == card.weight_hash
    assert locate(card.fine_tuned_from).weight_hash != located.weight_hash


def test_changed_weights_are_refused(done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(done.parent, tmp_path / "fine-tuned")
    monkeypatch.setenv("ISOSCOPE_HOME", str(tmp_path))
    locate(done.name)
    shutil.copy(Path(catalogue()[done.name].fine_tuned_from) / "model.safetensors", tmp_path / "fine-tuned/tuned/model")
    with pytest.raises(CheckpointError, match="not those that its card names"):
        locate(done.name)


def test_the_home_can_be_moved(done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(done.parent, tmp_path / "fine-tuned")
    monkeypatch.setenv("ISOSCOPE_HOME", str(tmp_path))
    here = tmp_path / "fine-tuned" / "tuned" / "model"
    assert locate("tuned").folder == here
    record = read_record("tuned")
    assert record is not None
    assert record["card"]["location"] == str(here)


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '"x"', '{"format": 1}', '{"format": 1, "card": []}'])
def test_a_damaged_card_is_left_out(content: str, done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(done.parent, tmp_path / "fine-tuned")
    monkeypatch.setenv("ISOSCOPE_HOME", str(tmp_path))
    assert list(trained()) == ["tuned"]
    (tmp_path / "fine-tuned" / "tuned" / "card.json").write_text(content)
    assert trained() == {}
    assert read_record("tuned") is None


def test_dev_and_test_are_both_scored(base: Recipe) -> None:
    train(replace(base, test=base.texts))
    record = read_record(base.name)
    assert record is not None
    assert record["scores"]["test"] == record["scores"]["dev"]


def test_a_constant_dev_score_is_none_in_json(base: Recipe, tmp_path: Path) -> None:
    flat = tmp_path / "flat.tsv"
    flat.write_text("sentence1\tsentence2\tscore\nA man.\tA dog.\t2.0\nThe cat.\tA horse.\t2.0\nA man.\tA cat.\t2.0\n")
    folder = train(replace(base, dev=str(flat)))
    for name in ("card.json", "history.json"):
        json.loads((folder / name).read_text(), parse_constant=lambda constant: pytest.fail(f"{constant} is not JSON"))
    record, history = read_record(base.name), read_history(folder)
    assert record is not None
    assert history is not None
    assert record["scores"]["dev"]["after"] is None
    assert math.isnan(history.measurements[0].score)
    assert math.isnan(history.measurements[0].layers[0]["alignment"])


def test_the_record_is_what_the_file_holds(done: Path) -> None:
    record, content = record_of(done.name), json.loads((done / "card.json").read_text())
    assert record is not None
    assert record.to_json() == {name: value for name, value in content.items() if name != "checksum"}
    assert set(content) == {
        "checksum", "format", "created", "card", "recipe", "command", "base", "data", "steps", "scores", "seconds", "versions",
    }  # fmt: skip
    assert set(content["scores"]["dev"]) == {
        "texts", "title", "before", "after", "ci95", "change", "change_ci95", "n_pairs",
        "change_ci95_by_source",
    }  # fmt: skip
    assert (record.recipe.seed, record.data.score_scale, record.steps) == (0, 5.0, STEPS)


@pytest.mark.parametrize(
    "damage",
    [
        {"scores": 1},
        {"scores": {"dev": {}}},
        {"recipe": {}},
        {"recipe": []},
        {"base": None},
        {"seconds": "long"},
        {"steps": "x"},
    ],
    ids=str,
)
def test_a_record_that_lost_something_is_none(
    damage: dict[str, Any], done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(done.parent, tmp_path / "fine-tuned")
    monkeypatch.setenv("ISOSCOPE_HOME", str(tmp_path))
    path = tmp_path / "fine-tuned" / "tuned" / "card.json"
    assert record_of("tuned") is not None
    path.write_text(json.dumps(json.loads(path.read_text()) | damage))
    assert record_of("tuned") is None
    assert record_of("nothing") is None
