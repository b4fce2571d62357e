"""Vectors from files of every kind, and what is refused in plain words."""

from pathlib import Path

import numpy as np
import pandas
import pytest
from safetensors.numpy import save_file

import core
from core.errors import UsageError

VECTORS = np.random.default_rng(0).standard_normal((20, 4)).astype(np.float32)
WORDS = np.array([f"w{i}" for i in range(20)])


def _npy(path: Path) -> None:
    np.save(path, VECTORS)


def _npz(path: Path) -> None:
    np.savez(path, vectors=VECTORS, words=WORDS)


def _safetensors(path: Path) -> None:
    save_file({"embeddings": VECTORS}, path)


def _parquet(path: Path) -> None:
    pandas.DataFrame({"words": WORDS, "embedding": list(VECTORS)}).to_parquet(path)


@pytest.mark.parametrize("write", [_npy, _npz, _safetensors, _parquet])
def test_every_kind_of_file_gives_the_same_vectors(write, tmp_path: Path) -> None:
    path = tmp_path / f"mine.{write.__name__[1:]}"
    write(path)
    name = "embedding" if write is _parquet else ""
    read = core.read_vectors(path, name)
    np.testing.assert_array_equal(read.vectors, VECTORS)
    assert read.words is None or list(read.words) == list(WORDS)
    assert core.isotropy(read.vectors) == core.isotropy(VECTORS)


def test_the_only_column_of_lists_is_meant(tmp_path: Path) -> None:
    _parquet(tmp_path / "a.parquet")
    assert core.read_vectors(tmp_path / "a.parquet").vectors.shape == (20, 4)


def test_pairs_go_into_the_curve(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", tokens=VECTORS, first=VECTORS[:10], second=VECTORS[10:], gold=np.arange(10))
    read = core.read_vectors(tmp_path / "a.npz")
    assert core.removal_curve(read.vectors, read.pairs).answer.curves["least"].spearman is not None


def test_pickles_are_never_run(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.array([{}], dtype=object), allow_pickle=True)
    with pytest.raises(UsageError, match=r"cannot be read as \.npy"):
        core.read_vectors(tmp_path / "a.npy")


def test_what_is_wrong_is_told(tmp_path: Path) -> None:
    np.savez(tmp_path / "two.npz", a=VECTORS, b=VECTORS)
    np.savez(tmp_path / "short.npz", vectors=VECTORS, words=WORDS[:3])
    np.save(tmp_path / "flat.npy", VECTORS[0])
    (tmp_path / "damaged.safetensors").write_bytes(b"no")
    for name, given, words in (
        ("mine.pt", "", "no file of vectors. Give one of: .npy, .npz"),
        ("absent.npy", "", "There is no file"),
        ("two.npz", "", "Which of two.npz are the vectors"),
        ("two.npz", "c", "no 'c'. It has: a, b"),
        ("short.npz", "", "20 vectors, and words of shape"),
        ("flat.npy", "", "of shape"),
        ("damaged.safetensors", "", "cannot be read as .safetensors"),
    ):
        with pytest.raises(UsageError) as error:
            core.read_vectors(tmp_path / name, given)
        assert words in str(error.value)
