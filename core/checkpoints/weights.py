"""Are all numbers of a weights' file whole, understood and read?"""

import json
import re
from itertools import takewhile
from pathlib import Path
from typing import Any

from ..errors import CheckpointError
from .json_files import lfs_sentence
from .kinds import is_lfs_pointer
from .parts import Part

# Modules that AutoModel may build but that no token vector passes through.
BESIDE_THE_PATH = ("pooler", "lm_head", "classifier", "cls.", "seq_relationship", "position_ids")
_HEADS = re.compile(
    r"(^|\.)(pooler|lm_head|classifier|pre_classifier|cls|seq_relationship|predictions|vocab_\w+|qa_outputs|score"
    r"|generator_\w+|discriminator_predictions|\w*_predictions|sop_classifier|logits_proj|pred_layer|nsp_\w+)(\.|$)"
)
# What is computed, not learnt: older versions of the libraries saved it.
_COMPUTED = re.compile(r"(^|\.)(position_ids|token_type_ids|inv_freq|masked_bias|attn\.bias|num_batches_tracked)$")
_FEW_LAYERS = 256  # as many may share their weights
_WIDTHS = ("hidden_size", "intermediate_size", "embedding_size")
_PIECES = 1_000_000  # that no tokenizer exceeds; where the embeddings lack, that is said
_DEEPEST = 4  # words of a prefix
_FLOATS = {"F64", "F32", "F16", "BF16"}


def check_file(title: str, found: Part) -> None:
    """Refuse a weights' file that is not whole, or holds something else.

    Raises
    ------
    CheckpointError
        A pointer of Git LFS, a cut file, or no safetensors.
    """
    if is_lfs_pointer(found.path):
        raise CheckpointError(f"The weights of {title} cannot be loaded: {lfs_sentence(found.path)}")
    size = found.path.stat().st_size
    header = _header(found.path)
    if header is None:
        raise CheckpointError(
            f"The weights of {title} cannot be loaded: {found.path.name} ({size:,} bytes) is no safetensors file, or was "
            "cut short. Get it again."
        )
    ends = [end for entry in header.values() for end in entry.get("data_offsets", [])[1:]]
    needed = max(ends, default=0) + 8 + _header_size(found.path)
    if needed > size:
        raise CheckpointError(
            f"The weights of {title} cannot be loaded: {found.path.name} was cut short ({size:,} of {needed:,} bytes). "
            "Get it again."
        )


def check_sizes(title: str, parts: list[Part], config: Any) -> None:
    """Refuse sizes of config.json that the stored weights cannot have, before a model of them takes all memory.

    Parameters
    ----------
    title : str
    parts : list of Part
        Files of weights, whole ones.
    config : transformers configuration

    Raises
    ------
    CheckpointError
    """
    shapes = [entry.get("shape") for found in parts for entry in (_header(found.path) or {}).values()]
    sizes = [size for shape in shapes if isinstance(shape, list) for size in shape if isinstance(size, int)]
    widest = max(sizes, default=0)
    most = {"num_hidden_layers": max(len(shapes), _FEW_LAYERS), "vocab_size": max(widest, _PIECES)}
    most |= dict.fromkeys(_WIDTHS, widest)
    for name, highest in most.items():
        stated = getattr(config, name, None)
        if isinstance(stated, int) and stated > highest:
            raise CheckpointError(
                f"{title} has weights whose shape disagrees with its config.json: {name} is {stated:,} there, and the weights "
                f"are of {highest:,} at most. Get weights and config.json from one place."
            )


def check_types(title: str, found: Part, parameters: set[str]) -> None:
    """Refuse codes (integers, 8-bit floats) where the model has weights; `parameters`: names of its weights."""
    for name, entry in (_header(found.path) or {}).items():
        if entry.get("dtype") in _FLOATS or _COMPUTED.search(name):
            continue
        if any(name == own or name.endswith(f".{own}") for own in parameters):
            raise CheckpointError(
                f"The weights of {title} are quantised: {name} is stored as {entry.get('dtype')}, codes of numbers and "
                "not the numbers. Get the checkpoint that they were made from."
            )


def check_accounted(title: str, report: dict[str, Any], model: Any) -> tuple[str, ...]:
    """Names of stored weights that are not read and that no token vector would pass through.

    Raises
    ------
    CheckpointError
        Weights on the tokens' path are missing, of another shape, or not read.
    """
    _check_shapes(title, report)
    unread = sorted(str(name) for name in report.get("unexpected_keys", ()) if not _COMPUTED.search(str(name)))
    if missing := _missing(report):
        _refuse_missing(title, missing, unread)
    modules = {name for name, _ in model.named_modules() if name}
    prefix = f"{model.base_model_prefix}."
    on_path = [name for name in unread if not _HEADS.search(name) and _lies_in(name.removeprefix(prefix), modules)]
    if on_path:
        raise CheckpointError(
            f"{title} has {len(on_path)} weight(s) on the tokens' path that its config.json gives no place to and that "
            f"would not be read: {_some(on_path)}. Its vectors would be wrong: merge an adapter, or get weights and "
            "config.json from one place."
        )
    return tuple(name for name in unread if not _HEADS.search(name))


def _lies_in(name: str, modules: set[str]) -> bool:
    """Whether a weight's name begins with a module of the model: 'encoder.layer.7.x' with 'encoder'."""
    return name.partition(".")[0] in modules and "." in name


def _check_shapes(title: str, report: dict[str, Any]) -> None:
    if mismatched := report.get("mismatched_keys"):
        shapes = [" ".join(map(str, key)) if isinstance(key, tuple) else str(key) for key in mismatched]
        raise CheckpointError(
            f"{title} has weights whose shape disagrees with its config.json: {'; '.join(sorted(shapes)[:3])}. "
            "Get weights and config.json from one place."
        )


def lacks_any(report: dict[str, Any]) -> bool:
    """Whether a weight that token vectors pass through was not found."""
    return bool(_missing(report))


def prefixes_of_all(parts: list[Part], model: Any) -> list[str]:
    """What all names of stored weights begin with ('module.' of a wrapped model, 'module.0.'), the shortest first.

    The model's own prefix ('bert.') is not among them: transformers takes that away by itself.
    """
    names = [name for found in parts for name in _header(found.path) or {}]
    places = zip(*(name.split(".")[:-1] for name in names), strict=False)
    words = [words[0] for words in takewhile(lambda place: len(set(place)) == 1, places)]
    every = [".".join(words[: at + 1]) + "." for at in range(len(words[:_DEEPEST]))]
    return [prefix for prefix in every if prefix != f"{model.base_model_prefix}."]


def _missing(report: dict[str, Any]) -> list[str]:
    return sorted(key for key in report.get("missing_keys", ()) if not any(part in key for part in BESIDE_THE_PATH))


def _refuse_missing(title: str, missing: list[str], unread: list[str]) -> None:
    wanted = set(missing)
    prefixes = {name[: -len(missing[0])] for name in unread if name.endswith(f".{missing[0]}")}
    for prefix in sorted(prefixes, key=len):
        if wanted <= {name.removeprefix(prefix) for name in unread if name.startswith(prefix)}:
            raise CheckpointError(
                f"All weights of {title} are there, but their names begin with {prefix!r} where others do not, and "
                f"transformers does not find them. Save the model inside it (without {prefix!r}) with save_pretrained()."
            )
    raise CheckpointError(
        f"{title} lacks {len(missing)} weight(s) that token vectors pass through ({_some(missing)}). "
        "They would be random numbers. Get the complete checkpoint."
    )


def _some(names: list[str]) -> str:
    return ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")


def _header_size(path: Path) -> int:
    with open(path, "rb") as data:
        return int.from_bytes(data.read(8), "little")


def _header(path: Path) -> dict[str, dict[str, Any]] | None:
    """What a safetensors file says of its tensors, by name; None where it is no whole header."""
    size = path.stat().st_size
    if size < 8 or _header_size(path) > min(size - 8, 10**8):
        return None
    with open(path, "rb") as data:
        try:
            header = json.loads(data.read(8 + _header_size(path))[8:])
        except ValueError:
            return None
    if not isinstance(header, dict):
        return None
    return {name: entry for name, entry in header.items() if name != "__metadata__" and isinstance(entry, dict)}
