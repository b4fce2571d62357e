"""Uploads: kept under a key of their own, found again, and never read as something else."""

import json
from pathlib import Path

import pytest

from core.errors import TextError
from core.texts import find
from core.texts import uploads as module
from core.texts.find import keep_upload
from core.texts.uploads import about, remove, share, uploads

from .test_texts import HEADER, ROWS, csv_of, rows_of


def test_an_upload_is_found_again_by_its_key(fresh_home: Path) -> None:
    content = csv_of([HEADER, *ROWS], end="\r\n").encode()
    kept = keep_upload(content, "mine.csv")
    again = find(kept.key)
    assert rows_of(again) == rows_of(kept) == ROWS
    assert (again.key, again.title, again.data_hash) == (kept.key, "mine.csv", kept.data_hash)
    assert {key: about.file_name for key, about in uploads().items()} == {kept.key: "mine.csv"}


def test_an_upload_keeps_the_columns_that_were_chosen(fresh_home: Path) -> None:
    content = csv_of([("a1", "b1", "c1", "d1"), *[(a, b, s, 1) for a, b, s in ROWS]]).encode()
    kept = keep_upload(content, "mine.csv", ("b1", "a1", "d1"))
    assert kept.key != keep_upload(content, "mine.csv").key
    assert rows_of(find(kept.key))[0] == ("The man.", "A man.", 1.0)


def test_an_upload_that_cannot_be_read_is_not_kept(fresh_home: Path) -> None:
    for content in (b"", b"caf\xe9,b,1\n"):
        with pytest.raises(TextError):
            keep_upload(content, "mine.csv")
    assert uploads() == {}


def test_one_content_uploaded_as_pairs_and_as_corpus_is_two_texts(fresh_home: Path) -> None:
    content = csv_of([HEADER, *ROWS]).encode()
    pairs, corpus = keep_upload(content, "mine.csv"), keep_upload(content, "mine.txt")
    assert find(pairs.key).n_pairs == 3
    assert find(corpus.key).n_pairs == 0


@pytest.mark.parametrize("field", ["content", "columns", "file_name"])
def test_an_upload_changed_on_disk_is_refused(field: str, fresh_home: Path) -> None:
    kept = keep_upload(csv_of([HEADER, *ROWS]).encode(), "mine.csv")
    path = fresh_home / "texts" / f"{kept.key}.json"
    record = json.loads(path.read_text())
    changed = {"content": record["content"].replace("4.5", "0.5"), "columns": HEADER[::-1], "file_name": "other.txt"}
    path.write_text(json.dumps(record | {field: changed[field]}))
    with pytest.raises(TextError, match=r"was changed on disk. Upload the file again"):
        find(kept.key)


@pytest.mark.parametrize("content", ["", "[]", "{}", "null", '{"content": 1, "columns": 2, "file_name": 3}', None])
def test_an_upload_that_is_lost_is_refused_and_not_listed(content: str | None, fresh_home: Path) -> None:
    key = keep_upload(csv_of([HEADER, *ROWS]).encode(), "mine.csv").key
    path = fresh_home / "texts" / f"{key}.json"
    path.unlink() if content is None else path.write_text(content)
    with pytest.raises(TextError, match="Upload the file again"):
        find(key)
    assert uploads() == {} or content is not None


def test_a_list_of_uploads_reads_none_of_them(fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_upload(csv_of([HEADER, *ROWS]).encode(), "mine.csv")
    monkeypatch.setattr(module, "read", lambda key: pytest.fail("its content was read"))
    assert [about.file_name for about in uploads().values()] == ["mine.csv"]


def test_an_upload_of_an_earlier_version_is_listed_and_read_once(
    fresh_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = keep_upload(csv_of([HEADER, *ROWS]).encode(), "mine.csv").key
    (fresh_home / "texts" / "about" / f"{key}.json").unlink()
    reads, original = [], module.read
    monkeypatch.setattr(module, "read", lambda key: reads.append(key) or original(key))
    for _ in range(3):
        assert uploads()[key].file_name == "mine.csv"
    assert reads == [key]


def test_an_upload_is_shared_and_removed_by_its_key(fresh_home: Path) -> None:
    content = csv_of([HEADER, *ROWS]).encode()
    key = keep_upload(content, "mine.csv").key
    assert not uploads()[key].shared
    share(key)
    keep_upload(content, "mine.csv")  # once more
    assert uploads()[key].shared
    share(key, False)
    assert not uploads()[key].shared
    assert remove(key)
    assert not remove(key)
    assert list((fresh_home / "texts").rglob("*.json")) == []
    with pytest.raises(TextError, match="Upload the file again"):
        find(key)


@pytest.mark.parametrize(
    "key", ["upload-", "upload-../../etc/passwd", "upload-x/../../y", "upload-\0", "upload-" + "a" * 5000]
)
def test_a_foreign_key_leads_nowhere(key: str, fresh_home: Path) -> None:
    with pytest.raises(TextError, match="is not on this machine"):
        find(key)
    assert about(key) is None
    assert not remove(key)
