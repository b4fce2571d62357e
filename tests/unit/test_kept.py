"""Small JSON files with checksums: what was written is read, anything else is a miss that is told."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from core import kept
from core.errors import UsageError


@dataclass(frozen=True)
class Thing:
    name: str
    numbers: tuple[float, ...] = ()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "thing.json"
    kept.write(path, Thing("größer", (0.1, float("inf"), 1e-300)))
    return path


def test_what_was_written_is_read(path: Path) -> None:
    assert kept.read(path, Thing) == Thing("größer", (0.1, float("inf"), 1e-300))
    assert set(json.loads(path.read_text())) == {"checksum", "name", "numbers"}


def test_a_file_without_a_checksum_is_one_of_before(tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text('{"name": "old"}')
    assert kept.read(tmp_path / "old.json", Thing) == Thing("old")


def test_layout_and_order_are_no_damage(path: Path) -> None:
    content = json.loads(path.read_text())
    path.write_text(json.dumps(dict(reversed(content.items()))))
    assert kept.read(path, Thing) is not None


def test_every_flipped_bit_is_a_miss_or_says_the_same(path: Path) -> None:
    whole, value = path.read_bytes(), kept.read(path, Thing)
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        assert kept.read(path, Thing) in (None, value)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        "7",
        "{}",
        '{"name": 3}',
        '{"name": "x", "numbers": [1e999, "x"]}',
        "[" * 100_000,
        '{"a": ',
    ],
)
def test_json_of_another_shape_is_a_miss_with_its_name(
    content: str, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.write_text(content)
    with caplog.at_level(logging.WARNING):
        assert kept.read(path, Thing) is None
    assert str(path) in caplog.text
    assert max(map(len, caplog.text.splitlines())) < 600


def test_no_file_is_no_message(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert kept.read(tmp_path / "none.json", Thing) is None
    (tmp_path / "file").touch()
    assert kept.read(tmp_path / "file" / "none.json", Thing) is None
    assert caplog.text == ""


def test_a_folder_and_what_is_not_accepted_are_misses(path: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert kept.read(tmp_path / "folder", Thing) is None
    assert kept.read(path, Thing, lambda thing: thing.name == "another") is None


@pytest.mark.parametrize("error", [ValueError("no"), UsageError("no")])
def test_what_cannot_be_made_of_it_is_a_miss(error: Exception, path: Path) -> None:
    def refuse(content: Any) -> Thing:
        raise error

    made: Callable[[Any], Thing] = refuse
    assert kept.read_as(path, made) is None
