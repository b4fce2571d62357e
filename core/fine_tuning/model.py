"""A located checkpoint as a sentence-transformers model, ready to be trained by a recipe."""

from pathlib import Path
from typing import Any

import numpy as np

from ..checkpoints import Located
from ..checkpoints.behaviour import n_embeddings, n_pieces
from ..checkpoints.load import Encoder, load
from ..checkpoints.own_encoder import embed, own_encoder
from ..checkpoints.parts import staged
from ..checkpoints.tokenizer import steady
from ..errors import CheckpointError
from ..progress import no_progress
from .further import keeps_further
from .recipe import Recipe
from .strategy import strategies


def siamese_model(located: Located, recipe: Recipe, seed: int, device: str = "cpu") -> Any:
    """Transformer, pooling and what the checkpoint does behind it, both towers sharing all weights; the recipe's strategy has
    frozen what it freezes of the transformer.

    Raises
    ------
    CheckpointError
        The checkpoint cannot be loaded safely or completely.
    UsageError
        The strategy does not fit the checkpoint.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

    torch.manual_seed(seed)  # weights that the files lack begin at random: a pooler
    encoder = load(located, device)  # every check that measuring makes
    own = own_encoder(located, device) if keeps_further(located, recipe.pooling) else None
    with staged(located.parts) as view:
        transformer = Transformer(
            str(view / located.below),
            max_seq_length=recipe.max_length or located.max_length,
            do_lower_case=located.lower_case,
            model_kwargs={"dtype": torch.float32, "use_safetensors": True, "trust_remote_code": False},
            config_kwargs={"trust_remote_code": False},
        )
    _check_tokenizer(encoder, transformer.tokenizer)
    torch.manual_seed(seed)  # adapters begin at random
    transformer.model = strategies()[recipe.strategy].prepare(encoder.model, recipe.used())
    if own is None:
        poolings: Any = recipe.pooling.split("+")
        return SentenceTransformer(modules=[transformer, Pooling(encoder.dim, poolings)], device=device)
    own[0] = transformer
    return own


def _check_tokenizer(encoder: Encoder, tokenizer: Any) -> None:
    """Make a tokenizer fit for training: always the same pieces, each with an embedding, and one that pads.

    Raises
    ------
    CheckpointError
        There are more pieces than embeddings, or none that pads.
    """
    title, there, pieces = encoder.located.card.title, n_embeddings(encoder.model), n_pieces(tokenizer)
    if there is not None and pieces > there:
        raise CheckpointError(
            f"The tokenizer of {title} has {pieces:,} pieces, the model {there:,} embeddings. Save both together after "
            "model.resize_token_embeddings(len(tokenizer))."
        )
    steady(tokenizer)
    if encoder.located.causal:
        tokenizer.padding_side = "right"  # as measured; no token sees what stands after it
    if tokenizer.pad_token is not None:
        return
    number = _padding_number(encoder)
    if number is None or not 0 <= number < pieces:
        raise CheckpointError(
            f"Neither the tokenizer of {title} nor its config.json has a padding token, so sentences of different length "
            "cannot be trained on together. Set tokenizer.pad_token and save it."
        )
    tokenizer.pad_token = tokenizer.convert_ids_to_tokens(number)


def _padding_number(encoder: Encoder) -> int | None:
    """The piece that config.json pads with; where tokens see only what stands before them, that which ends a text does."""
    config = encoder.model.config
    stated = [getattr(config, "pad_token_id", None)]
    if encoder.located.causal:
        stated += [encoder.tokenizer.eos_token_id, getattr(config, "eos_token_id", None)]
    return next((number for number in stated if isinstance(number, int)), None)


def trained_transformer(model: Any) -> Any:
    """The transformers model inside, as it stands in training (adapters included)."""
    return model[0].model


def does_more_than_pool(model: Any) -> bool:
    """Whether a sentence vector is more than pooled token vectors: modules with weights of their own, or a prompt."""
    _, *others = model.children()
    return bool(prompt_of(model)) or any(True for module in others for _ in module.parameters())


def prompt_of(model: Any) -> str:
    """What stands before every sentence, '' where nothing does."""
    return str(model.prompts.get(model.default_prompt_name) or "")


def embedded_meanwhile(model: Any, sentences: tuple[str, ...]) -> np.ndarray:
    """Sentence vectors of a model that is being trained, shape (n_sentences, dim); dropout is off meanwhile."""
    training = model.training
    try:
        return embed(model, sentences, no_progress)
    finally:
        model.train(training)


def save_model(model: Any, recipe: Recipe, folder: Path) -> None:
    """Write an ordinary sentence-transformers folder (safetensors), adapters merged."""
    model[0].model = strategies()[recipe.strategy].finish(model[0].model)
    for parameter in model.parameters():
        parameter.requires_grad_(True)
    model.save_pretrained(str(folder), create_model_card=False)
