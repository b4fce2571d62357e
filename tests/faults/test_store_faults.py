"""Damage on disk and deaths of processes: the next one repairs, and its numbers are right."""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.checkpoints import Located, locate
from core.codec import to_json
from core.files import file_hash, lock
from core.spaces import Space, get_space, open_space
from core.spaces.room import remove_leftovers
from core.studies import answers
from core.studies.question import answer, find
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT
from core.texts import Texts
from core.texts import find as find_texts
from core.texts.benchmarks.stsb import folder as stsb_folder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def located(tiny: Path) -> Located:
    return locate(str(tiny))


@pytest.fixture
def texts(pairs_file: Path) -> Texts:
    return find_texts(str(pairs_file))


@pytest.fixture
def whole(fresh_home: Path, located: Located, texts: Texts) -> Space:
    """A space on disk that a test may damage."""
    return get_space(located, texts, device="cpu")


def contents(space: Space) -> list[np.ndarray]:
    return [np.array(space.vectors(layer)) for layer in range(space.n_layers)]


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 100)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def flip(path: Path) -> None:
    """Change one bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def measured(checkpoint: str, pairs: Path) -> list[str]:
    return [sys.executable, "-m", "core", "measure", "--checkpoint", checkpoint, "--pairs", str(pairs), "--json"]


def wait_for(condition: Callable[[], Any], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


# --- a damaged space --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", [truncate, empty, flip, Path.unlink])
@pytest.mark.parametrize("name", ["layer-00.npy", "layer-02.npy", "tokens.npz"])
def test_a_damaged_file_is_computed_again(
    name: str, damage: Callable[[Path], None], whole: Space, located: Located, texts: Texts
) -> None:
    before = contents(whole)
    damage(whole.folder / name)
    again = get_space(located, texts, device="cpu")
    for mine, theirs in zip(contents(again), before, strict=True):
        np.testing.assert_array_equal(mine, theirs)
    assert file_hash(whole.folder / name) == whole.manifest.files[name].sha256
    assert [path.name for path in whole.folder.parent.iterdir()] == [whole.key]


def test_damage_behind_an_unchanged_size_is_told_in_the_log(
    whole: Space, located: Located, texts: Texts, caplog: pytest.LogCaptureFixture
) -> None:
    flip(whole.folder / "layer-01.npy")
    with caplog.at_level(logging.WARNING):
        get_space(located, texts, device="cpu")
    assert "layer-01.npy has not the content that was written" in caplog.text


@pytest.mark.parametrize("content", ["", "{", "null", "[]", "{}", "7", '{"format": 1}', "\x00\x00"])
def test_a_garbage_manifest_is_a_miss(content: str, whole: Space, located: Located, texts: Texts) -> None:
    before = contents(whole)
    (whole.folder / "manifest.json").write_text(content)
    assert open_space(located, texts) is None
    for mine, theirs in zip(contents(get_space(located, texts, device="cpu")), before, strict=True):
        np.testing.assert_array_equal(mine, theirs)


def without(field: str) -> Callable[[dict[str, Any]], Any]:
    return lambda manifest: manifest.pop(field)


@pytest.mark.parametrize(
    "change",
    [
        lambda manifest: manifest.update(format=0),
        lambda manifest: manifest.update(key="0123456789abcdef"),
        lambda manifest: manifest.update(files=[]),
        lambda manifest: manifest.update(n_layers="three"),
        lambda manifest: manifest["files"].pop("layer-01.npy"),
        lambda manifest: manifest["files"].pop("tokens.npz"),
        lambda manifest: manifest["files"]["layer-01.npy"].pop("sha256"),
        lambda manifest: manifest["files"]["layer-01.npy"].update(size=3),
        without("files"),
        without("n_layers"),
        without("format"),
    ],
)
def test_a_manifest_of_another_format_is_computed_again(
    change: Callable[[dict[str, Any]], Any], whole: Space, located: Located, texts: Texts
) -> None:
    path = whole.folder / "manifest.json"
    changed = json.loads(path.read_text())
    change(changed)
    path.write_text(json.dumps(changed))
    again = get_space(located, texts, device="cpu")
    assert again.manifest.files == whole.manifest.files
    assert again.n_layers == 3


def test_a_study_of_a_damaged_space_gives_the_same_numbers(fresh_home: Path, tiny_selection: Selection) -> None:
    before = answer(MEASUREMENT, tiny_selection, device="cpu")
    flip(fresh_home / "spaces" / before.provenance.space / "layer-02.npy")
    answers.clear()
    assert to_json(answer(MEASUREMENT, tiny_selection, device="cpu")) == to_json(before)


# --- leftovers --------------------------------------------------------------------------------------------------


def test_what_the_dead_left_half_written_goes_and_what_the_living_write_stays(fresh_home: Path) -> None:
    spaces = fresh_home / "spaces"
    dead, living = spaces / "aa.writing-1", spaces / "bb.writing-1"  # process numbers say nothing: they are given anew
    for path in (dead, living):
        path.mkdir(parents=True)
        (path / "layer-00.npy").write_bytes(b"half")
    with lock("space-bb"):  # who writes holds the lock
        remove_leftovers()
    assert [path.name for path in spaces.iterdir()] == [living.name]


@pytest.mark.slow
def test_a_process_killed_while_encoding_leaves_nothing_that_is_believed(
    fresh_home: Path, tmp_path: Path, pairs_file: Path
) -> None:
    lines = (stsb_folder() / "sts-dev.csv").read_bytes().split(b"\n")[:200]
    pairs = tmp_path / "pairs.tsv"
    pairs.write_bytes(b"\n".join(lines) + b"\n")
    process = subprocess.Popen(measured("all-MiniLM-L6-v2", pairs), cwd=ROOT, stdout=subprocess.PIPE)
    wait_for(lambda: list((fresh_home / "spaces").glob("*.writing-*")))
    os.kill(process.pid, signal.SIGKILL)
    out, _ = process.communicate(timeout=30)
    assert process.returncode == -signal.SIGKILL
    assert out == b""
    located, texts = locate("all-MiniLM-L6-v2"), find_texts(str(pairs))
    assert len(list((fresh_home / "spaces").glob("*.writing-*"))) == 1
    assert open_space(located, texts) is None

    repaired = get_space(located, texts, device="cpu")
    assert [path.name for path in (fresh_home / "spaces").iterdir()] == [repaired.key]
    alone = get_space(located, replace(texts, sentences=texts.sentences[17:18], scores=None), device="cpu")
    rows = slice(repaired.table.offsets[17], repaired.table.offsets[18])
    np.testing.assert_allclose(repaired.vectors(-1)[rows], alone.vectors(-1), atol=1e-5)


# --- two at once ------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_two_processes_that_ask_for_one_space_compute_it_once(
    fresh_home: Path, tiny: Path, pairs_file: Path, tmp_path: Path
) -> None:
    # Each process notes every time that it encodes.
    script = (
        "import os, sys\n"
        "import core.spaces.store as store\n"
        "from core.command_line.main import main\n"
        "encode = store.encode\n"
        "def noted(*given):\n"
        f"    open({str(tmp_path / 'encoded')!r}, 'a').write(f'{{os.getpid()}}\\n')\n"
        "    encode(*given)\n"
        "store.encode = noted\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    command = [sys.executable, "-c", script, *measured(str(tiny), pairs_file)[3:]]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    ended = [process.communicate(timeout=100) for process in both]
    assert [process.returncode for process in both] == [0, 0], ended
    assert json.loads(ended[0][0]) == json.loads(ended[1][0])
    assert len((tmp_path / "encoded").read_text().splitlines()) == 1
    assert len(list((fresh_home / "spaces").iterdir())) == 1


# --- kept results -----------------------------------------------------------------------------------------------


def tamper(path: Path) -> None:
    """Change a number, as somebody with an editor would."""
    text = path.read_text()
    assert '"n_tokens": ' in text
    path.write_text(text.replace('"n_tokens": ', '"n_tokens": 1'))


@pytest.mark.parametrize("damage", [truncate, empty, flip, tamper, Path.unlink])
def test_a_damaged_result_is_a_miss_and_computed_again(
    damage: Callable[[Path], None], fresh_home: Path, tiny_selection: Selection
) -> None:
    before = answer(MEASUREMENT, tiny_selection, device="cpu")
    assert to_json(find(MEASUREMENT, tiny_selection)) == to_json(before)
    (path,) = (fresh_home / "results").iterdir()
    damage(path)
    assert find(MEASUREMENT, tiny_selection) is None
    assert to_json(answer(MEASUREMENT, tiny_selection, device="cpu")) == to_json(before)
    assert to_json(find(MEASUREMENT, tiny_selection)) == to_json(before)


def test_a_result_that_is_no_text_is_a_miss(fresh_home: Path) -> None:
    answers.write("name", {"a": 1})
    (fresh_home / "results" / "name.json").write_bytes(b"\xff\xfe\x00")
    assert answers.read("name", dict) is None


def test_the_oldest_results_go_first(fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST", 3)
    for index in range(5):
        answers.write(f"result-{index}", index)
        os.utime(fresh_home / "results" / f"result-{index}.json", (1e9 + index, 1e9 + index))
    assert [answers.read(f"result-{index}", int) for index in range(5)] == [None, None, 2, 3, 4]


def test_what_is_written_is_whole_or_the_old(fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers.write("name", {"a": 1})

    def die(*_: object) -> None:
        raise OSError("power cut")

    monkeypatch.setattr(os, "replace", die)
    with pytest.raises(OSError, match="power cut"):
        answers.write("name", {"a": 2})
    assert answers.read("name", dict) == {"a": 1}
    assert [path.name for path in (fresh_home / "results").iterdir()] == ["name.json"]
