"""The one opener: plain files of a bounded size, and no word of what stands in them."""

import os
from pathlib import Path

import pytest

from core.errors import TextError
from core.texts import find
from core.texts.reading.open import read_file


def test_a_plain_file_and_a_link_to_one_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"some text")
    (tmp_path / "link").symlink_to(tmp_path / "a.txt")
    assert read_file(tmp_path / "a.txt") == read_file(tmp_path / "link") == b"some text"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipes_devices_and_folders_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    for name, what in (("pipe.csv", "a pipe"), ("zero.csv", "a device"), (".", "a folder|Is a directory")):
        with pytest.raises(TextError, match=what):
            read_file(tmp_path / name)
        with pytest.raises(TextError, match="There are no texts"):
            find(str(tmp_path / name))


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no /proc here")
def test_what_the_kernel_makes_while_it_is_read_is_refused_without_its_content() -> None:
    with pytest.raises(TextError, match="not a file on a disk") as refused:
        find("/proc/self/environ")
    assert "PATH" not in str(refused.value)


def test_a_large_or_sparse_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with open(tmp_path / "sparse.csv", "wb") as file:
        file.truncate(2**30)
    with pytest.raises(TextError, match=r"has 1,024 MiB; texts of up to 64 MiB are read"):
        find(str(tmp_path / "sparse.csv"))


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "absent", Path("a\0b"), Path("x" * 5000)):
        with pytest.raises(TextError, match="cannot be read"):
            read_file(path)
