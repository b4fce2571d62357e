"""Who may name files of this machine: the command line any, links none, a page's reader those on the same machine."""

import os
from pathlib import Path

import pytest

from core.errors import TextError
from core.texts import find, roots
from core.texts.find import check_link
from core.texts.roots import Origin, ask, may_read


@pytest.fixture
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file outside every root; names come from the command line again afterwards."""
    (tmp_path / "open").mkdir()
    (tmp_path / "secret.txt").write_text("root:x:0:0\n" * 5)
    monkeypatch.setenv("ISOSCOPE_ROOTS", os.pathsep.join([str(tmp_path / "open"), "", str(tmp_path / "absent")]))
    monkeypatch.setattr(roots, "_who", [lambda: Origin.COMMAND])
    return tmp_path / "secret.txt"


def test_the_command_line_and_a_reader_on_this_machine_name_any_file(secret: Path) -> None:
    for origin in (Origin.COMMAND, Origin.TYPED_HERE):
        ask(lambda origin=origin: origin)
        assert len(find(str(secret)).sentences) == 5


@pytest.mark.parametrize("tail", ["", ":2", "?header=no"])
@pytest.mark.parametrize("origin", [Origin.LINK, Origin.TYPED_ELSEWHERE])
def test_others_name_none_and_cannot_tell_whether_there_is_one(secret: Path, origin: Origin, tail: str) -> None:
    ask(lambda: origin)
    said = []
    for path in (secret, secret.with_name("absent.txt")):
        with pytest.raises(TextError, match="upload the file") as refused:
            find(f"{path}{tail}")
        said.append(str(refused.value).replace(path.name, ""))
    assert said[0] == said[1]
    assert "root:" not in said[0]


@pytest.mark.parametrize("tail", ["", ":2", "?header=no", "?header=no:2"])
def test_a_link_carries_keys_and_uploads_alone(secret: Path, tail: str) -> None:
    with pytest.raises(TextError, match="There are no texts"):
        check_link(f"{secret}{tail}")
    for name in ("stsb-dev", "stsb-dev:150", "upload-0123", "/no/such/file.csv", ""):
        check_link(name)


def test_files_under_a_root_are_open_to_all_and_links_out_of_it_are_not(secret: Path) -> None:
    inside = secret.parent / "open" / "corpus.txt"
    inside.write_text("One.\nTwo.\n")
    out = inside.with_name("out.txt")
    out.symlink_to(secret)
    ask(lambda: Origin.LINK)
    assert len(find(str(inside)).sentences) == 2
    check_link(str(inside))
    for path in (out, inside.parent / ".." / "secret.txt"):
        assert not may_read(path, Origin.LINK)
        with pytest.raises(TextError, match="There are no texts"):
            find(str(path))


def test_without_roots_nothing_is_open(secret: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ISOSCOPE_ROOTS")
    assert not may_read(secret.parent / "open", Origin.TYPED_ELSEWHERE)
