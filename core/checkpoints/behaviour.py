"""What a loaded model does, asked of the model itself: does it see what stands after a token, and does padding matter?"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import CheckpointError, first_line

_SENTENCE = "The man is playing a guitar and the woman on the horse is eating."
_LEAST, _MOST = 6, 16  # tokens of the sentence that is tried
_LONGEST = 512  # padding beyond this is not tried
_UNSEEN, _SAME = 1e-5, 1e-3  # shares of the largest number: nothing changed, and no more than rounding


@dataclass(frozen=True)
class Behaviour:
    """What a model was seen to do.

    Attributes
    ----------
    causal : bool
        Changing a token leaves the vectors of all that stand before it as they are.
    padding_matters : bool
        A sentence's vectors change when it is padded, attention mask and all.
    """

    causal: bool
    padding_matters: bool


def behaviour(title: str, model: Any, tokenizer: Any, max_length: int) -> Behaviour:
    """Try a model on one sentence: with each token changed in turn, and padded a little and a lot.

    Raises
    ------
    CheckpointError
        It cannot read a sentence, or its layers do not have a vector for every token.
    """
    try:
        ids = _sentence(model, tokenizer, max_length)
    except BaseException as error:  # a panic of the tokenizers' library is no Exception
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise CheckpointError(f"The tokenizer of {title} cannot split a plain sentence: {first_line(error)}") from None
    pad = padding_id(model, tokenizer)
    try:
        variants = _variants(ids)
        own, *changed = hidden_states(model, variants, np.ones(variants.shape, dtype=bool))
        padded = [_padded(model, ids, length, pad) for length in _lengths(len(ids), max_length)]
    except CheckpointError:
        raise
    except Exception as error:
        raise CheckpointError(
            f"{title} ({model.config.model_type}) cannot read a plain sentence: {first_line(error)}"
        ) from error
    if own.shape[1] != len(ids):
        raise CheckpointError(f"{title} does not give a vector for every token.")
    largest = float(np.abs(own).max()) or 1.0
    seen = [float(np.abs(own - other)[:, :place].max()) for place, other in enumerate(changed, 1)]
    differs = any(not float(np.abs(own - other).max()) <= _SAME * largest for other in padded)
    return Behaviour(max(seen) <= _UNSEEN * largest, differs)


def padding_id(model: Any, tokenizer: Any) -> int:
    """The piece that fills up shorter sentences."""
    for stated in (tokenizer.pad_token_id, getattr(model.config, "pad_token_id", None)):
        if isinstance(stated, int) and stated >= 0:
            return stated
    return 0


def hidden_states(model: Any, ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Vectors of a batch of sentences of one length, shape (sentences, layers, tokens, dim)."""
    return np.stack([state.float().cpu().numpy() for state in layers_of(model, ids, mask)], axis=1)


def layers_of(model: Any, ids: np.ndarray, mask: np.ndarray) -> list[Any]:
    """Every layer's vectors of a padded batch, embeddings first, each (sentences, tokens, dim): tensors on its device.

    The last is what the model gives as its output: where a last normalisation follows the layers, it is done.

    Raises
    ------
    CheckpointError
        A layer has another number of tokens or another width than the others.
    """
    import torch

    device = next(model.parameters()).device
    with torch.inference_mode():
        out = model(
            input_ids=torch.from_numpy(ids).to(device),
            attention_mask=torch.from_numpy(mask).to(device).long(),
            output_hidden_states=True,
            return_dict=True,
        )
    states = [*out.hidden_states[:-1], out.last_hidden_state]
    shapes = {(state.shape[1], state.shape[2]) for state in states}
    if len(shapes) > 1 or states[0].shape[1] != ids.shape[1]:
        sizes = ", ".join(f"{tokens} x {dim}" for tokens, dim in sorted(shapes))
        raise CheckpointError(
            f"The layers of this architecture ({model.config.model_type}) are not alike: of {ids.shape[1]} tokens they "
            f"make {sizes}. Isoscope compares layers that have the same tokens and width; choose another checkpoint."
        )
    return states


def _sentence(model: Any, tokenizer: Any, max_length: int) -> np.ndarray:
    """Pieces that all have an embedding."""
    ids = tokenizer(_SENTENCE, truncation=True, max_length=min(max_length, _MOST))["input_ids"]
    ids = [*ids, *range(max(0, min(_LEAST, max_length) - len(ids)))]
    there = n_embeddings(model) or max(ids) + 1
    return np.array([piece % there for piece in ids], dtype=np.int64)


def n_pieces(tokenizer: Any) -> int:
    """Pieces that a tokenizer numbers, gaps included."""
    return max(tokenizer.get_vocab().values()) + 1


def n_embeddings(model: Any) -> int | None:
    """Pieces that a model has an embedding for, None where it does not say."""
    return getattr(model.get_input_embeddings(), "num_embeddings", None)


def _variants(ids: np.ndarray) -> np.ndarray:
    """A sentence, then for every place but the first the same with another piece there; shape (n, n).

    One change alone would not tell: a token may attend to few others.
    """
    rows = np.tile(ids, (len(ids), 1))
    for place in range(1, len(ids)):
        rows[place, place] = next((piece for piece in ids if piece != ids[place]), max(0, ids[place] - 1))
    return rows


def _lengths(length: int, max_length: int) -> list[int]:
    """Lengths to pad a sentence to: a little more, and as many as there may be."""
    longest = min(max_length, _LONGEST)
    return sorted({min(length + 3, longest), longest} - {length})


def _padded(model: Any, ids: np.ndarray, length: int, pad: int) -> np.ndarray:
    """Vectors of one sentence that is padded, shape (layers, tokens, dim), padding left out."""
    filled = np.full((1, length), pad, dtype=np.int64)
    filled[0, : len(ids)] = ids
    return np.asarray(hidden_states(model, filled, np.arange(length)[None] < len(ids))[0][:, : len(ids)])
