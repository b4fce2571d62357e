"""The probe is one sample, is pooled as training pools, and leaves the model as it was."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from core.checkpoints import locate
from core.checkpoints.load import load
from core.fine_tuning.model import siamese_model, trained_transformer
from core.fine_tuning.probe import pooled, probe_of, read
from core.fine_tuning.recipe import POOLINGS, Recipe
from core.spaces import get_space
from core.texts import find
from tests.support.trainings import (
    train,
)


@pytest.mark.parametrize("pooling", list(POOLINGS))
def test_the_probe_is_pooled_as_sentence_transformers_pools(pooling: str, base: Recipe) -> None:
    from sentence_transformers import SentenceTransformer

    recipe = replace(base, pooling=pooling)
    folder = train(recipe)
    located, texts = locate(recipe.name), find(recipe.texts)
    assert located.card.pooling == pooling
    space = get_space(located, texts, device="cpu")
    expected = SentenceTransformer(str(folder / "model"), device="cpu").encode(list(texts.sentences))
    assert np.abs(pooled(space.vectors(-1), space.table.offsets, pooling) - expected).max() < 1e-5


def test_a_probe_is_the_same_sample_every_time(tiny: Path) -> None:
    texts, tokenizer = find("stsb-dev"), load(locate(str(tiny)), "cpu").tokenizer
    first, second = (probe_of(texts, 10, tokenizer, 20) for _ in range(2))
    assert first.texts.sentences == second.texts.sentences
    assert first.texts.n_pairs == 10
    rows = set(zip(texts.sentences[:1500], texts.sentences[1500:], texts.scores, strict=True))
    assert set(zip(first.texts.sentences[:10], first.texts.sentences[10:], first.texts.scores, strict=True)) <= rows
    assert probe_of(texts, 0, tokenizer, 20).texts is texts
    assert probe_of(texts, 5000, tokenizer, 20).texts is texts


def test_reading_a_probe_leaves_the_model_in_training(tiny: Path, pairs_file: Path) -> None:
    located = locate(str(tiny))
    model = siamese_model(located, Recipe("n"), 0).train()
    probe = probe_of(find(str(pairs_file)), 0, model.tokenizer, 20)
    state = torch.random.get_rng_state()
    first, second = (read(probe, located, trained_transformer(model), model.tokenizer, 3, 32) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))  # no dropout
    assert trained_transformer(model).training
    assert torch.equal(torch.random.get_rng_state(), state)
