"""Run texts through a checkpoint once and keep every layer's token vectors."""

from collections.abc import Iterator, Sequence

import numpy as np

from ..checkpoints.load import Encoder
from ..errors import CheckpointError
from ..progress import Progress
from .tokens import Tokenized

CPU_BUDGET, GPU_BUDGET = 4096, 65536


def batches(lengths: np.ndarray, budget: int) -> Iterator[np.ndarray]:
    """Sentence numbers in batches of at most `budget` tokens, padding included, longest first.

    Sorting by length keeps padding small; longest first shows at once whether memory suffices.
    """
    order = np.argsort(-lengths, kind="stable")
    start = 0
    while start < len(order):
        count = max(1, budget // max(1, int(lengths[order[start]])))
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
        The model's output has NaN, or another shape than its configuration says.
    """
    first: dict[str, int] = {}
    occurrences: dict[int, list[int]] = {}
    for index, sentence in enumerate(sentences):
        occurrences.setdefault(first.setdefault(sentence, index), []).append(index)
    distinct = np.array(list(occurrences))
    lengths = np.array([len(tokenized.ids[i]) for i in distinct])
    offsets, total, done = tokenized.table.offsets, int(lengths.sum()), 0
    pad = encoder.tokenizer.pad_token_id or 0
    progress(0, total, "tokens")
    for batch in batches(lengths, CPU_BUDGET if encoder.device == "cpu" else GPU_BUDGET):
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


def _hidden_states(encoder: Encoder, ids: np.ndarray, mask: np.ndarray, expected: tuple[int, int]) -> list[np.ndarray]:
    """Token vectors of a padded batch (sentences, longest), a layer each, padding left out; `expected` (layers, dim)."""
    import torch

    with torch.inference_mode():
        there = torch.from_numpy(mask).to(encoder.device)
        out = encoder.model(
            input_ids=torch.from_numpy(ids).to(encoder.device),
            attention_mask=there.long(),
            output_hidden_states=True,
            return_dict=True,
        )
        vectors = [state[there].float().cpu().numpy() for state in out.hidden_states]
    title, given = encoder.located.card.title, (len(vectors), vectors[0].shape[1])
    if given != expected:
        raise CheckpointError(
            f"{title} gave {given[0]} layers of width {given[1]} where its config.json says {expected[0]} of {expected[1]}."
        )
    if not np.isfinite(vectors[-1]).all():
        raise CheckpointError(f"{title} gives NaN or infinite token vectors. The checkpoint is damaged.")
    return vectors
