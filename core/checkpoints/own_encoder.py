"""A checkpoint as sentence-transformers would load it, from the files that were hashed."""

import logging
from typing import Any

from ..errors import CheckpointError, first_line
from .card import Located
from .load import load
from .modules import not_applied
from .parts import staged
from .tokenizer import steady


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
