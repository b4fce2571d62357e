"""A checkpoint's token vectors of some texts, read from disk as memory maps."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ..errors import StoreError, UsageError
from ..files import file_hash
from ..geometry.rows import Rows, subset
from .manifest import Manifest
from .tokens import TOKEN_SETS, TokenTable


@dataclass(frozen=True)
class Space:
    """All layers of a checkpoint x texts.

    Attributes
    ----------
    key : str
        Names the weights, tokenizer and sentences exactly.
    folder : Path
    manifest : Manifest
        What was encoded, when, by which versions.
    table : TokenTable
    """

    key: str
    folder: Path
    manifest: Manifest = field(compare=False, repr=False)
    table: TokenTable = field(compare=False, repr=False)

    @property
    def n_layers(self) -> int:
        """Number of layers, the embeddings (layer 0) included."""
        return self.manifest.n_layers

    @property
    def dim(self) -> int:
        """Width of a token vector."""
        return self.manifest.dim

    def layer_index(self, layer: int) -> int:
        """Layer counted from 0 (embeddings); negative counts from the last.

        Raises
        ------
        UsageError
            No such layer.
        """
        if not -self.n_layers <= layer < self.n_layers:
            raise UsageError(
                f"There is no layer {layer}: layers are 0 (embeddings) to {self.n_layers - 1}, or -1 for the last."
            )
        return layer % self.n_layers

    def vectors(self, layer: int) -> np.ndarray:
        """Memory map of a layer's token vectors, shape (n_tokens, dim), float32, checked against its hash.

        Raises
        ------
        StoreError
            The file is not what was written.
        """
        name = f"layer-{self.layer_index(layer):02d}.npy"
        path = self.folder / name
        try:
            if file_hash(path) != self.manifest.files[name].sha256:
                raise StoreError(f"{path} has not the content that was written.")
            return np.load(path, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{path} cannot be read ({error}).") from error

    def check_layers(self) -> None:
        """Check every layer's hash (remembered while the file does not change).

        Raises
        ------
        StoreError
            A layer's file is not what was written.
        """
        for layer in range(self.n_layers):
            self.vectors(layer)

    def select(self, layer: int, tokens: str) -> tuple[Rows, np.ndarray]:
        """(rows, sentence of each row) of a layer's token set.

        Raises
        ------
        UsageError
            No such layer or token set, or the set is empty.
        """
        if tokens not in TOKEN_SETS:
            raise UsageError(f"Unknown token set {tokens!r}. Choose one of: {', '.join(TOKEN_SETS)}.")
        index = self.table.rows(tokens)
        if not len(index):
            raise UsageError(f"This tokenizer gives no tokens for the set {tokens!r}. Choose another token set.")
        if len(index) < 2:
            raise UsageError("These texts have one token, on which nothing can be measured. Give more texts.")
        return subset(self.vectors(layer), index), self.table.sentence[index]
