"""Spaces on disk: one folder a checkpoint x texts, written whole or not at all, checked when read.

spaces/<key>/manifest.json     what it is, and size and SHA-256 of every other file; written last
             tokens.npz        the token table
             layer-00.npy ...  token vectors, float32, embeddings first
"""

import contextlib
import importlib.metadata
import logging
import os
import shutil
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np

from ..checkpoints import Located
from ..checkpoints.load import Encoder, load
from ..errors import StoreError
from ..files import (
    digest,
    file_hash,
    fsync_folder,
    home,
    home_error,
    lock,
    write_atomically,
)
from ..kept import write
from ..progress import Progress
from ..texts import Texts
from .encode import encode
from .manifest import Encoded, EncodedTexts, File, Manifest
from .room import FORMAT, discard, folder_of, make_room, read_manifest, remove_leftovers
from .space import Space
from .tokens import TokenTable, tokenize

READING = 2  # raised when the same files and libraries give other vectors
_log = logging.getLogger(__name__)


def space_key(located: Located, texts: Texts) -> str:
    """The name of a space: the same files, length limit and sentences, read by the same libraries, give the same name."""
    libraries = [importlib.metadata.version(name) for name in ("transformers", "tokenizers")]
    return digest([FORMAT, READING, libraries, located.fingerprint, located.max_length, located.causal, texts.hash])


def open_space(located: Located, texts: Texts) -> Space | None:
    """A space that is on disk and whole, or None: a damaged or foreign entry is a miss, and logged."""
    key = space_key(located, texts)
    folder = folder_of(key)
    manifest = read_manifest(folder)
    if manifest is None:
        return None
    try:
        if set(manifest.files) != {"tokens.npz", *_layer_names(manifest.n_layers)}:
            raise ValueError("its manifest does not name every layer")
        for name, stated in manifest.files.items():
            if (folder / name).stat().st_size != stated.size:
                raise ValueError(f"{name} has not the size that was written")
        tokens = folder / "tokens.npz"
        if file_hash(tokens) != manifest.files["tokens.npz"].sha256:
            raise ValueError("tokens.npz has not the content that was written")
        table = TokenTable.from_bytes(tokens.read_bytes())
        if manifest.n_tokens != len(table) or manifest.dim < 1:
            raise ValueError("its manifest does not agree with its tokens")
        with contextlib.suppress(OSError):  # the time of last use, for eviction
            os.utime(folder / "manifest.json")
        return Space(key, folder, manifest, table)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        _log.warning("The space in %s is not usable (%s); it will be computed again.", folder, error)
        return None


def get_space(
    located: Located, texts: Texts, progress: Progress = lambda done, total, unit: None, device: str = ""
) -> Space:
    """The space of a checkpoint and texts: from disk, or encoded now; one process encodes, others wait for it.

    Parameters
    ----------
    located : Located
    texts : Texts
    progress : callable
        Called with (done, total, unit) while encoding; may raise to stop, which leaves nothing behind.
    device : str
        A torch device; '' chooses.

    Raises
    ------
    CheckpointError
        The checkpoint cannot be loaded.
    StoreError
        Not enough room on the disk.
    """
    if space := open_space(located, texts):
        try:
            space.check_layers()
            return space
        except StoreError as error:
            _log.warning("%s It is computed again.", error)
    key = space_key(located, texts)
    with lock(f"space-{key}"):
        if space := open_space(located, texts):  # another process was faster
            try:
                space.check_layers()
                return space
            except StoreError:
                pass
        _write(key, located, texts, progress, device)
    space = open_space(located, texts)
    if space is None:
        raise StoreError(f"The space {key} vanished right after it was written. Is something else cleaning {home()}?")
    return space


def _write(key: str, located: Located, texts: Texts, progress: Progress, device: str) -> None:
    folder = folder_of(key)
    remove_leftovers(key)
    encoder = load(located, device)
    tokenized = tokenize(texts.sentences, encoder.tokenizer, located.max_length, texts.language)
    shape, names = (len(tokenized.table), encoder.dim), _layer_names(encoder.n_layers)
    temporary = folder.with_name(f"{key}.writing-{os.getpid()}")
    try:
        layers = _reserved(temporary, names, shape, keep=key)
        started = time.time()
        encode(encoder, texts.sentences, tokenized, layers, progress)
        seconds = time.time() - started
        for layer in layers:
            layer.flush()
        write_atomically(temporary / "tokens.npz", tokenized.table.to_bytes())
        files = {
            name: File((temporary / name).stat().st_size, file_hash(temporary / name))
            for name in ["tokens.npz", *names]
        }
        for name in names:
            with open(temporary / name, "rb") as written:
                os.fsync(written.fileno())
        manifest = _manifest(key, encoder, texts, tokenized.truncated, shape, seconds, files)
        write(temporary / "manifest.json", manifest)
        fsync_folder(temporary)
        discard(folder)
        os.rename(temporary, folder)
        fsync_folder(folder.parent)
    except OSError as error:
        raise home_error(error) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _reserved(temporary: Path, names: list[str], shape: tuple[int, int], keep: str) -> list[np.memmap]:
    """Empty layers on disk, whose bytes are theirs: one process at a time makes room and takes it."""
    with lock("room"):
        make_room(4 * shape[0] * shape[1] * len(names), keep)
        temporary.mkdir(parents=True)
        layers: list[np.memmap] = [
            np.lib.format.open_memmap(temporary / name, mode="w+", dtype=np.float32, shape=shape) for name in names
        ]
        for name in names:  # the files are sparse: a disk that fills up later would kill the process
            with open(temporary / name, "r+b") as reserved:
                if hasattr(os, "posix_fallocate"):
                    os.posix_fallocate(reserved.fileno(), 0, os.fstat(reserved.fileno()).st_size)
        return layers


def _manifest(
    key: str,
    encoder: Encoder,
    texts: Texts,
    truncated: int,
    shape: tuple[int, int],
    seconds: float,
    files: dict[str, File],
) -> Manifest:
    located = encoder.located
    checkpoint = asdict(located.card) | {
        "weight_hash": located.weight_hash,
        "resolved_revision": located.revision,
        "fingerprint": located.fingerprint,
        "max_length": located.max_length,
        "adapter_base": located.adapter_base,
        "lower_case": located.lower_case,
        "causal": located.causal,
    }
    return Manifest(
        format=FORMAT,
        key=key,
        checkpoint=Encoded(**checkpoint),
        texts=EncodedTexts(texts.key, texts.title, texts.hash),
        n_tokens=shape[0],
        dim=shape[1],
        n_layers=encoder.n_layers,
        n_sentences=len(texts.sentences),
        truncated_sentences=truncated,
        seconds=round(seconds, 3),
        created=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        versions={
            name: importlib.metadata.version(name)
            for name in ("torch", "transformers", "tokenizers", "numpy", "wordfreq")
        },
        files=files,
        device=encoder.device,
        unread_weights=encoder.unread,
        prefix=encoder.prefix,
        equal_lengths=encoder.padding_matters,
    )


def _layer_names(n_layers: int) -> list[str]:
    return [f"layer-{i:02d}.npy" for i in range(n_layers)]
