"""Foreign files that take long or much are read in a process of their own, which ends in time and with a sentence."""

import gzip
import io
import json
import time
import zipfile

import pytest

from core.errors import TextError
from core.texts.find import parse
from core.texts.reading import apart, read_apart, read_table

ROWS = "".join(f'The man {i} plays it.,"A woman, {i}", {i % 50 / 10}\n' for i in range(8000))
TABLE = ("sentence1,sentence2,score\n" + ROWS + "one field\n").encode()


def workbook(rows: int) -> bytes:
    """An .xlsx whose sheet has many rows, of a few packed bytes each."""
    openpyxl = pytest.importorskip("openpyxl")
    plain, out = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(plain)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData>{"<row><c><v>1</v></c></row>" * rows}</sheetData></worksheet>'
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, sheet if name.endswith("sheet1.xml") else before.read(name))
    return out.getvalue()


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_table_is_the_same_wherever_it_is_read(pack: type, monkeypatch: pytest.MonkeyPatch) -> None:
    content = pack(TABLE)
    here = read_table(content, "a.csv")
    monkeypatch.setattr(apart, "read_table", None)  # in the other process alone
    there = read_apart(content, "a.csv")
    assert there == here
    assert there.problems == here.problems
    texts = parse(content, "a.csv", "key")
    assert (texts.n_pairs, texts.problems[0].line) == (8000, 8002)


def test_a_small_file_needs_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_asked", None)
    assert len(read_apart(TABLE[:1000], "a.csv").columns) == 3


def test_an_error_is_the_same_wherever_it_is_found() -> None:
    content = gzip.compress(b"\x00\x01" * 1000)
    with pytest.raises(TextError) as here:
        read_table(content, "a.csv.gz")
    with pytest.raises(TextError) as there:
        read_apart(content, "a.csv.gz")
    assert str(here.value) == str(there.value)


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    content = workbook(400_000)
    assert len(content) < 2**16
    monkeypatch.setattr(apart, "MAX_SECONDS", 1)
    start = time.monotonic()
    with pytest.raises(TextError, match=r"takes more than .* to read. Take a part of it"):
        read_apart(content, "a.xlsx")
    assert time.monotonic() - start < 60


def test_what_takes_too_much_memory_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "MAX_MEMORY", 64 * 2**20)
    with pytest.raises(TextError, match=r"takes more than .*64 MiB to read"):
        read_apart(gzip.compress(b"A man plays it, again and again.\n" * 400_000), "a.txt.gz")


def test_a_reader_that_ends_without_an_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")
    with pytest.raises(TextError, match=r"a\.csv cannot be read: its reader ended \(1\)"):
        read_apart(TABLE, "a.csv")


STRINGS = json.dumps(["x"] * 600_000)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"a,b,c\n" + b"\n" * 3_000_000, "a.csv", "more than 500,000 rows"),
        (b'a,b,c\n"' + b"x\n" * 3_000_000, "a.csv", "more than 500,000 rows"),
        (STRINGS.encode(), "a.json", "more than 500,000 rows"),
        (f'{{"data": {STRINGS}}}'.encode(), "a.json", "more than 500,000 rows"),
        (b"[" + b"1," * 9_000_000 + b"1]", "a.json", "about 9,000,001 values; up to 8,000,000 are read"),
        (b"[" + b"\n" * 3_000_000 + b"]", "a.json", "more than 500,000 rows"),
        (gzip.compress(b"a,b,1\n") * 5000, "a.csv.gz", "in more than 2,000 pieces"),
        (bytes(range(128, 256)) * 40_000, "a.csv", "is not UTF-8 text"),
        (("é" + "õ " * 2_000_000).encode("cp1252"), "a.txt", "is not UTF-8 text"),
    ],
    ids=["blank lines", "one quoted cell", "strings", "strings inside", "numbers", "lines in JSON", "pieces", "noise", "letters"],
)  # fmt: skip
def test_what_is_too_much_is_refused_before_it_is_taken_apart(content: bytes, name: str, words: str) -> None:
    start = time.process_time()
    with pytest.raises(TextError, match=words) as refused:
        read_table(content, name)
    assert time.process_time() - start < 10
    assert len(str(refused.value)) < 300
