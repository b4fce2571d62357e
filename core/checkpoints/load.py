"""From a folder to a model in memory, refusing whatever would give wrong token vectors."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import CheckpointError, first_line
from .adapter import merged
from .architecture import architecture
from .behaviour import behaviour
from .card import Located
from .parts import ADAPTER_FOLDER, Part, staged
from .tokenizer import load_tokenizer
from .untrained import random_model
from .weights import check_accounted, check_file, check_sizes, check_types, lacks_any, prefixes_of_all


@dataclass
class Encoder:
    """A loaded checkpoint: tokenizer and model in evaluation mode, float32, on `device`.

    Attributes
    ----------
    located : Located
    tokenizer, model : transformers' own
    device : str
    padding_matters : bool
        A sentence's vectors change when it is padded, so sentences of one length are read together.
    unread : tuple of str
        Stored weights that no token vector passes through.
    prefix : str
        What the names of all stored weights begin with, as a wrapped model saves them, and was taken away; '' = nothing.
    """

    located: Located
    tokenizer: Any
    model: Any
    device: str
    padding_matters: bool = False
    unread: tuple[str, ...] = ()
    prefix: str = ""

    @property
    def n_layers(self) -> int:
        """Number of token-vector layers, the embeddings (layer 0) included."""
        return int(self.model.config.num_hidden_layers) + 1

    @property
    def dim(self) -> int:
        """Width of a token vector."""
        return int(self.model.config.hidden_size)


def load(located: Located, device: str = "") -> Encoder:
    """Load a located checkpoint with transformers.

    Parameters
    ----------
    located : Located
        What `locate` found.
    device : str
        A torch device; '' takes the GPU where there is one, else the CPU.

    Raises
    ------
    CheckpointError
        Unknown architecture, encoder-decoder model, one whose tokens see only what stands before them (unless
        `located.causal`), no fast tokenizer, weights that are missing or not read on the tokens' path, quantised, of the
        wrong shape, or not finite; files that are not whole; or a device that is not there.
    """
    import transformers

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    title = located.card.title
    with staged(located.parts) as view:
        folder = view / located.below
        model_class, config = architecture(title, folder)
        tokenizer = load_tokenizer(title, folder, located.lower_case)
        weights = [part for part in located.parts if part.weights]
        for part in weights:
            check_file(title, part)
        if weights:
            check_sizes(title, weights, config)
        unread: tuple[str, ...] = ()
        prefix = ""
        if located.untrained_seed is not None:
            model = random_model(model_class, config, located.untrained_seed)
        else:
            model, unread, prefix = _with_weights(located, folder, model_class, config)
            if located.adapter_base:
                model = merged(title, model, view / ADAPTER_FOLDER)
    _check_finite(title, model)
    encoder = _on_device(located, tokenizer, model, device)
    seen = behaviour(title, encoder.model, tokenizer, located.max_length)
    _check_direction(located, seen.causal, model.config.model_type)
    encoder.padding_matters, encoder.unread, encoder.prefix = seen.padding_matters, unread, prefix
    return encoder


def _with_weights(located: Located, folder: Path, model_class: Any, config: Any) -> tuple[Any, tuple[str, ...], str]:
    """(model, names of stored weights beside the tokens' path, what all stored names begin with and was taken away)."""
    title, weights = located.card.title, [part for part in located.parts if part.weights]
    model, report, prefix = _read_weights(title, folder, model_class, config, weights)
    names = {name for name, _ in model.named_parameters()}
    for part in weights:
        check_types(title, part, names)
    return model, check_accounted(title, report, model), prefix


def _read_weights(
    title: str, folder: Path, model_class: Any, config: Any, weights: list[Part]
) -> tuple[Any, dict[str, Any], str]:
    """(model, transformers' report, prefix): as they are named, else without one prefix of all names under which none is missing."""
    model, report = _pretrained(title, folder, model_class, config)
    if not lacks_any(report):
        return model, report, ""
    for prefix in prefixes_of_all(weights, model):
        other, without = _pretrained(title, folder, model_class, config, {f"^{re.escape(prefix)}": ""})
        if not lacks_any(without):
            return other, without, prefix
    return model, report, ""


def _pretrained(
    title: str, folder: Path, model_class: Any, config: Any, renamed: dict[str, str] | None = None
) -> tuple[Any, dict[str, Any]]:
    """(model, transformers' report on its weights); `renamed`: patterns of stored names, and what stands for them."""
    import torch

    try:
        model, report = model_class.from_pretrained(
            folder,
            config=config,
            dtype=torch.float32,
            use_safetensors=True,
            trust_remote_code=False,
            local_files_only=True,
            ignore_mismatched_sizes=True,  # so that they are named: check_accounted refuses them
            output_loading_info=True,
            key_mapping=renamed,
        )
    except Exception as error:
        raise CheckpointError(f"The weights of {title} cannot be loaded: {first_line(error)}") from error
    return model, report


def _check_finite(title: str, model: Any) -> None:
    import torch

    for name, tensor in model.state_dict().items():
        if tensor.is_floating_point() and not bool(torch.isfinite(tensor).all()):
            raise CheckpointError(
                f"The weight {name} of {title} has NaN or infinite values. The checkpoint is damaged; get it again."
            )


def _check_direction(located: Located, causal: bool, kind: str) -> None:
    title = located.card.title
    if causal and not located.causal:
        raise CheckpointError(
            f"{title} reads as a decoder-only model ({kind}): its tokens see only what stands before them. Isoscope reads "
            "encoders: BERT, RoBERTa, MPNet, ... To read it all the same, add --causal (or give 'causal:' before its name)."
        )
    if located.causal and not causal:
        raise CheckpointError(
            f"{title} is not causal: its tokens see what stands after them too. Leave out --causal (or 'causal:')."
        )


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
            f"{title} cannot be put on the device {device!r}: {first_line(error).rstrip('.')}. Choose another, such as 'cpu'."
        ) from error
