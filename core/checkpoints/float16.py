"""Weights in half the bytes: float16 on disk, to be loaded in float32."""

from pathlib import Path

import numpy as np

from ..errors import CheckpointError
from ..files import write_atomically


def store_in_half(weights: Path) -> None:
    """Round a safetensors file's float32 tensors to float16; config.json goes on to say float32, so that all load them so.

    Raises
    ------
    CheckpointError
        A weight is too large for float16.
    """
    from safetensors.numpy import load_file, save

    tensors = load_file(weights)
    for name, tensor in tensors.items():
        if tensor.dtype == np.float32:
            if tensor.size and not np.abs(tensor).max() <= np.finfo(np.float16).max:
                raise CheckpointError(f"{name} in {weights} has values beyond float16, or that are no numbers.")
            tensors[name] = tensor.astype(np.float16)
    write_atomically(weights, save(tensors, {"format": "pt"}))
