"""The corpus: every source's sentences, 1 % of them held out, and nothing of the splits that are measured on.

corpus/train.txt, held_out.txt    one sentence a line, an empty line between documents
       manifest.json              what each source gave: file hash, licence, sentences, words
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import TextError
from ..files import write_atomically
from ..registry import declared
from ..texts.benchmarks.stsb import read as read_stsb
from .sentences import plain
from .source import CorpusSource

BLOCK = 32  # sentences in a row that are held out together
HELD_OUT = 100  # one block in so many
Documents = list[list[str]]


@dataclass(frozen=True)
class Corpus:
    """Documents (lists of sentences) to train on and to measure on, and what is known of their sources."""

    train: Documents
    held_out: Documents
    manifest: dict[str, Any]


def sources() -> dict[str, CorpusSource]:
    """Every declared source, by key."""
    return declared(f"{__package__}.sources", CorpusSource)


def gather(chosen: Iterable[CorpusSource] | None = None) -> Corpus:
    """Read, split and clean the sources.

    Every sentence stands in the corpus once (times its source's `repeats`). Blocks of 32 sentences are held out by the hash of their content, so
    the same ones in every run; a training sentence that also stands in a held-out block, or in the dev or test
    split of STS Benchmark, is dropped.
    """
    forbidden = {normal(sentence) for split in ("dev", "test") for sentence in read_stsb(split).sentences}
    train: Documents = []
    held_out: Documents = []
    rows: list[dict[str, Any]] = []
    seen: set[str] = set()
    dropped = 0
    for source in sources().values() if chosen is None else chosen:
        row = _row(source)
        for document in source.documents():
            kept = []
            for sentence in document:
                name = normal(sentence)
                dropped += name in forbidden
                if name not in seen and name not in forbidden:
                    seen.add(name)
                    kept.append(sentence)
            row["sentences"] += len(kept)
            row["words"] += sum(len(sentence.split()) for sentence in kept)
            for start in range(0, len(kept), BLOCK):
                block = kept[start : start + BLOCK]
                if _is_held_out(block):
                    held_out.append(block)
                else:
                    train.extend([block] * source.repeats)
        rows.append(row)
    manifest = {
        "sources": rows,
        "measured_sentences_dropped": dropped,
        "train": _size(train),
        "held_out": _size(held_out),
        "hash": _hash(train, held_out),
    }
    return Corpus(train, held_out, manifest)


def save(corpus: Corpus, folder: Path) -> None:
    """Write the corpus, the manifest last."""
    for name, documents in (("train", corpus.train), ("held_out", corpus.held_out)):
        write_atomically(folder / f"{name}.txt", "\n\n".join("\n".join(document) for document in documents) + "\n")
    write_atomically(folder / "manifest.json", json.dumps(corpus.manifest, indent=2))


def load(folder: Path) -> Corpus | None:
    """The corpus that was written to a folder; None where there is none.

    Raises
    ------
    TextError
        Its files were changed since.
    """
    if not (folder / "manifest.json").exists():
        return None
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        train, held_out = (
            [block.split("\n") for block in (folder / f"{name}.txt").read_text(encoding="utf-8").strip().split("\n\n")]
            for name in ("train", "held_out")
        )
        stated = manifest["hash"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TextError(
            f"The corpus in {folder} cannot be read ({error}). Remove that folder and start again."
        ) from error
    if _hash(train, held_out) != stated:
        raise TextError(f"The corpus in {folder} was changed on disk. Remove that folder and start again.")
    return Corpus(train, held_out, manifest)


def normal(sentence: str) -> str:
    """What two spellings of the same sentence share: letters and digits, in lower case."""
    return " ".join("".join(c if c.isalnum() else " " for c in plain(sentence).lower()).split())


def _is_held_out(block: list[str]) -> bool:
    return int(hashlib.sha256("\n".join(block).encode()).hexdigest()[:8], 16) % HELD_OUT == 0


def _row(source: CorpusSource) -> dict[str, Any]:
    download = source.download
    return {
        "key": source.key,
        "title": source.title,
        "licence": source.licence,
        "package": download.title if download else "",
        "file": download.file if download else "",
        "sha256": download.sha256 if download else "",
        "repeats": source.repeats,
        "sentences": 0,
        "words": 0,
    }


def _size(documents: Documents) -> dict[str, int]:
    sentences = [sentence for document in documents for sentence in document]
    return {"sentences": len(sentences), "words": sum(len(sentence.split()) for sentence in sentences)}


def _hash(train: Documents, held_out: Documents) -> str:
    hashing = hashlib.sha256()
    for documents in (train, held_out):
        for document in documents:
            hashing.update("\n".join(document).encode() + b"\n\n")
        hashing.update(b"\0")
    return hashing.hexdigest()
