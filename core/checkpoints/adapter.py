"""PEFT's adapters: which checkpoint they update, and the updated weights as an ordinary model."""

from pathlib import Path
from typing import Any

from ..errors import CheckpointError, first_line
from .json_files import read_object


def base_name(inner: Path) -> str:
    """The checkpoint that an adapter's folder says it updates; '' where it says none."""
    name = read_object(inner / "adapter_config.json").get("base_model_name_or_path")
    return name if isinstance(name, str) else ""


def merged(title: str, model: Any, folder: Path) -> Any:
    """A model with an adapter's updates added to its weights.

    Parameters
    ----------
    title : str
    model : transformers model
    folder : Path
        Of adapter_config.json and adapter_model.safetensors, and of nothing else.

    Raises
    ------
    CheckpointError
        Not every update finds its weight, or the adapter cannot be added to weights.
    """
    from peft import PeftConfig, get_peft_model, set_peft_model_state_dict
    from safetensors.torch import load_file

    try:
        config = PeftConfig.from_pretrained(str(folder))
        config.inference_mode = True
        if config.is_prompt_learning:
            raise CheckpointError(
                f"The adapter of {title} ({config.peft_type.value}) puts tokens before a sentence instead of updating "
                "weights. Choose a LoRA adapter."
            )
        updates = _named_as_in(model, load_file(folder / "adapter_model.safetensors"))
        config.base_model_name_or_path = model.name_or_path  # the view; PEFT would warn
        adapted = get_peft_model(model, config)
        report: Any = set_peft_model_state_dict(adapted, updates)
        lacking = [name for name in report.missing_keys if f"{adapted.prefix}" in name]
        _check(title, sorted(report.unexpected_keys), sorted(lacking))
        whole = adapted.merge_and_unload()
        return whole.requires_grad_(True)  # PEFT froze the base
    except CheckpointError:
        raise
    except Exception as error:
        raise CheckpointError(f"The adapter of {title} cannot be read: {first_line(error)}") from error


def _named_as_in(model: Any, updates: dict[str, Any]) -> dict[str, Any]:
    """Updates under the names of a model without head: 'base_model.model.bert.encoder...' loses 'bert.'."""
    start = "base_model.model."
    inside = f"{start}{model.base_model_prefix}."
    return {
        start + (name.removeprefix(inside) if name.startswith(inside) else name.removeprefix(start)): tensor
        for name, tensor in updates.items()
    }


def _check(title: str, unexpected: list[str], lacking: list[str]) -> None:
    unread = [name for name in unexpected if "lora_" in name]
    if unread or lacking:
        kind = "has updates of weights that its base lacks" if unread else "lacks updates of weights that it names"
        raise CheckpointError(
            f"The adapter of {title} {kind} ({', '.join((unread or lacking)[:3])}). It belongs to another base."
        )
