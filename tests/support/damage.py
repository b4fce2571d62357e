"""Changes to a checkpoint's files, and the sentence with which it is refused then."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.checkpoints import locate
from core.checkpoints.load import load
from core.errors import CheckpointError


def refusal(name: str | Path, *parts: str) -> str:
    """The message with which a checkpoint is refused; each of `parts` stands in it."""
    with pytest.raises(CheckpointError) as caught:
        load(locate(str(name), download=False), "cpu")
    message = str(caught.value)
    for part in parts:
        assert part in message
    return message


def change_json(path: Path, **values: Any) -> None:
    """Set entries of a JSON object."""
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def change_weights(folder: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    """Change model.safetensors."""
    from safetensors.torch import load_file, save_file

    path = folder / "model.safetensors"
    tensors = load_file(path)
    change(tensors)
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, path, metadata={"format": "pt"})


def sentence_encoder(tiny: Path, folder: Path, pooling: dict[str, Any], transformer: str = "") -> Path:
    """The layout that SentenceTransformer.save() writes, around a tiny model."""
    shutil.copytree(tiny, folder / transformer)
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text(json.dumps({"word_embedding_dimension": 32} | pooling))
    (folder / transformer / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": 11}))
    modules = [
        {"idx": 0, "name": "0", "path": transformer, "type": "sentence_transformers.models.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
    ]
    (folder / "modules.json").write_text(json.dumps(modules))
    return folder


def save_adapter(base: Path, folder: Path, named: str | None = None, scale: float = 1.0) -> Path:
    """A LoRA adapter of a tiny model, as PEFT saves it; `named`: what it says its base is."""
    import torch
    import transformers
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(1)
    model = transformers.AutoModel.from_pretrained(base)
    adapted = get_peft_model(model, LoraConfig(r=4, lora_alpha=16, target_modules=["query", "value"]))
    with torch.no_grad():
        for name, parameter in adapted.named_parameters():
            if "lora_" in name:
                parameter.copy_(scale * torch.randn_like(parameter))
    adapted.save_pretrained(folder)
    change_json(folder / "adapter_config.json", base_model_name_or_path=named or str(base))
    return folder
