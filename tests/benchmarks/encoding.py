"""Encoding stsb-dev, all layers, against sentence-transformers keeping one layer; both models loaded beforehand."""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from core.checkpoints import locate
from core.checkpoints.load import Encoder, load
from core.spaces.encode import encode
from core.spaces.tokens import tokenize
from core.texts import find
from tests.benchmarks.spaces import MINILM, TEXTS
from tests.benchmarks.timing import best_of, report


def encode_all_layers(encoder: Encoder, folder: Path) -> list[Any]:
    """Tokenize and encode into files, as a new space is."""
    texts = find(TEXTS)
    tokenized = tokenize(texts.sentences, encoder.tokenizer, encoder.located.max_length, texts.language)
    shape = (len(tokenized.table), encoder.dim)
    layers: list[Any] = [
        np.lib.format.open_memmap(folder / f"{i}.npy", mode="w+", dtype=np.float32, shape=shape)
        for i in range(encoder.n_layers)
    ]
    encode(encoder, texts.sentences, tokenized, layers, lambda done, total, unit: None)
    return layers


def run() -> bool:
    """Print the lines; True when the target is met."""
    from sentence_transformers import SentenceTransformer

    encoder = load(locate(MINILM), "cpu")
    # Its folder has the model inside a sentence-transformers layout, or is the model itself.
    folder = encoder.located.folder
    root = next((f for f in (folder, folder.parent) if (f / "modules.json").is_file()), folder)
    peer = SentenceTransformer(str(root), device="cpu")
    sentences = list(find(TEXTS).sentences)
    with tempfile.TemporaryDirectory() as place:
        last: list[Any] = []
        kept: list[Any] = []

        def ours() -> None:
            last[:] = encode_all_layers(encoder, Path(place))[-1:]

        def theirs() -> None:
            kept[:] = peer.encode(sentences, output_value="token_embeddings", batch_size=32, show_progress_bar=False)

        mine, other = best_of(ours, theirs)
        difference = np.abs(np.concatenate([one.cpu().numpy() for one in kept]) - last[0]).max()
    print(f"  largest difference of a token's coordinate to sentence-transformers: {difference:.1e}")
    met = report(
        f"encode {len(sentences):,} sentences, {encoder.n_layers} layers / SentenceTransformer, 1 layer",
        mine,
        other,
        1,
        faster=True,
    )
    peak = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.encoding"], check=True, capture_output=True, text=True
    ).stdout.split()
    print(f"  peak memory of a process that does just that: {peak[1]} MiB ({peak[0]} MiB before the first sentence)")
    return met


def _peak_mib() -> int:
    status = Path("/proc/self/status")  # Linux hands getrusage's peak down from the process that started this one
    if status.is_file():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 2**20  # macOS counts bytes


if __name__ == "__main__":
    loaded = load(locate(MINILM), "cpu")
    before = _peak_mib()
    with tempfile.TemporaryDirectory() as place:
        encode_all_layers(loaded, Path(place))
    print(before, _peak_mib())
