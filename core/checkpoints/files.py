"""What may be in a checkpoint's folder: which files are read, and what makes a folder unfit."""

from pathlib import Path

from ..errors import CheckpointError
from .json_files import read_object
from .kinds import no_transformer, static, what_it_is
from .lengths import text_part
from .modules import modules_of
from .parts import ADAPTER, VOCABULARIES

SAFE_PATTERNS = ["*.json", "*.txt", "*.model", "*.codes", "*.safetensors", "README.md"]


def transformer_folder(folder: Path) -> Path:
    """The folder that holds the transformer: in the sentence-transformers layout the first module's.

    Raises
    ------
    CheckpointError
        The first module is no transformer.
    """
    modules = modules_of(folder)
    if not modules:
        return folder
    if sentence := no_transformer(folder / modules[0].path, modules[0].kind):
        raise CheckpointError(sentence)
    return (folder / modules[0].path).resolve()


def weight_files(folder: Path) -> list[Path]:
    """The safetensors files that hold the weights, all of them present, as transformers takes them."""
    if index := index_file(folder):
        return [folder / name for name in _shards(index)]
    single = _named_in_configuration(folder) or folder / "model.safetensors"
    if single.exists():
        return [single]
    raise CheckpointError(
        what_it_is(folder)
        or f"{folder} has no model.safetensors. Save the model with save_pretrained() into this folder."
    )


def index_file(folder: Path) -> Path | None:
    """The index of sharded weights, None where they lie in one file."""
    if named := _named_in_configuration(folder):
        return named if named.suffix == ".json" else None
    single, index = folder / "model.safetensors", folder / "model.safetensors.index.json"
    return index if index.exists() and not single.exists() else None  # transformers takes a single file before an index


def _named_in_configuration(folder: Path) -> Path | None:
    """The file of weights that config.json names; transformers takes it before every other."""
    path = folder / "config.json"
    name = read_object(path).get("transformers_weights") if path.exists() else None
    if name is None:
        return None
    safe = isinstance(name, str) and Path(name).name == name
    if not safe or not name.endswith((".safetensors", ".safetensors.index.json")):
        raise CheckpointError(
            f"{path} names {name!r} as its weights; Isoscope loads safetensors only, from the checkpoint's own folder."
        )
    if not (folder / name).is_file():
        raise CheckpointError(f"{path} names {name} as its weights, and that file is not there.")
    return folder / name


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
    if is_adapter_alone(inner):
        return inner  # its base has the rest
    if not (inner / "config.json").exists():
        raise CheckpointError(
            what_it_is(inner)
            or f"{inner} has no config.json, so it is not a transformers or sentence-transformers checkpoint. "
            "Give the folder that save_pretrained() or SentenceTransformer.save() wrote."
        )
    if sentence := static(inner):
        raise CheckpointError(sentence)
    weight_files(inner)
    if not has_tokenizer(inner):
        raise CheckpointError(f"{inner} has no tokenizer. Save it there too: tokenizer.save_pretrained(folder).")
    return inner


def has_tokenizer(inner: Path) -> bool:
    """Whether a folder holds a vocabulary."""
    return any((inner / name).exists() for name in VOCABULARIES)


def has_adapter(inner: Path) -> bool:
    """Whether updates of PEFT lie in a folder, beside weights or alone."""
    return all((inner / name).is_file() for name in ADAPTER)


def is_adapter_alone(inner: Path) -> bool:
    """Whether a folder holds PEFT's updates and not the weights that they update."""
    weights = ("model.safetensors", "model.safetensors.index.json")
    return has_adapter(inner) and not any((inner / name).exists() for name in weights)


def n_layers(inner: Path) -> int:
    """Layers of token vectors, the embeddings included, as config.json states them; 0 where it does not."""
    config = text_part(read_object(inner / "config.json"))
    stated = next((config[name] for name in ("num_hidden_layers", "n_layers", "num_layers") if name in config), None)
    return stated + 1 if isinstance(stated, int) and stated > 0 else 0
