"""A located checkpoint as a sentence-transformers model, ready to be trained by a recipe."""

from pathlib import Path
from typing import Any

from ..checkpoints import Located
from ..checkpoints.load import load
from .recipe import Recipe
from .strategy import strategies


def siamese_model(located: Located, recipe: Recipe, seed: int, device: str = "cpu") -> Any:
    """Transformer and pooling, both towers sharing all weights; the recipe's strategy has frozen what it freezes.

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

    encoder = load(located, device)  # every check that measuring makes
    transformer = Transformer(
        str(located.folder),
        max_seq_length=recipe.max_length or located.max_length,
        model_kwargs={"dtype": torch.float32, "use_safetensors": True, "trust_remote_code": False},
        config_kwargs={"trust_remote_code": False},
    )
    torch.manual_seed(seed)  # adapters begin at random
    transformer.model = strategies()[recipe.strategy].prepare(encoder.model, recipe.used())
    return SentenceTransformer(modules=[transformer, Pooling(encoder.dim, recipe.pooling)], device=device)


def trained_transformer(model: Any) -> Any:
    """The transformers model inside, as it stands in training (adapters included)."""
    return model[0].model


def save_model(model: Any, recipe: Recipe, folder: Path) -> None:
    """Write an ordinary sentence-transformers folder (safetensors), adapters merged."""
    model[0].model = strategies()[recipe.strategy].finish(model[0].model)
    for parameter in model.parameters():
        parameter.requires_grad_(True)
    model.save_pretrained(str(folder), create_model_card=False)
