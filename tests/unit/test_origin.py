"""Who may name files of this machine: the command line any, links none, a page's reader those on the same machine."""

import os
from pathlib import Path

import pytest

from core import origin
from core.checkpoints import locate
from core.errors import CheckpointError, IsoscopeError, TextError
from core.origin import Origin, ask, may_be_read, named_path, paths_in, remember_typed, typed
from core.texts import find


@pytest.fixture
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file outside every root; names come from the command line again afterwards."""
    (tmp_path / "open").mkdir()
    (tmp_path / "secret.txt").write_text("root:x:0:0\n" * 5)
    monkeypatch.setenv("ISOSCOPE_ROOTS", os.pathsep.join([str(tmp_path / "open"), "", str(tmp_path / "absent")]))
    monkeypatch.setattr(origin, "_who", [lambda path: Origin.COMMAND])
    return tmp_path / "secret.txt"


def test_the_command_line_and_a_reader_on_this_machine_name_any_file(secret: Path) -> None:
    for who in (Origin.COMMAND, Origin.TYPED_HERE):
        ask(lambda path, who=who: who)
        assert len(find(str(secret)).sentences) == 5


@pytest.mark.parametrize("tail", ["", ":2", "?header=no", "?header=no:2"])
@pytest.mark.parametrize("who", [Origin.LINK, Origin.TYPED_ELSEWHERE])
def test_others_name_none_and_cannot_tell_whether_there_is_one(secret: Path, who: Origin, tail: str) -> None:
    ask(lambda path: who)
    said = []
    for path in (secret, secret.with_name("absent.txt")):
        with pytest.raises(TextError, match="upload the file") as refused:
            find(f"{path}{tail}")
        said.append(str(refused.value).replace(path.name, ""))
    assert said[0] == said[1]
    assert "root:" not in said[0]


@pytest.mark.parametrize("head", ["", "random:", "causal:", "length-16:", "causal:length-16:"])
@pytest.mark.parametrize("who", [Origin.LINK, Origin.TYPED_ELSEWHERE])
def test_folders_of_checkpoints_are_files_of_this_machine_too(
    secret: Path, tiny: Path, who: Origin, head: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(lambda path: who)
    said = []
    for folder in (tiny, tiny.with_name("absent")):
        with pytest.raises(CheckpointError, match="There is no checkpoint") as refused:
            locate(f"{head}{folder}", download=False)
        said.append(str(refused.value).replace(folder.name, ""))
    assert said[0] == said[1]
    monkeypatch.setenv("ISOSCOPE_ROOTS", str(tiny.parent))
    if "causal" not in head:
        assert locate(f"{head}{tiny}", download=False).folder == tiny


def test_files_under_a_root_are_open_to_all_and_links_out_of_it_are_not(secret: Path) -> None:
    inside = secret.parent / "open" / "corpus.txt"
    inside.write_text("One.\nTwo.\n")
    out = inside.with_name("out.txt")
    out.symlink_to(secret)
    ask(lambda path: Origin.LINK)
    assert len(find(str(inside)).sentences) == 2
    for path in (out, inside.parent / ".." / "secret.txt"):
        assert not may_be_read(path)
        with pytest.raises(TextError, match="There are no texts"):
            find(str(path))


def test_what_lies_beside_or_inside_a_file_under_a_root_is_judged_by_where_it_leads(secret: Path, tiny: Path) -> None:
    pairs, scores = (secret.parent / "open" / f"STS.{what}.x.txt" for what in ("input", "gs"))
    pairs.write_text("a dog\ta cat\n" * 5)
    scores.symlink_to(secret)
    folder = secret.parent / "open" / "model"
    folder.mkdir()
    for path in tiny.iterdir():
        (folder / path.name).symlink_to(path)
    ask(lambda path: Origin.TYPED_ELSEWHERE)
    assert find(str(pairs)).scores is None
    with pytest.raises(CheckpointError, match="lie outside the folders that are open here"):
        locate(str(folder))


def test_without_roots_nothing_is_open(secret: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ISOSCOPE_ROOTS")
    ask(lambda path: Origin.TYPED_ELSEWHERE)
    assert not may_be_read(secret.parent / "open")
    assert named_path(str(secret)) is None


def test_every_path_of_a_name_is_found(secret: Path) -> None:
    for name in ("{}", "causal:{}", "length-16:causal:{}", "{}:150", "{}?header=no:2", " {} ", "random:{}@3"):
        assert secret in (paths_in(name.format(secret)) or set()), name
    assert paths_in("small-bert") == set()
    assert paths_in(f"{secret}{':1' * 20}") is None


def test_what_was_typed_here_is_remembered_and_bounded(
    secret: Path, fresh_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(origin, "_REMEMBERED", 2)
    assert typed() == []
    for name in ("a", "b", "b", "c"):
        remember_typed(Path("/") / name)
    assert typed() == ["/b", "/c"]
    (fresh_home / "typed.json").write_text('{"paths": 3}')
    assert typed() == []


def test_a_refused_name_is_no_bug(secret: Path) -> None:
    ask(lambda path: Origin.LINK)
    for name in ("..", ".", "/", "~", "~nobody/x", "a\0b", "x" * 5000, "/proc/self/environ", "/dev/zero"):
        for read in (find, lambda name: locate(name, download=False)):
            with pytest.raises(IsoscopeError):
                read(name)
