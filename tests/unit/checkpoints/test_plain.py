"""Folders of checkpoints with pipes, devices and giants in them are refused at once."""

import os
import shutil
from pathlib import Path

import pytest

from core.checkpoints import locate
from core.checkpoints.plain import MOST
from core.errors import CheckpointError
from core.files import file_hash

NAMES = [
    "model.safetensors",
    "config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "modules.json",
    "1_Pooling/config.json",
]


@pytest.fixture
def copy(tiny: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    shutil.copytree(tiny, folder)
    (folder / "1_Pooling").mkdir(exist_ok=True)
    return folder


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["pipe", "device", "endless"])
def test_what_is_no_plain_file_is_refused(name: str, kind: str, copy: Path) -> None:
    (copy / name).unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(copy / name)
    else:
        (copy / name).symlink_to("/dev/zero" if kind == "device" else "/dev/urandom")
    with pytest.raises(CheckpointError, match="is no plain file"):
        locate(str(copy))


def test_a_giant_beside_the_weights_is_refused_unread(copy: Path) -> None:
    with open(copy / "config.json", "ab") as file:
        file.truncate(MOST + 1)
    with pytest.raises(CheckpointError, match="the most of a file beside the weights"):
        locate(str(copy))


def test_a_link_that_leads_nowhere_is_no_file(copy: Path) -> None:
    (copy / "notes.txt").symlink_to(copy / "absent")
    (copy / "merges.txt").symlink_to(copy / "absent")
    os.mkfifo(copy / "somebodys.pipe")  # which nobody reads
    assert locate(str(copy)).folder == copy


def test_no_hash_is_taken_of_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="no plain file"):
        file_hash(tmp_path / "pipe")
