"""Which class of transformers reads a checkpoint's texts, or why none does."""

import inspect
import sys
from pathlib import Path
from typing import Any

from ..errors import CheckpointError, first_line
from .json_files import read_object
from .lengths import text_part

_ENCODERS_OF_TWO = ("t5", "mt5", "umt5")  # whose encoder is read without the decoder


def architecture(title: str, folder: Path) -> tuple[Any, Any]:
    """(class with from_pretrained, its configuration): the encoder that reads texts.

    Raises
    ------
    CheckpointError
        An architecture that transformers lacks or that needs code of its own, quantised weights, a decoder that reads an
        encoder, or positions that these versions of the libraries do not add.
    """
    from transformers import AutoConfig

    raw = read_object(folder / "config.json")
    kind = str(raw.get("model_type", ""))
    _check_code(title, raw, folder)
    if quantised := raw.get("quantization_config") or text_part(raw).get("quantization_config"):
        how = quantised.get("quant_method", "") if isinstance(quantised, dict) else ""
        raise CheckpointError(
            f"The weights of {title} are quantised{f' ({how})' if how else ''}: they are codes of numbers, not the "
            "numbers. Get the checkpoint that they were made from."
        )
    try:
        config = AutoConfig.from_pretrained(folder, trust_remote_code=False)
    except Exception as error:
        raise CheckpointError(
            f"The architecture {kind!r} of {title} is not one transformers knows: {first_line(error)}"
        ) from error
    found, config = _class_of(title, kind, _text_tower(config))
    _check_widths(title, kind, config)
    _check_positions(title, found, config)
    return found, config


def _check_code(title: str, raw: dict[str, Any], folder: Path) -> None:
    """Refuse a checkpoint whose forward pass or configuration is code that transformers lacks."""
    import transformers

    named = raw.get("auto_map")
    if not named:
        return
    every = named if isinstance(named, dict) else {"": named}
    models = {str(name).rpartition(".")[2] for auto, name in every.items() if not auto.startswith("AutoToken")}
    foreign = sorted(name for name in models if not hasattr(transformers, name))
    if foreign:
        raise CheckpointError(
            f"{title} needs code of its own (auto_map): {', '.join(foreign)}, and Isoscope runs no remote code. "
            "Choose another checkpoint."
        )


def _text_tower(config: Any) -> Any:
    """The configuration of the tower that reads texts, where there are several."""
    inside = getattr(config, "text_config", None)
    return inside if inside is not None and not hasattr(config, "hidden_size") else config


def _class_of(title: str, kind: str, config: Any) -> tuple[Any, Any]:
    from transformers import AutoModel
    from transformers.models.auto.modeling_auto import MODEL_FOR_TEXT_ENCODING_MAPPING, MODEL_MAPPING

    if not getattr(config, "is_encoder_decoder", False) and kind not in _ENCODERS_OF_TWO:  # saved alone, T5's says so
        if type(config) not in MODEL_MAPPING:
            raise CheckpointError(
                f"{title} is a model of several towers ({kind}), and transformers has no class for the one that reads texts."
            )
        return AutoModel, config
    encoder = MODEL_FOR_TEXT_ENCODING_MAPPING.get(type(config), None)
    if encoder is None or kind not in _ENCODERS_OF_TWO:
        raise CheckpointError(
            f"{title} is an encoder-decoder model ({kind}) whose encoder transformers does not load alone. "
            "Isoscope reads encoders: BERT, RoBERTa, MPNet, T5's encoder, ..."
        )
    return encoder, config


def _check_widths(title: str, kind: str, config: Any) -> None:
    for name in ("hidden_size", "num_hidden_layers"):
        if not isinstance(getattr(config, name, None), int):
            raise CheckpointError(
                f"{title} ({kind}) is no text encoder of one tower: its config.json states no {name}. "
                "Isoscope reads encoders: BERT, RoBERTa, MPNet, ..."
            )


def _check_positions(title: str, found: Any, config: Any) -> None:
    """Refuse positions that config.json asks for and the installed transformers would leave out."""
    from transformers.models.auto.modeling_auto import MODEL_MAPPING

    asked = getattr(config, "position_embedding_type", None)
    if asked in (None, "absolute"):
        return
    built = MODEL_MAPPING.get(type(config), found)
    built = built[0] if isinstance(built, tuple) else built
    if "position_embedding_type" not in inspect.getsource(sys.modules[built.__module__]):
        raise CheckpointError(
            f"{title} has positions of the type {asked!r}, which the installed transformers does not add any more: its "
            "vectors would be wrong. Choose another checkpoint."
        )
