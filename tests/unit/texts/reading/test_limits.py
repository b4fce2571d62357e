"""Small files that would take much memory or time are refused before they are parsed, in a message of a few lines."""

import bz2
import gzip
import io
import json
import lzma
import time
import zipfile
from collections.abc import Callable

import pytest

from core.errors import TextError
from core.texts.find import parse
from core.texts.reading.limits import MAX_BYTES, MAX_ROWS

SECONDS = 20  # on two busy cores; none takes more than a few
WIDE = 100_000


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        ("\n".join(json.dumps({f"k{i}": 1}) for i in range(10_000)), "a.jsonl", "257 columns"),
        (json.dumps({f"k{i}": 1 for i in range(WIDE)}), "a.jsonl", "100,000 columns"),
        (",".join(f"c{i}" for i in range(WIDE)) + "\n" + ",".join("1" * WIDE), "a.csv", "100,000 columns"),
        (",".join("c" * WIDE) + "\n" + ",".join("1" * WIDE), "a.csv", "100,000 columns"),
        (("c" * 50 + ",") * 250 + "\n" + "x," * 250, "a.csv", "were not found"),
        ("," * 5_000_000, "a.csv", "a line of 5,000,000 characters"),
        ("x\n" * (2 * MAX_ROWS + 1), "a.txt", "more than 500,000 rows"),
        ("[" + "[]," * 5_000_000 + "[]]", "a.json", "more than 500,000 rows"),
        ("[" * 3_000_000, "a.json", "JSON|rows"),
        ("[" + "1" * 3_000_000 + "]", "a.json", "JSON"),
        ("a,b,c\n" + '"' * 1_500_000, "a.csv", "usable pairs"),
    ],
    ids=["keys", "keys of a row", "columns", "columns of one name", "long names", "one line", "rows", "lists", "deep", "digits", "quotes"],
)  # fmt: skip
def test_what_is_too_much_is_refused_soon(content: str, name: str, words: str) -> None:
    start = time.monotonic()
    with pytest.raises(TextError, match=words) as refused:
        parse(content.encode(), name, "key")
    assert time.monotonic() - start < SECONDS
    assert len(str(refused.value)) < 900


def zipped(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", content)
    return out.getvalue()


PACK: list[Callable[[bytes], bytes]] = [gzip.compress, bz2.compress, lzma.compress, zipped]


@pytest.mark.parametrize("pack", PACK)
def test_a_small_file_does_not_unpack_to_a_huge_one(pack: Callable[[bytes], bytes]) -> None:
    packed = pack(b"a" * (MAX_BYTES + 1))
    assert len(packed) < 2**20
    with pytest.raises(TextError, match="unpacks to more than 64 MiB"):
        parse(packed, "a.csv.gz", "key")


@pytest.mark.parametrize("pack", PACK)
def test_what_is_packed_and_damaged_is_said(pack: Callable[[bytes], bytes]) -> None:
    packed = pack(b"".join(b"A %d.,B %d.,%d\n" % (i, i * i, i % 5) for i in range(500)))
    assert parse(packed, "a.csv", "key").n_pairs == 500
    for damaged in (packed[: len(packed) // 2], packed[:30] + bytes(20) + packed[50:]):
        with pytest.raises(TextError, match=r"cut short|damaged|cannot be unpacked"):
            parse(damaged, "a.csv", "key")


def test_packed_files_in_one_are_one_text_and_zips_of_several_are_refused() -> None:
    rows = [b"A man.,The man.,1\n", b"A dog.,The dog.,2\n", b"A cat.,The cat.,3.5\n"]
    assert parse(b"".join(map(gzip.compress, rows)), "a.csv.gz", "key").n_pairs == 3
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", rows[0])
        archive.writestr("b.csv", rows[1])
    with pytest.raises(TextError, match="a zip of 2 files"):
        parse(out.getvalue(), "a.zip", "key")


def test_a_text_that_all_rows_of_a_parquet_file_share_does_not_fill_the_memory() -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    n, out = 100_000, io.BytesIO()
    words = pa.DictionaryArray.from_arrays(
        pa.array([0] * n, pa.int32()), pa.array(["long " * 40_000])
    )  # 20 GB written out
    pq.write_table(pa.table({"sentence1": words, "sentence2": words, "score": list(range(n))}), out)
    assert len(out.getvalue()) < 2**21
    with pytest.raises(TextError, match="more than 64 MiB of text"):
        parse(out.getvalue(), "a.parquet", "key")
