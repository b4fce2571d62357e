"""A checkpoint as sentence-transformers would load it, from the files that were hashed."""

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import CheckpointError, first_line
from ..progress import Progress
from .card import Located
from .load import load
from .modules import Module, modules_of, not_applied
from .parts import staged
from .tokenizer import steady

_AT_ONCE = 1024  # sentences between two reports of progress


def own_encoder(located: Located, device: str = "") -> Any | None:
    """The SentenceTransformer of a checkpoint, or None where it states no modules (or its weights are drawn).

    Raises
    ------
    CheckpointError
        A module is not one that is applied here, or cannot be loaded.
    """
    from sentence_transformers import SentenceTransformer

    if not located.modules or located.root is None or located.untrained_seed is not None:
        return None
    title = located.card.title
    if reason := not_applied(located.root):
        raise CheckpointError(f"How {title} itself embeds cannot be computed. {reason}")
    encoder = load(located, device)  # every check that measuring makes, and an adapter's updates
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    try:
        with staged(located.parts) as view:
            if located.routes:
                _list_route(view, modules_of(located.root))
            model = SentenceTransformer(
                str(view),
                device=encoder.device,
                trust_remote_code=False,
                local_files_only=True,
                model_kwargs={"use_safetensors": True, "dtype": "float32"},
            )
    except Exception as error:
        raise CheckpointError(f"How {title} itself embeds cannot be computed: {first_line(error)}") from error
    model[0].model = encoder.model
    steady(model.tokenizer)
    model.max_seq_length = located.max_length
    return model.eval()


def embed(encoder: Any, sentences: Sequence[str], progress: Progress) -> np.ndarray:
    """Sentence vectors as a SentenceTransformer makes them, its default prompt before each, shape (n_sentences, dim)."""
    parts = []
    for start in range(0, len(sentences), _AT_ONCE):
        progress(start, len(sentences), "sentences")
        chunk = list(sentences[start : start + _AT_ONCE])
        parts.append(encoder.encode(chunk, show_progress_bar=False, convert_to_numpy=True))
    return np.concatenate(parts).astype(np.float64)


def _list_route(view: Path, modules: list[Module]) -> None:
    """Let a router's route stand alone in modules.json: the other routes are not among the files."""
    path = view / "modules.json"
    path.unlink()
    listed = [
        {"idx": at, "name": str(at), "path": module.path, "type": module.kind} for at, module in enumerate(modules)
    ]
    path.write_text(json.dumps(listed))
