"""What is in a checkpoint's folder is files of a bounded size: pipes and devices would be read for ever."""

import os
import stat
from fnmatch import fnmatch
from pathlib import Path

from ..errors import CheckpointError
from ..files import size_in_words
from .parts import CONFIGURATION, TOKENIZER

MOST = 256 * 2**20  # bytes of a file that is read whole; the largest tokenizers have 35 MiB
_WHOLE = (
    *CONFIGURATION,
    *TOKENIZER,
    "modules.json",
    "config_sentence_transformers.json",
    "adapter_config.json",
    "*.index.json",
)


def check_plain(folder: Path) -> None:
    """Pass a folder whose files, and those of its sub-folders, can be read.

    Raises
    ------
    CheckpointError
        One is a pipe, a device or a socket (a link to one, too), or too large to be read whole.
    """
    for place in (folder, *(path for path in _entries(folder) if path.is_dir())):
        for path in _entries(place):
            _check(path)


def _entries(folder: Path) -> list[Path]:
    try:
        return [Path(entry.path) for entry in os.scandir(folder)]
    except OSError:
        return []


def _check(path: Path) -> None:
    whole = any(fnmatch(path.name, pattern) for pattern in _WHOLE)
    if not whole and path.suffix != ".safetensors":  # nobody reads it
        return
    try:
        state = path.stat()
    except OSError:  # a link that leads nowhere: no file of that name
        return
    if not (stat.S_ISREG(state.st_mode) or stat.S_ISDIR(state.st_mode)):
        raise CheckpointError(f"{path} is no plain file. Download or save the checkpoint again.")
    if state.st_size > MOST and whole:
        raise CheckpointError(
            f"{path} has {size_in_words(state.st_size)}, and {size_in_words(MOST)} is the most of a file beside the weights. "
            "Take it out of the folder, or download or save the checkpoint again."
        )
