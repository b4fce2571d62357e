"""Cards, histories, manifests, requests and states of jobs that were damaged or edited: misses, and nobody is asked instead."""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from core import jobs, kept
from core.checkpoints import Card, catalogue, hub, locate
from core.checkpoints.bundled import __path__ as bundled
from core.checkpoints.families.own import cards_in
from core.checkpoints.trained import folder_of
from core.command_line.main import main
from core.errors import CheckpointError
from core.fine_tuning.begun import FILE, read_begun
from core.fine_tuning.history import History, Logged, read_history
from core.fine_tuning.recipe import Recipe
from core.jobs.folder import Status, job_folder, write_request, write_status
from core.jobs.kind import kinds
from core.jobs.state import State
from core.spaces import get_space
from core.spaces.room import entries
from core.studies.selection import Selection
from core.texts import find as find_texts

SHAPES = [
    "",
    "[]",
    "null",
    "{}",
    '"x"',
    '{"files": {}}',
    '{"card": []}',
    '{"format": 1, "card": {"key": "k1"}}',
    "[" * 99_999,
]


@pytest.fixture(autouse=True)
def _no_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(card: Card, download: bool) -> tuple[Path, str]:
        pytest.fail(f"the hub was asked for {card.location}")

    monkeypatch.setattr(hub, "snapshot", asked)
    monkeypatch.setitem(locate.__globals__["_SOURCES"], "hub", asked)


@pytest.fixture
def card(fresh_home: Path, tiny: Path) -> Path:
    """The card of what seems to have been fine-tuned here as 'k1'."""
    shutil.copytree(tiny, folder_of("k1") / "model")
    given = Card("k1", "k1", "fine-tuned", "trained", str(folder_of("k1") / "model"))
    path = folder_of("k1") / "card.json"
    record = {"format": 1, "created": "2026", "card": asdict(given), "scores": {"dev": {"after": 52.1}}}
    kept.write(path, record)
    assert locate("k1").card.title == "k1"
    return path


def edit(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


@pytest.mark.parametrize("name", ["k1", "k1@main", "random:k1", "causal:k1", "length-16:k1"])
def test_a_damaged_name_of_ours_is_never_asked_of_the_hub(name: str, card: Path) -> None:
    edit(card, lambda record: record["scores"]["dev"].update(after=99.9))
    assert "k1" not in catalogue()
    with pytest.raises(CheckpointError, match=r"'k1' was trained here .*card\.json is damaged.*--remove k1"):
        locate(name)


@pytest.mark.parametrize("content", SHAPES)
def test_a_card_of_another_shape_is_left_out(content: str, card: Path) -> None:
    card.write_text(content)
    assert "k1" not in catalogue()
    with pytest.raises(CheckpointError, match="cannot be used"):
        locate("k1")


def test_an_unfinished_training_is_not_asked_of_the_hub(card: Path, capsys: pytest.CaptureFixture[str]) -> None:
    card.unlink()
    assert main(["measure", "--checkpoint", "k1"]) == 1
    assert "it is not finished" in capsys.readouterr().err


def test_an_edited_history_is_a_miss(tmp_path: Path) -> None:
    History(10, (Logged(1, 0.5),), ()).write(tmp_path)
    edit(tmp_path / "history.json", lambda history: history["losses"][0].update(loss=0.1))
    assert read_history(tmp_path) is None


@pytest.mark.parametrize("content", SHAPES)
def test_what_a_training_was_begun_with_is_a_miss_in_another_shape(content: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(content)
    (tmp_path / "history.json").write_text(content)
    assert read_begun(tmp_path) is None
    assert read_history(tmp_path) is None


def test_an_edited_recipe_is_a_miss(tmp_path: Path) -> None:
    kept.write(tmp_path / FILE, {"recipe": Recipe("x").of_seed(0).to_json(), "fingerprint": "a", "data_hash": "b"})
    assert read_begun(tmp_path) is not None
    edit(tmp_path / FILE, lambda begun: begun["recipe"].update(epochs=9))
    assert read_begun(tmp_path) is None


@pytest.mark.parametrize("content", SHAPES)
def test_a_space_with_another_manifest_is_none(content: str, fresh_home: Path, tiny: Path, pairs_file: Path) -> None:
    located, texts = locate(str(tiny)), find_texts(str(pairs_file))
    space = get_space(located, texts, device="cpu")
    (space.folder / "manifest.json").write_text(content)
    assert entries() == []
    assert main(["cache"]) == 0
    assert get_space(located, texts, device="cpu").manifest.files == space.manifest.files


@pytest.mark.parametrize("change", [{"truncated_sentences": 7}, {"versions": {"torch": "9"}}, {"n_sentences": 3}])
def test_an_edited_manifest_is_a_miss(change: dict[str, Any], fresh_home: Path, tiny: Path, pairs_file: Path) -> None:
    space = get_space(locate(str(tiny)), find_texts(str(pairs_file)), device="cpu")
    edit(space.folder / "manifest.json", lambda manifest: manifest.update(change))
    assert entries() == []


@pytest.fixture
def job(fresh_home: Path) -> Path:
    folder = job_folder("aa")
    write_request(folder, kinds()["measurement"], Selection())
    write_status(folder, Status(State.DONE))
    assert [job.id for job in jobs.all_jobs()] == ["aa"]
    return folder


@pytest.mark.parametrize("content", [*SHAPES, '{"state": "running", "done": "x"}', '{"state": "running", "pid": -1}'])
@pytest.mark.parametrize("name", ["request.json", "status.json"])
def test_a_job_with_another_shape_is_none(name: str, content: str, job: Path) -> None:
    (job / name).write_text(content)
    assert jobs.all_jobs() == []
    assert main(["jobs"]) == 0
    jobs.cancel("aa")


@pytest.mark.parametrize("created", ["1e999", "NaN", '"yesterday"', "null"])
def test_a_job_of_no_time_is_none(created: str, job: Path) -> None:
    (job / "request.json").write_text(f'{{"kind": "measurement", "request": {{}}, "created": {created}}}')
    assert jobs.all_jobs() == []


@pytest.mark.parametrize("change", [{"title": 3}, {"weights_sha256": []}, {"pooling": None}, {"licence": {}}])
def test_a_bundled_card_of_another_shape_is_left_out(change: dict[str, Any], tmp_path: Path) -> None:
    source = Path(bundled[0]) / "small-bert" / "card.json"
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "card.json").write_text(json.dumps(json.loads(source.read_text()) | change))
    assert cards_in(tmp_path) == []
