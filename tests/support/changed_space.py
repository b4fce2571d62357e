"""A copy of a checkpoint whose space on disk is what a test makes of the original's."""

import shutil
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from core import kept
from core.checkpoints import locate
from core.files import file_hash
from core.progress import no_progress
from core.spaces import Space, get_space
from core.spaces.tokens import TokenTable
from core.texts import Texts

Change = Callable[[np.ndarray, TokenTable], np.ndarray]


def changed_copy(checkpoint: Path, folder: Path, texts: Texts, change: Change) -> Path:
    """Copy a BERT to `folder`, encode the texts, and put changed vectors in the place of every layer's.

    `change` takes a layer's vectors of shape (n, d), float64, and the token table; another width is fine.
    """
    from safetensors.numpy import load_file, save_file

    shutil.copytree(checkpoint, folder)
    weights = load_file(folder / "model.safetensors")
    # No token vector sees it, but the copy is another checkpoint now.
    weights["pooler.dense.bias"] = weights["pooler.dense.bias"] + np.float32(
        1 + zlib.crc32(str(folder).encode()) % 99_991
    )
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    space = get_space(locate(str(folder)), texts, no_progress, "cpu")
    manifest = kept.load(space.folder / "manifest.json")
    for layer in range(space.n_layers):
        _rewrite(space, layer, change, manifest)
    kept.write(space.folder / "manifest.json", manifest)
    return folder


def _rewrite(space: Space, layer: int, change: Change, manifest: dict[str, Any]) -> None:
    name = f"layer-{layer:02d}.npy"
    path = space.folder / name
    vectors = change(np.array(space.vectors(layer), dtype=np.float64), space.table).astype(np.float32)
    np.save(path, vectors)
    manifest["dim"] = vectors.shape[1]
    manifest["files"][name] = {"size": path.stat().st_size, "sha256": file_hash(path)}
