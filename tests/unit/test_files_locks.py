"""Locks leave no files, and exclude all the same."""

import errno
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from filelock import Timeout

from core.errors import StoreError
from core.files import home_error, is_at_home, lock, remove_free_locks

ROOT = Path(__file__).resolve().parents[2]


def test_a_released_lock_leaves_no_file(fresh_home: Path) -> None:
    with lock("a"), lock("b"):
        assert {path.name for path in (fresh_home / "locks").iterdir()} == {"a.lock", "b.lock"}
        with pytest.raises(Timeout):
            lock("a").acquire(timeout=0)
    assert list((fresh_home / "locks").iterdir()) == []


def test_many_that_take_turns_are_never_two(fresh_home: Path, tmp_path: Path) -> None:
    inside, most, turns = [0], [0], [0]

    def work() -> None:
        for _ in range(40):
            with lock("turns"):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                turns[0] += 1
                inside[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert (most[0], turns[0]) == (1, 240)


@pytest.mark.slow
def test_processes_that_take_turns_lose_no_count(fresh_home: Path, tmp_path: Path) -> None:
    counter = tmp_path / "n"
    counter.write_text("0")
    script = (
        "import sys; from pathlib import Path; from core.files import lock\n"
        "for _ in range(100):\n"
        "    with lock('n'):\n"
        f"        path = Path({str(counter)!r}); path.write_text(str(int(path.read_text()) + 1))\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", script], cwd=ROOT) for _ in range(4)]
    assert [process.wait(timeout=60) for process in both] == [0] * 4
    assert counter.read_text() == "400"


def test_files_of_the_dead_go_and_those_of_the_living_stay(fresh_home: Path) -> None:
    with lock("alive"):
        (fresh_home / "locks" / "dead.lock").touch()
        remove_free_locks()
        assert [path.name for path in (fresh_home / "locks").iterdir()] == ["alive.lock"]


def test_a_home_that_is_a_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("ISOSCOPE_HOME", str(tmp_path / "file"))
    with pytest.raises(StoreError, match=r"no folder that can be used.*set ISOSCOPE_HOME to another"):
        lock("a")


def test_a_lock_that_cannot_be_written_is_said(fresh_home: Path) -> None:
    (fresh_home / "locks" / "a.lock").mkdir(parents=True)
    with pytest.raises(StoreError, match="no folder that can be used"):
        lock("a").acquire(timeout=1)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("ENOSPC", "is full.*cache --clear"),
        ("EDQUOT", "is full"),
        ("EROFS", "cannot be written.*can still be seen"),
        ("EACCES", "Give it to the user"),
        ("EIO", "its disk gone"),
        ("ESTALE", "its disk gone"),
        ("ENOTDIR", "no folder that can be used"),
    ],
)
def test_what_is_wrong_with_the_home_is_one_sentence_with_what_to_do(kind: str, words: str, fresh_home: Path) -> None:
    number = getattr(errno, kind)
    error = OSError(number, os.strerror(number), str(fresh_home / "x"))
    assert is_at_home(error)
    said = str(home_error(error))
    assert str(fresh_home) in said
    assert re.search(words, said)
    assert is_at_home(OSError(number, os.strerror(number), "/elsewhere")) == (kind in ("ENOSPC", "EDQUOT"))
