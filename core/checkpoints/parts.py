"""The files that shape a checkpoint's vectors: each hashed, and seen by the libraries in a folder of nothing else.

Libraries look into a folder for more than they are asked for: an adapter beside the weights, a weights' file that
config.json names, a second tokenizer. What they may find is listed here, so what shapes a vector is in the fingerprint.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path

from ..errors import CheckpointError
from ..files import digest, file_hash

VOCABULARIES = (
    "tokenizer.json",
    "vocab.txt",
    "vocab.json",
    "spm.model",
    "spiece.model",
    "sentencepiece.bpe.model",
    "tokenizer.model",
)
TOKENIZER = (
    *VOCABULARIES,
    "tokenizer.*.json",  # of another version of the library; tokenizer_config.json names them
    "tokenizer_config.json",
    "merges.txt",
    "bpe.codes",
    "special_tokens_map.json",
    "added_tokens.json",
)
CONFIGURATION = ("config.json", "sentence_*_config.json")
ADAPTER = ("adapter_config.json", "adapter_model.safetensors")
ADAPTER_FOLDER = "adapter"  # of the view: where transformers would take it from beside the weights, it is out of sight


@dataclass(frozen=True)
class Part:
    """A file that shapes vectors.

    Attributes
    ----------
    name : str
        Where the libraries see it, relative to the checkpoint's folder.
    path : Path
        Where it is.
    sha256 : str
    weights : bool
        Whether it holds numbers that were learnt.
    """

    name: str
    path: Path
    sha256: str
    weights: bool = False


def part(name: str, path: Path, weights: bool = False) -> Part:
    """A file of today's content, under a name."""
    return Part(name, path, file_hash(path), weights)


def shaping_parts(inner: Path, below: str) -> list[Part]:
    """Configuration and tokenizer of a transformer's folder, by name; `below`: its place in the checkpoint's folder."""
    return [
        part(f"{below}{path.name}", path)
        for path in sorted(inner.iterdir())
        if path.is_file() and any(fnmatch(path.name, pattern) for pattern in (*CONFIGURATION, *TOKENIZER))
    ]


def is_tokenizer(name: str) -> bool:
    """Whether a file belongs to a tokenizer."""
    return any(fnmatch(Path(name).name, pattern) for pattern in TOKENIZER)


def weight_hash(parts: tuple[Part, ...]) -> str:
    """Of the transformer's weights, an adapter's with its configuration included."""
    weights = [[found.path.name, found.sha256] for found in parts if found.weights]
    adapter = [[found.path.name, found.sha256] for found in parts if found.name.startswith(f"{ADAPTER_FOLDER}/")]
    return digest(weights + adapter)


def fingerprint(parts: tuple[Part, ...]) -> str:
    """Of all files that shape vectors."""
    return digest([[found.name, found.sha256] for found in parts])


def shaping_hash(parts: tuple[Part, ...]) -> str:
    """Of all that shapes token vectors beside the weights: configuration and tokenizer."""
    return digest([[found.name, found.sha256] for found in parts if not found.weights])


@contextmanager
def staged(parts: tuple[Part, ...]) -> Iterator[Path]:
    """A folder that holds these files and no others, as long as it is needed.

    Raises
    ------
    CheckpointError
        A file is not what was hashed.
    """
    with tempfile.TemporaryDirectory(prefix="isoscope-") as folder:
        for found in parts:
            _check(found)
            place = Path(folder) / found.name
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                place.symlink_to(found.path.resolve())
            except OSError:  # Windows without the right to make links
                shutil.copyfile(found.path, place)
        yield Path(folder)


def _check(found: Part) -> None:
    try:
        same = file_hash(found.path) == found.sha256
    except OSError as error:
        raise CheckpointError(f"{found.path} cannot be read any more ({error.strerror}).") from error
    if not same:
        raise CheckpointError(f"{found.path} was changed while the checkpoint was read. Ask again.")


def moved(parts: list[Part], below: str) -> list[Part]:
    """The same files seen in another folder."""
    return [replace(found, name=f"{below}{Path(found.name).name}") for found in parts]
