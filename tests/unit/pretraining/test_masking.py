"""Whole-word masking hides words whole, and as many as asked."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.pretraining.masking import mask
from core.pretraining.vocabulary import CLS, MASK, PAD, SEP

N = 60
CONTINUES = np.arange(N) >= 40  # pieces 40 to 59 continue a word


def rows(seed: int, n: int, width: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    batch = random.integers(5, N, (n, width))
    for row in batch:
        end = random.integers(2, width)
        row[0], row[end], row[end + 1 :] = CLS, SEP, PAD
    return batch


def words(row: np.ndarray) -> list[list[int]]:
    found: list[list[int]] = []
    inside = False
    for place, piece in enumerate(row):
        if piece < 5:
            inside = False
        elif CONTINUES[piece] and inside:
            found[-1].append(place)
        else:
            found.append([place])
            inside = True
    return found


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 12), st.integers(4, 40))
def test_a_word_is_hidden_with_all_its_pieces_or_not_at_all(seed: int, n: int, width: int) -> None:
    batch = rows(seed, n, width)
    seen, hidden = mask(batch, CONTINUES, np.random.default_rng(seed))
    n_words = n_hidden = 0
    for row, shown, chosen in zip(batch, seen, hidden, strict=True):
        assert not chosen[row < 5].any()
        assert np.array_equal(row[~chosen], shown[~chosen])
        for word in words(row):
            n_words += 1
            n_hidden += bool(chosen[word[0]])
            assert len({bool(chosen[place]) for place in word}) == 1
            masked = {bool(shown[place] == MASK) for place in word}
            assert len(masked) == 1  # as [MASK] as a whole too
    assert n_hidden == (max(1, round(0.2 * n_words)) if n_words else 0)


def test_four_in_five_become_mask_and_one_in_ten_stays() -> None:
    batch = rows(1, 400, 60)
    seen, hidden = mask(batch, CONTINUES, np.random.default_rng(0))
    assert (seen[hidden] == MASK).mean() == pytest.approx(0.8, abs=0.03)
    assert (seen[hidden] == batch[hidden]).mean() == pytest.approx(0.1, abs=0.03)
    assert ((seen >= 5) | (seen == MASK) | (batch < 5)).all()


def test_the_same_seed_masks_the_same() -> None:
    batch = rows(2, 8, 30)
    first, second = (mask(batch, CONTINUES, np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(first[0], second[0])
    assert np.array_equal(first[1], second[1])


def test_a_batch_without_words_has_nothing_to_hide() -> None:
    batch = np.array([[CLS, SEP, PAD]])
    seen, hidden = mask(batch, CONTINUES, np.random.default_rng(0))
    assert np.array_equal(seen, batch)
    assert not hidden.any()
