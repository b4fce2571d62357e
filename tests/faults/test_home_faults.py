"""A home that is full, read-only, a file or gone: the same sentence on pages and on the command line, and what is there is seen."""

import errno
import os
import time
from pathlib import Path
from typing import Any

import pytest

from core import files, jobs
from core.checkpoints import locate
from core.command_line.main import main
from core.errors import StoreError
from core.files import lock
from core.leftovers import sweep
from core.spaces import get_space, room
from core.studies.question import answer
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT
from core.texts import find
from tests.support.app_pages import opened, words

PAGES = [
    "app.py",
    *(f"pages/{name}.py" for name in ("explore", "layers", "directions", "compare", "frequency", "fine_tune", "paper")),
]


@pytest.fixture
def file_as_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "file"
    path.write_text("not a folder")
    monkeypatch.setenv("ISOSCOPE_HOME", str(path))
    return path


def forbid_writing(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Let every write to a home fail, as on a disk that is read-only or full (root may write where others may not)."""

    def fail(*given: Any, **named: Any) -> Any:
        raise OSError(number, os.strerror(number), str(files.home() / "x"))

    monkeypatch.setattr(files.tempfile, "mkstemp", fail)
    monkeypatch.setattr(files.FileLock, "_acquire", fail)
    monkeypatch.setattr(jobs.control.subprocess, "Popen", fail)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_that_its_home_is_no_folder(page: str, file_as_home: Path) -> None:
    app = opened(page)
    assert not app.exception
    said = words(app).replace("\\", "")
    assert "unforeseen" not in said
    if page not in ("pages/fine_tune.py", "pages/paper.py"):  # these begin work when a button is pressed
        assert f"{file_as_home} is no folder that can be used" in said


def test_the_command_line_says_the_same(file_as_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["measure", "--pairs", "stsb-dev:20"]) == 1
    assert f"{file_as_home} is no folder that can be used" in capsys.readouterr().err


@pytest.mark.parametrize(("number", "sentence"), [(errno.EROFS, "cannot be written"), (errno.ENOSPC, "is full")])
def test_what_is_there_is_answered_though_nothing_can_be_written(
    number: int, sentence: str, fresh_home: Path, tiny_selection: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = get_space(locate(tiny_selection.checkpoint), find(tiny_selection.texts), device="cpu")
    forbid_writing(monkeypatch, number)
    assert answer(MEASUREMENT, tiny_selection, device="cpu").provenance.space == space.key
    with pytest.raises(StoreError, match=sentence):
        jobs.start("measurement", tiny_selection)
    app = opened("pages/layers.py", checkpoint=tiny_selection.checkpoint, texts=tiny_selection.texts)
    said = words(app).replace("\\", "")
    assert "unforeseen" not in said
    assert "How isotropic is each layer?" in said


@pytest.mark.parametrize(("number", "sentence"), [(errno.EROFS, "cannot be written"), (errno.ENOSPC, "is full")])
def test_work_that_cannot_be_kept_is_refused_in_a_sentence(
    number: int,
    sentence: str,
    fresh_home: Path,
    tiny_selection: Selection,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    forbid_writing(monkeypatch, number)
    given = ["measure", "--checkpoint", tiny_selection.checkpoint, "--pairs", tiny_selection.texts]
    assert main(given) == 1
    assert sentence in capsys.readouterr().err
    app = opened("pages/layers.py", checkpoint=tiny_selection.checkpoint, texts=tiny_selection.texts)
    assert sentence in words(app)


# --- room -------------------------------------------------------------------------------------------------------


def test_the_reserve_is_named(fresh_home: Path, tiny_selection: Selection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 2**20})())
    with pytest.raises(StoreError, match=r"has 1.0 MiB free, of which 512.0 MiB stay free"):
        get_space(locate(tiny_selection.checkpoint), find(tiny_selection.texts), device="cpu")


def test_the_limit_counts_what_others_are_writing(
    fresh_home: Path, tiny_selection: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    located, texts = locate(tiny_selection.checkpoint), find(tiny_selection.texts)
    space = get_space(located, texts, device="cpu")
    size = space.manifest.bytes
    assert room.remove(space.key)
    other = fresh_home / "spaces" / "0123456789abcdef.writing-1"
    other.mkdir()
    (other / "layer-00.npy").write_bytes(b"x" * size)
    monkeypatch.setenv("ISOSCOPE_CACHE_GB", str(1.5 * size / 2**30))
    with lock("space-0123456789abcdef"), pytest.raises(StoreError, match="being written or read"):
        get_space(located, texts, device="cpu")
    assert get_space(located, texts, device="cpu").key == space.key  # the other was a dead one's


# --- what the killed leave --------------------------------------------------------------------------------------


def test_half_of_a_removed_space_is_neither_believed_nor_kept(
    fresh_home: Path, tiny_selection: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = get_space(locate(tiny_selection.checkpoint), find(tiny_selection.texts), device="cpu")

    def killed(path: Path, **_: Any) -> None:
        (path / "layer-00.npy").unlink()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(room.shutil, "rmtree", killed)
        with pytest.raises(KeyboardInterrupt):
            room.remove(space.key)
    assert room.entries() == []
    assert [".removing-" in path.name for path in space.folder.parent.iterdir()] == [True]
    sweep()
    assert list(space.folder.parent.iterdir()) == []


def test_a_folder_without_a_manifest_is_swept_and_a_whole_space_is_not(
    fresh_home: Path, tiny_selection: Selection
) -> None:
    space = get_space(locate(tiny_selection.checkpoint), find(tiny_selection.texts), device="cpu")
    orphan = fresh_home / "spaces" / "0123456789abcdef"
    orphan.mkdir()
    (orphan / "layer-00.npy").write_bytes(b"half")
    (fresh_home / "locks" / "result-old.lock").touch()
    half = fresh_home / "results" / ".abc.json.x7x7x7x7"
    half.parent.mkdir()
    half.touch()
    young = half.with_name(".abd.json.y8y8y8y8")
    young.touch()
    os.utime(half, (time.time() - 7200,) * 2)
    sweep()
    assert [path.name for path in (fresh_home / "spaces").iterdir()] == [space.key]
    assert list((fresh_home / "locks").iterdir()) == []
    assert list(half.parent.iterdir()) == [young]


def test_asking_leaves_no_locks(fresh_home: Path, tiny_selection: Selection) -> None:
    answer(MEASUREMENT, tiny_selection, device="cpu")
    assert list((fresh_home / "locks").iterdir()) == []


def test_a_space_that_another_user_may_not_read_is_not_swept(
    fresh_home: Path, tiny_selection: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = get_space(locate(tiny_selection.checkpoint), find(tiny_selection.texts), device="cpu")

    def forbidden(path: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    monkeypatch.setattr(room, "read_manifest", lambda folder: None)
    sweep()
    assert space.folder.exists()
