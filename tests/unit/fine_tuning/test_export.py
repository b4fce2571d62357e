"""A training passed on: rounded weights, their scores, and nothing overwritten."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from filelock import FileLock
from scipy.stats import spearmanr

from core.checkpoints import locate
from core.checkpoints.families.own import cards_in
from core.checkpoints.trained import read_record
from core.errors import UsageError
from core.files import file_hash
from core.fine_tuning.export import export
from core.fine_tuning.record import record_of
from core.texts import find
from tests.support.trainings import (
    quiet,
)


def test_it_is_passed_on_in_half_with_the_scores_of_the_rounded_weights(
    done: Path, pairs_file: Path, tmp_path: Path
) -> None:
    from safetensors.torch import load_file
    from sentence_transformers import SentenceTransformer

    folder = tmp_path / "passed" / "tiny-tuned"
    told = export(done.name, folder, "Tiny, tuned", "CC0-1.0", quiet)
    assert json.loads((folder / "card.json").read_text()) == told.to_json()
    assert told.weights_sha256 == file_hash(folder / "model.safetensors")
    trained_weights = load_file(done / "model" / "model.safetensors")
    for name, tensor in load_file(folder / "model.safetensors").items():
        assert torch.equal(tensor, trained_weights[name].half())
    (card,) = cards_in(folder.parent)
    assert (card.key, card.title, card.role) == ("tiny-tuned", "Tiny, tuned", "fine-tuned")
    assert (card.pooling, card.licence) == ("mean", "CC0-1.0")
    assert card.note.startswith("Fine-tuned by Isoscope from ")
    record = read_record(done.name)
    assert record is not None
    assert card.fine_tuned_from == record["card"]["fine_tuned_from"]
    assert card.weight_hash == locate(str(folder)).weight_hash
    texts, model = find(str(pairs_file)), SentenceTransformer(str(folder), device="cpu")
    assert {parameter.dtype for parameter in model.parameters()} == {torch.float32}
    first, second = (model.encode(list(part)) for part in (texts.sentences[:8], texts.sentences[8:]))
    cosines = (first * second).sum(1) / np.linalg.norm(first, axis=1) / np.linalg.norm(second, axis=1)
    wanted = 100 * spearmanr(cosines, texts.scores).statistic
    assert told.scores["dev"].after == pytest.approx(wanted, abs=1e-3)
    page = (folder / "README.md").read_text()
    assert told.weights_sha256 in page
    assert "learning rate: 0.001" in page


def test_a_failed_export_leaves_nothing_and_touches_nothing(
    done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".out").mkdir()
    (tmp_path / ".out" / "precious").write_text("mine")

    def full(path: Path, content: str) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("core.fine_tuning.export.write_atomically", full)
        with pytest.raises(OSError, match="No space left"):
            export(done.name, tmp_path / "out", "Out", "", quiet)
    assert [path.name for path in tmp_path.iterdir()] == [".out"]
    export(done.name, tmp_path / "out", "Out", "", quiet)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".out", "out"]
    assert (tmp_path / ".out" / "precious").read_text() == "mine"


def test_what_killed_exports_left_goes_and_what_living_ones_write_stays(done: Path, tmp_path: Path) -> None:
    dead, living, foreign = (tmp_path / f".isoscope-{name}" for name in ("dead", "living", "notes"))
    for path in (dead, living, foreign):
        path.mkdir()
    (dead / "alive.lock").touch()
    with FileLock(living / "alive.lock"):
        export(done.name, tmp_path / "out", "Out", "", quiet)
        assert {path.name for path in tmp_path.iterdir()} == {living.name, foreign.name, "out"}
    assert not (tmp_path / "out" / "alive.lock").exists()


def test_what_is_passed_on_is_scored_against_its_own_base(
    done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = record_of(done.name)
    assert record is not None
    changed = replace(record, base=replace(record.base, weight_hash="0" * 16))
    monkeypatch.setattr("core.fine_tuning.export.record_of", lambda _: changed)
    with pytest.raises(UsageError, match=r"is not what .* was fine-tuned from any more"):
        export(done.name, tmp_path / "out", "Out", "", quiet)
    assert not list(tmp_path.iterdir())


def test_only_what_was_fine_tuned_is_passed_on_and_nothing_is_overwritten(done: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Nothing was fine-tuned here under the name 'nothing'"):
        export("nothing", tmp_path / "out", "Nothing", "", quiet)
    with pytest.raises(UsageError, match="is there already"):
        export(done.name, tmp_path, "Mine", "", quiet)
