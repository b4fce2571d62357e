"""A checkpoint's tokenizer, as it splits sentences when nobody trains: always alike, in the case it was trained on."""

from pathlib import Path
from typing import Any

from ..errors import CheckpointError, first_line
from .json_files import lfs_sentence
from .kinds import is_lfs_pointer
from .parts import is_tokenizer

_SENTENCE_PIECE = ("*.model",)


def load_tokenizer(title: str, folder: Path, lower_case: bool) -> Any:
    """The fast tokenizer of a folder.

    Parameters
    ----------
    title : str
    folder : Path
    lower_case : bool
        Lower every letter first.

    Raises
    ------
    CheckpointError
        It cannot be read, or has no fast version.
    """
    import transformers

    for path in folder.iterdir():
        if is_tokenizer(path.name) and is_lfs_pointer(path):
            raise CheckpointError(f"The tokenizer of {title} cannot be loaded: {lfs_sentence(path.resolve())}")
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder, use_fast=True, trust_remote_code=False)
    except Exception as error:
        raise CheckpointError(
            f"The tokenizer of {title} cannot be loaded: {first_line(error).rstrip('.')}.{_without_sentencepiece(folder)}"
        ) from error
    if not tokenizer.is_fast:
        raise CheckpointError(
            f"The tokenizer of {title} has no fast version, so pieces cannot be traced to words. "
            "Convert it with transformers' convert_slow_tokenizer and save tokenizer.json."
        )
    steady(tokenizer)
    if lower_case:
        lower(tokenizer)
    return tokenizer


def steady(tokenizer: Any) -> None:
    """Switch off what draws pieces at random (BPE dropout), which is for training."""
    model = tokenizer.backend_tokenizer.model
    if getattr(model, "dropout", None):
        model.dropout = None


def lower(tokenizer: Any) -> None:
    """Lower every letter before anything else, as sentence-transformers does for `do_lower_case`."""
    from tokenizers import normalizers

    core = tokenizer.backend_tokenizer
    present: Any = core.normalizer
    before: Any = present if isinstance(present, normalizers.Sequence) else [present] if present else []
    core.normalizer = normalizers.Sequence([normalizers.Lowercase(), *before])


def _without_sentencepiece(folder: Path) -> str:
    """What may be missing for a vocabulary of SentencePiece, in a sentence."""
    from importlib.util import find_spec

    if find_spec("sentencepiece") or not any(any(folder.glob(pattern)) for pattern in _SENTENCE_PIECE):
        return ""
    return " It is a SentencePiece model: install sentencepiece (pip install sentencepiece), or save tokenizer.json."
