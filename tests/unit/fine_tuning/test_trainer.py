"""The step and the schedule against what is written by hand; batches depend on seed and epoch alone."""

import json
import math
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from core.fine_tuning.history import read_history
from core.fine_tuning.recipe import Recipe
from core.texts import find
from core.texts.text import Texts
from tests.support.trainings import (
    STEPS,
    tiny_recipe,
    train,
    weights,
)


@pytest.fixture(scope="module")
def still(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny checkpoint without dropout."""
    folder = tmp_path_factory.mktemp("still") / "still"
    shutil.copytree(tiny, folder)
    config = json.loads((folder / "config.json").read_text())
    config |= {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
    (folder / "config.json").write_text(json.dumps(config))
    return folder


def steps_by_hand(folder: Path, texts: Texts, steps: list[tuple[list[int], float]]) -> dict[str, Any]:
    """Weights after steps of (rows of the batch, learning rate), written out: mean pooling, cosine, squared error, AdamW."""
    from transformers import AutoModel, AutoTokenizer

    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder, dtype=torch.float32)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1.0, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0)

    def encoded(sentences: list[str]) -> torch.Tensor:
        batch = tokenizer(sentences, padding=True, return_tensors="pt")
        mask = batch["attention_mask"][:, :, None].float()
        return (model(**batch).last_hidden_state * mask).sum(1) / mask.sum(1)

    assert texts.scores is not None
    for rows, rate in steps:
        first = encoded([texts.sentences[i] for i in rows])
        second = encoded([texts.sentences[texts.n_pairs + i] for i in rows])
        gold = torch.tensor(texts.scores[rows] / 5, dtype=torch.float32)
        loss = torch.square(torch.cosine_similarity(first, second) - gold).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.param_groups[0]["lr"] = rate
        optimizer.step()
    return {name: tensor.detach() for name, tensor in model.state_dict().items()}


def test_steps_are_those_written_by_hand(still: Path, pairs_file: Path, fresh_home: Path) -> None:
    rate = 1e-3
    found = weights(train(tiny_recipe(still, pairs_file, epochs=3, batch_size=8, learning_rate=rate, warm_up=0.0)))
    orders = [torch.randperm(8, generator=torch.Generator().manual_seed(epoch)).tolist() for epoch in range(3)]
    rates = [rate, rate * 2 / 3, rate / 3]
    expected = steps_by_hand(still, find(str(pairs_file)), list(zip(orders, rates, strict=True)))
    for name, tensor in found.items():
        # A key's bias drops out of the softmax: its gradient is rounding alone, which AdamW divides by its own size.
        assert torch.allclose(tensor, expected[name], atol=1e-4 if "key.bias" in name else 1e-6, rtol=0), name
    start = steps_by_hand(still, find(str(pairs_file)), [])
    assert max(float((found[name] - start[name]).abs().max()) for name in found) > rate


def test_the_learning_rate_warms_up_and_falls_to_nothing(base: Recipe) -> None:
    history = read_history(train(replace(base, warm_up=0.3)))
    assert history is not None
    warm = math.ceil(0.3 * STEPS)
    expected = [
        base.learning_rate * (step / warm if step < warm else (STEPS - step) / (STEPS - warm)) for step in range(STEPS)
    ]
    assert [entry.learning_rate for entry in history.losses] == pytest.approx(expected, rel=1e-12)


def test_batches_without_duplicates_depend_on_seed_and_epoch_only() -> None:
    from datasets import Dataset
    from sentence_transformers.base.sampler import NoDuplicatesBatchSampler

    data = Dataset.from_dict({"anchor": [str(i // 2) for i in range(12)], "positive": [f"p{i}" for i in range(12)]})

    def batches(epoch: int, used: int) -> list[list[int]]:
        sampler = NoDuplicatesBatchSampler(data, 4, False, generator=torch.Generator().manual_seed(used), seed=7)
        sampler.set_epoch(epoch)
        torch.rand(used)
        return list(sampler)

    assert batches(1, 3) == batches(1, 8)
    assert batches(1, 3) != batches(2, 3)
