"""The sentences of STS Benchmark's train split, each once: captions, headlines and forum posts. No score is read."""

from collections.abc import Iterator
from pathlib import Path

from ...texts.benchmarks.stsb import read
from ..sentences import plain
from ..source import CorpusSource


def _read(_: Path) -> Iterator[list[str]]:
    sentences = list(dict.fromkeys(plain(sentence) for sentence in read("train").sentences))
    for start in range(0, len(sentences), 32):
        yield sentences[start : start + 32]


STSB_TRAIN = CorpusSource(
    key="stsb-train",
    title="STS Benchmark, train (sentences only)",
    licence="Mixed (Cer et al. 2017): read from the installed package, not passed on",
    download=None,
    read=_read,
    order=7,
    repeats=4,  # the only captions and headlines here, and the sentences that are measured are like them
)
