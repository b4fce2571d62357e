"""What may be in a checkpoint's folder: which files are read, and what makes a folder unfit."""

import json
from pathlib import Path
from typing import Any

from ..errors import CheckpointError
from ..files import digest, file_hash

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


def read_object(path: Path) -> dict[str, Any]:
    """The content of a JSON file that must hold an object."""
    content = read_json(path)
    if not isinstance(content, dict):
        raise CheckpointError(f"{path} is not a JSON object. Download or save the checkpoint again.")
    return content


def transformer_folder(folder: Path) -> Path:
    """The folder that holds the transformer: in the sentence-transformers layout the first module's."""
    modules = folder / "modules.json"
    if not modules.exists():
        return folder
    path, _ = _modules(modules)[0]
    inner = (folder / path).resolve()
    if not inner.is_relative_to(folder.resolve()):
        raise CheckpointError(f"{modules} points outside its folder ({path}); it was not followed.")
    return inner


def _modules(path: Path) -> list[tuple[str, str]]:
    """(folder, type) of every module that a modules.json lists."""
    listed = read_json(path)
    whole = isinstance(listed, list) and all(
        isinstance(module, dict) and isinstance(module.get("path", ""), str) for module in listed
    )
    if not listed or not whole:
        raise CheckpointError(f"{path} lists no modules. Save the model again with SentenceTransformer.save().")
    return [(module.get("path", ""), str(module.get("type", ""))) for module in listed]


def weight_files(folder: Path) -> list[Path]:
    """The safetensors files that hold the weights, all of them present."""
    single, index = folder / "model.safetensors", folder / "model.safetensors.index.json"
    if single.exists():  # transformers takes it before an index
        return [single]
    if index.exists():
        return [folder / name for name in _shards(index)]
    if pickles := sorted({found.name for pattern in _PICKLES for found in folder.glob(pattern)}):
        raise CheckpointError(
            f"{folder} has only pickle weights ({', '.join(pickles)}), which can run code when read; Isoscope loads "
            "safetensors only. Convert them once where you trust them: "
            "AutoModel.from_pretrained(folder).save_pretrained(new_folder)."
        )
    raise CheckpointError(f"{folder} has no model.safetensors. Save the model with save_pretrained() into this folder.")


def _shards(index: Path) -> list[str]:
    """The files that an index of sharded weights names."""
    weights = read_object(index).get("weight_map")
    if not (isinstance(weights, dict) and weights):
        raise CheckpointError(f"{index} names no weights. Download or save the checkpoint again.")
    names = sorted({str(name) for name in weights.values()})
    if foreign := [name for name in names if not name.endswith(".safetensors") or Path(name).name != name]:
        raise CheckpointError(
            f"{index} names {', '.join(foreign)}; Isoscope loads safetensors only, from the checkpoint's own folder."
        )
    if absent := [name for name in names if not (index.parent / name).exists()]:
        raise CheckpointError(
            f"{index.parent} lacks the weight file(s) {', '.join(absent)} that its index names. "
            "Download or save the checkpoint again."
        )
    return names


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
    return weights, digest([weights, _shaping(inner)])


def shaping_hash(inner: Path) -> str:
    """Of all that shapes token vectors beside the weights: configuration and tokenizer."""
    return digest(_shaping(inner))


def _shaping(inner: Path) -> list[list[str]]:
    paths = [inner / name for name in ("config.json", "sentence_bert_config.json", *TOKENIZER)]
    return [[path.name, file_hash(path)] for path in paths if path.exists()]


def n_layers(inner: Path) -> int:
    """Layers of token vectors, the embeddings included, as config.json states them; 0 where it does not."""
    config = read_object(inner / "config.json")
    stated = next((config[name] for name in ("num_hidden_layers", "n_layers", "num_layers") if name in config), None)
    return stated + 1 if isinstance(stated, int) and stated > 0 else 0


def max_length(inner: Path) -> int:
    """Most tokens of a sentence that are read: the sentence encoder's own limit, else the positions it has."""
    config = read_object(inner / "config.json")
    positions = _length(inner / "config.json", "max_position_embeddings") or 512
    if config.get("model_type") in ("roberta", "xlm-roberta", "camembert", "mpnet"):
        positions -= 2  # these count positions from padding index + 1
    # Where sentence-transformers keeps the limit: since version 6 with the tokenizer.
    limit = _length(inner / "sentence_bert_config.json", "max_seq_length")
    limit = limit or _length(inner / "tokenizer_config.json", "model_max_length") or positions
    return max(2, min(limit, positions, 512))


def _length(path: Path, name: str) -> int | None:
    """A number of tokens that a file states; None where it states none (also as -1)."""
    stated = read_object(path).get(name) if path.exists() else None
    if stated is None or stated == -1:
        return None
    if isinstance(stated, bool) or not isinstance(stated, int | float) or not stated >= 1:
        raise CheckpointError(f"{path} has {name} {stated!r}, which is no number of tokens. Correct it there.")
    return int(min(stated, 2**31))


def pooling(folder: Path) -> str:
    """The pooling that a sentence-transformers folder states, '' where it states none."""
    modules = folder / "modules.json"
    if not modules.exists():
        return ""
    for path, kind in _modules(modules):
        config = folder / path / "config.json"
        if "pooling" in kind.lower() and config.exists():
            stated = read_object(config)
            if isinstance(stated.get("pooling_mode"), str):
                return str(stated["pooling_mode"])
            names = {
                "pooling_mode_mean_tokens": "mean",
                "pooling_mode_cls_token": "cls",
                "pooling_mode_max_tokens": "max",
            }
            return "+".join(short for key, short in names.items() if stated.get(key))
    return ""
