"""What may be in a checkpoint's folder: which files are read, and what makes a folder unfit."""

import json
from pathlib import Path
from typing import Any

from core.errors import CheckpointError
from core.files import digest, file_hash

TOKENIZER = (
    "tokenizer.json",
    "tokenizer_config.json",
    "vocab.txt",
    "vocab.json",
    "merges.txt",
    "spm.model",
    "spiece.model",
    "sentencepiece.bpe.model",
    "special_tokens_map.json",
    "added_tokens.json",
)
SAFE_PATTERNS = ["*.json", "*.txt", "*.model", "*.safetensors", "README.md"]
_VOCABULARIES = {"tokenizer.json", "vocab.txt", "vocab.json", "spm.model", "spiece.model", "sentencepiece.bpe.model"}
_PICKLES = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl")


def read_json(path: Path) -> Any:
    """A JSON file's content, or an error that names the file."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CheckpointError(
            f"{path} cannot be read as JSON ({error}). Download or save the checkpoint again."
        ) from error


def transformer_folder(folder: Path) -> Path:
    """The folder that holds the transformer: in the sentence-transformers layout the first module's."""
    modules = folder / "modules.json"
    if not modules.exists():
        return folder
    listed = read_json(modules)
    if not (isinstance(listed, list) and listed and isinstance(listed[0], dict)):
        raise CheckpointError(f"{modules} lists no modules. Save the model again with SentenceTransformer.save().")
    inner = (folder / listed[0].get("path", "")).resolve()
    if not inner.is_relative_to(folder.resolve()):
        raise CheckpointError(f"{modules} points outside its folder ({listed[0].get('path')}); it was not followed.")
    return inner


def weight_files(folder: Path) -> list[Path]:
    """The safetensors files that hold the weights, all of them present."""
    index = folder / "model.safetensors.index.json"
    if index.exists():
        names = sorted(set(read_json(index).get("weight_map", {}).values()))
        if absent := [name for name in names if not (folder / name).exists()]:
            raise CheckpointError(f"{folder} lacks the weight file(s) {', '.join(absent)} that its index names.")
        return [folder / name for name in names]
    single = folder / "model.safetensors"
    if single.exists():
        return [single]
    if pickles := sorted({found.name for pattern in _PICKLES for found in folder.glob(pattern)}):
        raise CheckpointError(
            f"{folder} has only pickle weights ({', '.join(pickles)}), which can run code when read; Isoscope loads "
            "safetensors only. Convert them once where you trust them: "
            "AutoModel.from_pretrained(folder).save_pretrained(new_folder)."
        )
    raise CheckpointError(f"{folder} has no model.safetensors. Save the model with save_pretrained() into this folder.")


def check_folder(folder: Path) -> Path:
    """The transformer's folder inside `folder`, after the checks that need no library."""
    if not folder.is_dir():
        raise CheckpointError(f"{folder} is not a folder.")
    inner = transformer_folder(folder)
    if not (inner / "config.json").exists():
        raise CheckpointError(
            f"{inner} has no config.json, so it is not a transformers or sentence-transformers checkpoint. "
            "Give the folder that save_pretrained() or SentenceTransformer.save() wrote."
        )
    weight_files(inner)
    if not any((inner / name).exists() for name in _VOCABULARIES):
        raise CheckpointError(f"{inner} has no tokenizer. Save it there too: tokenizer.save_pretrained(folder).")
    return inner


def hashes(inner: Path) -> tuple[str, str]:
    """(weight hash, fingerprint): of the weights alone, and of all that shapes token vectors."""
    weights = digest([[path.name, file_hash(path)] for path in weight_files(inner)])
    shaping = [inner / name for name in ("config.json", "sentence_bert_config.json", *TOKENIZER)]
    return weights, digest([weights, [[path.name, file_hash(path)] for path in shaping if path.exists()]])


def max_length(inner: Path) -> int:
    """Most tokens of a sentence that are read: the sentence encoder's own limit, else the positions it has."""
    config = read_json(inner / "config.json")
    positions = int(config.get("max_position_embeddings") or 512)
    if config.get("model_type") in {"roberta", "xlm-roberta", "camembert", "mpnet"}:
        positions -= 2  # these count positions from padding index + 1
    limit = positions
    sentence_config = inner / "sentence_bert_config.json"
    if sentence_config.exists():
        limit = int(read_json(sentence_config).get("max_seq_length") or positions)
    return max(2, min(limit, positions, 512))


def pooling(folder: Path) -> str:
    """The pooling that a sentence-transformers folder states, '' where it states none."""
    modules = folder / "modules.json"
    if not modules.exists():
        return ""
    for module in read_json(modules):
        config = folder / module.get("path", "") / "config.json"
        if "pooling" in str(module.get("type", "")).lower() and config.exists():
            stated = read_json(config)
            if isinstance(stated.get("pooling_mode"), str):
                return str(stated["pooling_mode"])
            names = {
                "pooling_mode_mean_tokens": "mean",
                "pooling_mode_cls_token": "cls",
                "pooling_mode_max_tokens": "max",
            }
            return "+".join(short for key, short in names.items() if stated.get(key))
    return ""
