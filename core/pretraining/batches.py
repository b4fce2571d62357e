"""From pieces to batches of one width: some documents packed to full length, the others sentence by sentence.

Packed sequences teach long contexts; single ones show the encoder how a sentence looks when it stands alone, as
in STS. Which documents are which is drawn anew in every epoch. A batch holds about as many tokens whatever its
width, and an epoch's batches follow from the seed and the epoch's number alone, so a run can be taken up anywhere.
"""

from dataclasses import dataclass

import numpy as np

from .pieces import Pieces
from .vocabulary import CLS, PAD, SEP


@dataclass(frozen=True)
class BatchPlan:
    """How sequences are made: most tokens of one, tokens of a batch, share of documents that are packed."""

    length: int = 128
    tokens: int = 4096
    packed: float = 0.5


def epoch(pieces: Pieces, plan: BatchPlan, seed: int, number: int) -> list[np.ndarray]:
    """The batches of one epoch, in order.

    Returns
    -------
    list of ndarray of int64, shape (n_sequences, width)
        [CLS] ... [SEP], padded with [PAD] on the right.
    """
    random = np.random.default_rng([seed, number])
    order = random.permutation(len(pieces.documents) - 1)
    packed = random.random(len(order)) < plan.packed
    sequences = _packed(pieces, order[packed], plan.length) + _single(pieces, order[~packed], plan.length)
    batches = _batches(sequences, plan.tokens, random)
    return [batches[i] for i in random.permutation(len(batches))]


def _packed(pieces: Pieces, documents: np.ndarray, length: int) -> list[np.ndarray]:
    """Whole sentences until a sequence is full; a document's last one may be short."""
    found: list[np.ndarray] = []
    for document in documents:
        first, last = pieces.documents[document], pieces.documents[document + 1]
        begin = pieces.sentences[first]
        for sentence in range(first, last):
            end = pieces.sentences[sentence + 1]
            if end - begin > length - 2:
                if pieces.sentences[sentence] > begin:
                    found.append(pieces.ids[begin : pieces.sentences[sentence]])
                begin = pieces.sentences[sentence]
        found.append(pieces.ids[begin : pieces.sentences[last]])
    return [row[: length - 2] for row in found if len(row)]


def _single(pieces: Pieces, documents: np.ndarray, length: int) -> list[np.ndarray]:
    return [
        pieces.ids[pieces.sentences[sentence] : pieces.sentences[sentence + 1]][: length - 2]
        for document in documents
        for sentence in range(pieces.documents[document], pieces.documents[document + 1])
        if pieces.sentences[sentence + 1] > pieces.sentences[sentence]
    ]


def _batches(sequences: list[np.ndarray], tokens: int, random: np.random.Generator) -> list[np.ndarray]:
    """Sequences of like length together, so that little is padding."""
    mixed = random.permutation(len(sequences))
    lengths = np.array([len(sequences[i]) + 2 for i in mixed])
    batches: list[np.ndarray] = []
    rows: list[np.ndarray] = []
    width = 0
    for i in np.argsort(lengths, kind="stable"):
        if rows and (len(rows) + 1) * max(width, lengths[i]) > tokens:
            batches.append(pad(rows, width))
            rows, width = [], 0
        rows.append(sequences[mixed[i]])
        width = max(width, int(lengths[i]))
    return batches + ([pad(rows, width)] if rows else [])


def pad(rows: list[np.ndarray], width: int) -> np.ndarray:
    """[CLS] row [SEP] for every row, padded to a width."""
    batch = np.full((len(rows), width), PAD, dtype=np.int64)
    batch[:, 0] = CLS
    for line, row in zip(batch, rows, strict=True):
        line[1 : len(row) + 1] = row
        line[len(row) + 1] = SEP
    return batch
