"""What a folder is that holds no transformer's weights as safetensors: one true sentence each."""

import json
from collections.abc import Callable
from pathlib import Path

_PICKLES = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl")
_CONVERT = "AutoModel.from_pretrained(folder).save_pretrained(new_folder)"
_LFS = b"version https://git-lfs.github.com/spec/"
_NO_TRANSFORMER = {
    "StaticEmbedding": "is a static embedding: one vector a piece, no context and no layers, so there is no space of a transformer to look at. Choose a transformer",
    "WordEmbeddings": "holds word embeddings, no transformer: a word has one vector whatever its sentence. Choose a transformer",
    "BoW": "is a bag of words, no transformer. Choose a transformer",
}


def no_transformer(folder: Path, module: str) -> str:
    """What a sentence-transformers model is whose first module is no transformer; '' where it is one."""
    sentence = _NO_TRANSFORMER.get(module.rpartition(".")[2], "")
    return f"{folder} {sentence}." if sentence else ""


def what_it_is(folder: Path) -> str:
    """One sentence on what a folder is instead of a checkpoint with safetensors weights; '' where nothing is known."""
    return next((sentence for look in _LOOKS if (sentence := look(folder))), "")


def is_lfs_pointer(path: Path) -> bool:
    """Whether a file is what Git writes where its large file storage is not installed."""
    with open(path, "rb") as start:
        return start.read(len(_LFS)) == _LFS


def snapshot_inside(folder: Path) -> Path | None:
    """The snapshot that a folder of the hub's cache points to: of 'main', else the only one; None for other folders."""
    snapshots, reference = folder / "snapshots", folder / "refs" / "main"
    if not snapshots.is_dir():
        return None
    present = sorted(path for path in snapshots.iterdir() if path.is_dir())
    main = snapshots / reference.read_text().strip() if reference.is_file() else None
    if main in present:
        return main
    return present[0] if len(present) == 1 else None


def _has_weights(folder: Path) -> bool:
    return any(folder.glob("*.safetensors"))


def static(folder: Path) -> str:
    """What a folder of model2vec is, '' for others."""
    try:
        kind = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("model_type", "")
    except (OSError, ValueError, AttributeError):
        return ""
    return f"{folder} {_NO_TRANSFORMER['StaticEmbedding']}." if kind == "model2vec" else ""


def _other_format(folder: Path) -> str:
    """Weights of other libraries, for which the original has to be got."""
    formats = {
        "GGUF": ["*.gguf"],
        "ONNX": ["*.onnx", "onnx/*.onnx"],
        "OpenVINO": ["openvino*.xml", "openvino/*.xml"],
        "TensorFlow": ["*.h5", "*.ckpt.index", "saved_model.pb"],
        "Flax": ["*.msgpack"],
    }
    for name, patterns in formats.items():
        if found := sorted(path.relative_to(folder) for pattern in patterns for path in folder.glob(pattern)):
            return (
                f"{folder} has weights for {name} only ({found[0]}), which give no vectors of every layer here; Isoscope "
                "loads safetensors only. Get the original checkpoint that it was converted from."
            )
    return ""


def _pickles(folder: Path) -> str:
    if found := sorted({path.name for pattern in _PICKLES for path in folder.glob(pattern)} - {"training_args.bin"}):
        return (
            f"{folder} has only pickle weights ({', '.join(found)}), which can run code when read; Isoscope loads "
            f"safetensors only. Convert them once where you trust them: {_CONVERT}."
        )
    return ""


def _folder_of_checkpoints(folder: Path) -> str:
    below = [path.parent.name for path in folder.glob("*/config.json") if _has_weights(path.parent)]
    if not below or (folder / "config.json").exists():
        return ""
    named = ", ".join(sorted(below)[:5])
    return f"{folder} is no checkpoint, but a folder of some. Give one of them: {named}."


def _adapter(folder: Path) -> str:
    if not (folder / "adapter_config.json").exists():
        return ""
    return (
        f"{folder} is an adapter without adapter_model.safetensors. Save it again with safetensors: "
        "model.save_pretrained(folder)."
    )


_LOOKS: tuple[Callable[[Path], str], ...] = (static, _adapter, _other_format, _pickles, _folder_of_checkpoints)
