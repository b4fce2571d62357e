"""Sentences that training reads only the beginning of."""

from collections.abc import Mapping, Sequence
from typing import Any

_AT_ONCE = 4096


def cut_in_training(columns: Mapping[str, Sequence[object]], tokenizer: Any, max_length: int, prompt: str) -> str:
    """How many sentences of a training set are cut and at which length, '' where none is.

    Parameters
    ----------
    columns : mapping of str to sequence
        Of the training set; what is no text is passed over.
    tokenizer : transformers fast tokenizer
    max_length : int
        Tokens that are read, special tokens and the prompt included.
    prompt : str
        What stands before every sentence.
    """
    sentences = [prompt + text for column in columns.values() for text in column if isinstance(text, str)]
    cut = 0
    for first in range(0, len(sentences), _AT_ONCE):
        encoded = tokenizer(sentences[first : first + _AT_ONCE], truncation=True, max_length=max_length, padding=False)
        cut += sum(bool(one.overflowing) for one in encoded.encodings)
    were = "was" if cut == 1 else "were"
    return (
        f"{cut:,} of {len(sentences):,} sentences of the training set {were} cut at {max_length} tokens" if cut else ""
    )
