"""Pairs that hang together."""

import numpy as np

from core.texts import find
from core.texts.text import pairs
from core.texts.units import connected_pairs, distinct_sentences, source_of_pairs


def test_pairs_hang_together_by_chains_of_sentences() -> None:
    rows = [("a", "b", 1.0), ("c", "d", 2.0), ("e", "c", 3.0), ("f", "g", 4.0), ("b", "e", 0.0), ("h", "h", 5.0)]
    found = connected_pairs(pairs("k", "t", rows))
    assert found[0] == found[1] == found[2] == found[4]
    assert len({found[0], found[3], found[5]}) == 3
    assert sorted(set(found.tolist())) == [0, 1, 2]


def test_stsb_dev_has_the_known_groups_and_files() -> None:
    dev = find("stsb-dev")
    group = connected_pairs(dev)
    sizes = np.bincount(group)
    assert (sizes[group] > 1).sum() == 132
    source = source_of_pairs(dev)
    assert source is not None
    assert len(np.unique(source)) == 6


def test_pairs_without_a_source_have_none() -> None:
    assert source_of_pairs(pairs("k", "t", [("a", "b", 1.0)])) is None
    assert source_of_pairs(pairs("k", "t", [("a", "b", 1.0), ("c", "d", 1.0)], ("x", "y"))) is not None


def test_a_sentence_that_comes_twice_is_one() -> None:
    found = distinct_sentences(pairs("k", "t", [("a", "b", 1.0), ("c", "a", 2.0), ("d", "d", 3.0)]))
    assert found.max() == 3
    assert found[0] == found[4]  # a, c, d, b, a, d
    assert found[2] == found[5]
