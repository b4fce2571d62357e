"""Run texts through a checkpoint once and keep every layer's token vectors."""

from collections.abc import Iterator, Sequence

import numpy as np

from ..checkpoints.behaviour import layers_of, n_embeddings, n_pieces, padding_id
from ..checkpoints.load import Encoder
from ..errors import CheckpointError
from ..progress import Progress
from .tokens import Tokenized

CPU_BUDGET, GPU_BUDGET = 4096, 65536


def batches(lengths: np.ndarray, budget: int, alike: bool = False) -> Iterator[np.ndarray]:
    """Sentence numbers in batches of at most `budget` tokens, padding included, longest first.

    Sorting by length keeps padding small; longest first shows at once whether memory suffices. `alike`: only sentences of
    one length together, so that there is no padding.
    """
    order = np.argsort(-lengths, kind="stable")
    start = 0
    while start < len(order):
        longest = int(lengths[order[start]])
        count = max(1, budget // max(1, longest))
        if alike:
            count = min(count, int((lengths[order[start : start + count]] == longest).sum()))
        yield order[start : start + count]
        start += count


def encode(
    encoder: Encoder, sentences: tuple[str, ...], tokenized: Tokenized, layers: Sequence[np.ndarray], progress: Progress
) -> None:
    """Fill `layers` with token vectors; a sentence that occurs twice is computed once.

    Parameters
    ----------
    encoder : Encoder
    sentences : tuple of str
    tokenized : Tokenized
        What `tokenize` made of the sentences.
    layers : list of ndarray of shape (n_tokens, dim), float32
        One writable array (or memory map) a layer, embeddings first.
    progress : callable
        Called with (tokens done, tokens in all, 'tokens') after each batch; may raise to stop.

    Raises
    ------
    CheckpointError
        The model's output has NaN, or another shape than its configuration says; a piece has no embedding.
    """
    first: dict[str, int] = {}
    occurrences: dict[int, list[int]] = {}
    for index, sentence in enumerate(sentences):
        occurrences.setdefault(first.setdefault(sentence, index), []).append(index)
    distinct = np.array(list(occurrences))
    lengths = np.array([len(tokenized.ids[i]) for i in distinct])
    offsets, total, done = tokenized.table.offsets, int(lengths.sum()), 0
    pad = padding_id(encoder.model, encoder.tokenizer)
    _check_pieces(encoder, tokenized)
    progress(0, total, "tokens")
    for batch in batches(lengths, CPU_BUDGET if encoder.device == "cpu" else GPU_BUDGET, encoder.padding_matters):
        members, sizes = distinct[batch], lengths[batch]
        ids = np.full((len(batch), sizes.max()), pad, dtype=np.int64)
        mask = np.arange(sizes.max()) < sizes[:, None]
        ids[mask] = np.concatenate([tokenized.ids[i] for i in members])
        vectors = _hidden_states(encoder, ids, mask, (len(layers), layers[0].shape[1]))
        starts = np.concatenate([[0], np.cumsum(sizes)])
        source = np.concatenate(
            [np.arange(starts[i], starts[i + 1]) for i, m in enumerate(members) for _ in occurrences[m]]
        )
        target = np.concatenate([np.arange(offsets[o], offsets[o + 1]) for m in members for o in occurrences[m]])
        for layer, rows in zip(layers, vectors, strict=True):
            layer[target] = rows[source]
        done += int(sizes.sum())
        progress(done, total, "tokens")


def _check_pieces(encoder: Encoder, tokenized: Tokenized) -> None:
    """Every piece of these sentences has an embedding."""
    present, pieces = n_embeddings(encoder.model), n_pieces(encoder.tokenizer)
    if present is not None and any(int(row.max(initial=0)) >= present for row in tokenized.ids):
        raise CheckpointError(
            f"The tokenizer of {encoder.located.card.title} has {pieces:,} pieces, the model {present:,} embeddings, and "
            "these texts have a piece without one. Save both together after model.resize_token_embeddings(len(tokenizer))."
        )


def _hidden_states(encoder: Encoder, ids: np.ndarray, mask: np.ndarray, expected: tuple[int, int]) -> list[np.ndarray]:
    """Token vectors of a padded batch (sentences, longest), a layer each, padding left out; `expected` (layers, dim)."""
    import torch

    title = encoder.located.card.title
    try:
        states = layers_of(encoder.model, ids, mask)
    except IndexError as error:
        raise CheckpointError(
            f"{title} has no position for a sentence of {ids.shape[1]} tokens, other than its config.json says. "
            "Give a shorter limit: --max-length."
        ) from error
    there = torch.from_numpy(mask).to(states[0].device)
    vectors = [state[there].float().cpu().numpy() for state in states]
    given = (len(vectors), vectors[0].shape[1])
    if given != expected:
        raise CheckpointError(
            f"{title} gave {given[0]} layers of width {given[1]} where its config.json says {expected[0]} of {expected[1]}."
        )
    if damaged := [layer for layer, rows in enumerate(vectors) if not np.isfinite(rows).all()]:
        raise CheckpointError(
            f"{title} gives NaN or infinite token vectors in layer {damaged[0]}. The checkpoint is damaged."
        )
    return vectors
