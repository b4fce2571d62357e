"""The same tokens at every measured step, projected onto one fixed basis: frames of an animation.

While training runs, the sampled vectors of all layers lie in frames/step-000120.npy (float16); at the end they
become coordinates in frames.npz.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..files import write_atomically
from ..geometry.principal import principal_directions
from .probe import Probe

SIZE = 1000
BASES = {
    "both": "principal directions of start and end together",
    "start": "principal directions of the start",
    "end": "principal directions of the end",
}


@dataclass(frozen=True)
class Frames:
    """Coordinates of sampled tokens over training.

    Attributes
    ----------
    steps : ndarray of shape (n_steps,)
    tokens : ndarray of shape (n,)
        Rows of the probe's token table.
    coordinates : dict of str to ndarray of shape (n_layers, n_steps, n, 2), float32
        For each basis.
    share : dict of str to ndarray of shape (n_layers, n_steps)
        Share of the sample's variance that the two directions of a basis show.
    words : ndarray of str, shape (n,)
    zipf : ndarray of shape (n,)
    sentence : ndarray of shape (n,)
    """

    steps: np.ndarray
    tokens: np.ndarray
    coordinates: dict[str, np.ndarray]
    share: dict[str, np.ndarray]
    words: np.ndarray
    zipf: np.ndarray
    sentence: np.ndarray


def sampled_tokens(probe: Probe) -> np.ndarray:
    """Rows of up to `SIZE` tokens, seeded, in order."""
    if len(probe.words) <= SIZE:
        return probe.words
    return np.sort(np.random.default_rng(0).choice(probe.words, SIZE, replace=False))


def save_frame(folder: Path, step: int, layers: list[np.ndarray], tokens: np.ndarray) -> None:
    """Write the sampled tokens of every layer after a step to disk."""
    out = io.BytesIO()
    np.save(out, np.stack([layer[tokens] for layer in layers]).astype(np.float16), allow_pickle=False)
    write_atomically(folder / "frames" / f"step-{step:06d}.npy", out.getvalue())


def remove_frames_after(folder: Path, step: int) -> None:
    """Remove frames that a resumed training makes again."""
    for path in (folder / "frames").glob("step-*.npy"):
        if int(path.stem.removeprefix("step-")) > step:
            path.unlink(missing_ok=True)


def finish_frames(folder: Path, probe: Probe, tokens: np.ndarray) -> None:
    """Project all frames onto each basis and write the coordinates to frames.npz."""
    paths = sorted((folder / "frames").glob("step-*.npy"))
    steps = np.array([int(path.stem.removeprefix("step-")) for path in paths])
    vectors = [np.load(path, mmap_mode="r", allow_pickle=False) for path in paths]
    n_layers = len(vectors[0])
    table = probe.tokenized.table
    arrays: dict[str, np.ndarray] = {
        "steps": steps,
        "tokens": tokens,
        "words": np.where(table.word[tokens] >= 0, table.words[table.word[tokens]], table.pieces[table.piece[tokens]]),
        "zipf": table.zipf[tokens],
        "sentence": table.sentence[tokens],
    }
    for basis in BASES:
        coordinates = np.empty((n_layers, len(steps), len(tokens), 2), np.float32)
        share = np.empty((n_layers, len(steps)), np.float32)
        for layer in range(n_layers):
            fitted = {"start": vectors[:1], "end": vectors[-1:], "both": [vectors[0], vectors[-1]]}[basis]
            centre, directions = _plane(np.concatenate([frame[layer].astype(np.float64) for frame in fitted]))
            for i, frame in enumerate(vectors):
                now = frame[layer].astype(np.float64)
                coordinates[layer, i] = (now - centre) @ directions
                around = now - now.mean(axis=0)
                share[layer, i] = np.square(around @ directions).sum() / max(float(np.square(around).sum()), 1e-300)
        arrays[f"coordinates-{basis}"], arrays[f"share-{basis}"] = coordinates, share
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)  # type: ignore[arg-type]
    write_atomically(folder / "frames.npz", out.getvalue())


def _plane(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean of shape (d,) and two leading principal directions of shape (d, 2), their largest coordinates positive."""
    centre = vectors.mean(axis=0)
    around = vectors - centre
    directions = principal_directions(around.T @ around).vectors[:, :2]
    largest = np.abs(directions).argmax(axis=0)
    return centre, directions * np.where(directions[largest, [0, 1]] < 0, -1.0, 1.0)


def read_frames(folder: Path) -> Frames | None:
    """The coordinates in frames.npz, None where there are none (yet) or they are damaged."""
    try:
        with np.load(folder / "frames.npz", allow_pickle=False) as arrays:
            return Frames(
                arrays["steps"],
                arrays["tokens"],
                {basis: arrays[f"coordinates-{basis}"] for basis in BASES},
                {basis: arrays[f"share-{basis}"] for basis in BASES},
                arrays["words"],
                arrays["zipf"],
                arrays["sentence"],
            )
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return None
