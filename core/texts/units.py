"""Which pairs hang together: what is drawn, with all of its pairs, where a score's chance is asked for."""

import numpy as np

from .text import Texts


def connected_pairs(texts: Texts) -> np.ndarray:
    """Number of each pair's group, shape (n_pairs,): pairs that share a sentence, directly or by a chain of others.

    Notes
    -----
    Connected components of the graph of pairs and different sentences. A pair that shares none is a group of its own.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    n = texts.n_pairs
    names, sentence = np.unique(np.array(texts.sentences[: 2 * n], dtype=object).astype(str), return_inverse=True)
    edges = (np.ones(n, dtype=np.int8), (sentence[:n], sentence[n:]))
    group = connected_components(coo_matrix(edges, shape=(len(names), len(names))), directed=False)[1]
    return np.asarray(np.unique(group[sentence[:n]], return_inverse=True)[1])


def distinct_sentences(texts: Texts) -> np.ndarray:
    """Number of each sentence's wording, shape (n_sentences,): a sentence that comes twice is one, wherever it stands."""
    return np.asarray(np.unique(np.array(texts.sentences, dtype=object).astype(str), return_inverse=True)[1])


def source_of_pairs(texts: Texts) -> np.ndarray | None:
    """Number of each pair's source, shape (n_pairs,): its file, or its genre where no file is known; None without either."""
    names = texts.files or texts.genres
    return np.asarray(np.unique(np.array(names), return_inverse=True)[1]) if names else None
