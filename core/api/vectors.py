"""Vectors from a file, whoever made them: .npy, .npz, .safetensors or .parquet; nothing in it is ever run."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import UsageError

_PAIRS = ("first", "second", "gold")
_BESIDE = ("words", "labels")


@dataclass(frozen=True)
class Vectors:
    """A space from a file.

    Attributes
    ----------
    vectors : ndarray of shape (n, d)
        Of a .npy file a memory map.
    words, labels : ndarray of shape (n,), or None
        What each row is of, and what it is called, where the file has them.
    pairs : (first, second, gold), or None
        Vectors of sentence pairs, each of shape (n_pairs, d), and their gold scores, as `removal_curve` takes them.
    """

    vectors: np.ndarray
    words: np.ndarray | None = None
    labels: np.ndarray | None = None
    pairs: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None


def read_vectors(path: "str | Path", name: str = "") -> Vectors:
    """The vectors in a file, and what it says of them.

    Parameters
    ----------
    path : str or Path
        .npy: one array. .npz and .safetensors: arrays by name, of which `words` and `labels` are of the rows, and `first`,
        `second` and `gold` are pairs. .parquet: a column of lists, beside it `words` and `labels`.
    name : str
        Of the array or column that holds the vectors; by default `vectors`, or the only one that can be meant.

    Raises
    ------
    UsageError
        The file is not there, is of another kind, or does not hold vectors.

    Examples
    --------
    >>> import isoscope, numpy as np, tempfile
    >>> path = tempfile.mkdtemp() + "/mine.npz"
    >>> np.savez(path, vectors=np.eye(3), words=["a", "b", "c"])
    >>> read = isoscope.read_vectors(path)
    >>> read.vectors.shape, str(read.words[1])
    ((3, 3), 'b')
    """
    path = Path(path).expanduser()
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UsageError(f"{path.name} is no file of vectors. Give one of: {', '.join(_READERS)}.")
    if not path.is_file():
        raise UsageError(f"There is no file {path}.")
    try:
        arrays = reader(path)
    except ModuleNotFoundError:
        raise
    except Exception as error:  # each library has errors of its own for a damaged file
        raise UsageError(f"{path.name} cannot be read as {path.suffix}: {error}") from error
    vectors = arrays[_name_of(arrays, name, path)]
    if vectors.ndim != 2 or vectors.dtype.kind not in "fiu":
        raise UsageError(
            f"Vectors are numbers of shape (n, d); {path.name} has {vectors.dtype} of shape {vectors.shape}."
        )
    beside = {key: arrays[key] for key in _BESIDE if key in arrays}
    for key, values in beside.items():
        if values.shape != (len(vectors),):
            raise UsageError(f"{path.name} has {len(vectors)} vectors, and {key} of shape {values.shape}.")
    pairs = (arrays["first"], arrays["second"], arrays["gold"]) if set(_PAIRS) <= arrays.keys() else None
    return Vectors(vectors, beside.get("words"), beside.get("labels"), pairs)


def _name_of(arrays: dict[str, np.ndarray], name: str, path: Path) -> str:
    """Of the array that holds the vectors."""
    if name and name not in arrays:
        raise UsageError(f"{path.name} has no {name!r}. It has: {', '.join(arrays)}.")
    if name or "vectors" in arrays:
        return name or "vectors"
    candidates = [key for key, value in arrays.items() if value.ndim == 2 and key not in _PAIRS]
    if len(candidates) != 1:
        raise UsageError(f"Which of {path.name} are the vectors? Name one: {', '.join(arrays)}.")
    return candidates[0]


def _npy(path: Path) -> dict[str, np.ndarray]:
    return {"vectors": np.load(path, mmap_mode="r", allow_pickle=False)}


def _npz(path: Path) -> dict[str, np.ndarray]:
    with np.load(path, allow_pickle=False) as arrays:
        return dict(arrays)


def _safetensors(path: Path) -> dict[str, np.ndarray]:
    from safetensors.numpy import load_file

    return load_file(path)


def _parquet(path: Path) -> dict[str, np.ndarray]:
    from pyarrow import types
    from pyarrow.parquet import read_table

    def lists(kind: Any) -> bool:
        return types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind)

    table = read_table(path)
    return {
        field.name: np.stack(table[field.name].to_numpy()) if lists(field.type) else table[field.name].to_numpy()
        for field in table.schema
    }


_READERS = {".npy": _npy, ".npz": _npz, ".safetensors": _safetensors, ".parquet": _parquet}
