"""From a folder to a model in memory, refusing whatever would give wrong token vectors."""

from dataclasses import dataclass
from typing import Any

from ..errors import CheckpointError
from .card import Located
from .files import read_object
from .untrained import random_model

# Modules that AutoModel may build but that no token vector passes through.
_BESIDE_THE_PATH = ("pooler", "lm_head", "classifier", "cls.", "seq_relationship", "position_ids")


@dataclass
class Encoder:
    """A loaded checkpoint: tokenizer and model in evaluation mode, float32, on `device`."""

    located: Located
    tokenizer: Any
    model: Any
    device: str

    @property
    def n_layers(self) -> int:
        """Number of token-vector layers, the embeddings (layer 0) included."""
        return int(self.model.config.num_hidden_layers) + 1

    @property
    def dim(self) -> int:
        """Width of a token vector."""
        return int(self.model.config.hidden_size)


def load(located: Located, device: str = "") -> Encoder:
    """Load a located checkpoint with transformers' AutoModel.

    Parameters
    ----------
    located : Located
        What `locate` found.
    device : str
        A torch device; '' takes the GPU where there is one, else the CPU.

    Raises
    ------
    CheckpointError
        Unknown architecture, decoder-only or encoder-decoder model, no fast tokenizer, weights that are
        missing on the tokens' path, of the wrong shape, or not finite; or a device that is not there.
    """
    import torch
    import transformers

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    folder, title = located.folder, located.card.title
    config = _config(located)
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder, use_fast=True, trust_remote_code=False)
    except Exception as error:
        raise CheckpointError(f"The tokenizer of {title} cannot be loaded: {_first_line(error)}") from error
    if not tokenizer.is_fast:
        raise CheckpointError(
            f"The tokenizer of {title} has no fast version, so pieces cannot be traced to words. "
            "Convert it with transformers' convert_slow_tokenizer and save tokenizer.json."
        )
    if located.untrained_seed is not None:
        return _on_device(located, tokenizer, random_model(config, located.untrained_seed), device)
    try:
        model, report = transformers.AutoModel.from_pretrained(
            folder,
            config=config,
            dtype=torch.float32,
            use_safetensors=True,
            trust_remote_code=False,
            ignore_mismatched_sizes=True,  # so that they are named: _check_report refuses them
            output_loading_info=True,
        )
    except Exception as error:
        raise CheckpointError(f"The weights of {title} cannot be loaded: {_first_line(error)}") from error
    _check_report(title, report)
    for name, tensor in model.state_dict().items():
        if tensor.is_floating_point() and not bool(torch.isfinite(tensor).all()):
            raise CheckpointError(
                f"The weight {name} of {title} has NaN or infinite values. The checkpoint is damaged; get it again."
            )
    return _on_device(located, tokenizer, model, device)


def _on_device(located: Located, tokenizer: Any, model: Any, device: str) -> Encoder:
    import torch

    title = located.card.title
    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    try:
        if torch.device(device).type == "meta":
            raise RuntimeError("it holds shapes and no numbers")
        return Encoder(located, tokenizer, model.eval().to(device), device)
    except (RuntimeError, AssertionError) as error:  # torch asserts that it was built for the device
        raise CheckpointError(
            f"{title} cannot be put on the device {device!r}: {_first_line(error).rstrip('.')}. Choose another, such as 'cpu'."
        ) from error


def _config(located: Located) -> Any:
    from transformers import AutoConfig
    from transformers.models.auto.modeling_auto import (
        MODEL_FOR_CAUSAL_LM_MAPPING_NAMES,
        MODEL_FOR_MASKED_LM_MAPPING_NAMES,
        MODEL_MAPPING_NAMES,
    )

    title, raw = located.card.title, read_object(located.folder / "config.json")
    kind = str(raw.get("model_type", ""))
    if raw.get("auto_map") and kind not in MODEL_MAPPING_NAMES:
        raise CheckpointError(
            f"{title} needs code of its own (auto_map), and Isoscope runs no remote code. Choose another checkpoint."
        )
    try:
        config = AutoConfig.from_pretrained(located.folder, trust_remote_code=False)
    except Exception as error:
        raise CheckpointError(
            f"The architecture {kind!r} of {title} is not one transformers knows: {_first_line(error)}"
        ) from error
    if config.is_encoder_decoder:
        raise CheckpointError(
            f"{title} is an encoder-decoder model ({kind}). Isoscope reads encoders: BERT, RoBERTa, MPNet, ..."
        )
    causal_only = kind in MODEL_FOR_CAUSAL_LM_MAPPING_NAMES and kind not in MODEL_FOR_MASKED_LM_MAPPING_NAMES
    if causal_only or getattr(config, "is_decoder", False):
        raise CheckpointError(
            f"{title} is a decoder-only model ({kind}): its tokens see only what stands before them. Isoscope reads encoders: BERT, RoBERTa, MPNet, ..."
        )
    return config


def _check_report(title: str, report: dict[str, Any]) -> None:
    if mismatched := report.get("mismatched_keys"):
        shapes = [" ".join(map(str, key)) if isinstance(key, tuple) else str(key) for key in mismatched]
        raise CheckpointError(
            f"{title} has weights whose shape disagrees with its config.json: {'; '.join(sorted(shapes)[:3])}. "
            "Get weights and config.json from one place."
        )
    missing = sorted(key for key in report.get("missing_keys", ()) if not any(part in key for part in _BESIDE_THE_PATH))
    if missing:
        shown = ", ".join(missing[:3]) + (", ..." if len(missing) > 3 else "")
        raise CheckpointError(
            f"{title} lacks {len(missing)} weight(s) that token vectors pass through ({shown}). "
            "They would be random numbers. Get the complete checkpoint."
        )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
