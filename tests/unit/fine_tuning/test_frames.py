"""Frames of the animation are projections that can be made by hand; damaged files are none."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.checkpoints import locate
from core.fine_tuning import geometry_callback
from core.fine_tuning.frames import BASES, read_frames
from core.fine_tuning.history import read_history
from core.fine_tuning.recipe import Recipe
from core.spaces import get_space
from core.texts import find
from tests.support.trainings import (
    STEPS,
    train,
)


def test_frames_are_hand_projections(done: Path, tiny: Path, pairs_file: Path) -> None:
    frames, texts = read_frames(done), find(str(pairs_file))
    assert frames is not None
    space = get_space(locate(str(tiny)), texts, device="cpu")
    rows, n = space.table.rows("words"), len(space.table.rows("words"))
    assert frames.steps.tolist() == list(range(STEPS + 1))
    assert np.array_equal(frames.tokens, rows)
    assert {basis: array.shape for basis, array in frames.coordinates.items()} == dict.fromkeys(BASES, (3, 9, n, 2))
    assert {basis: array.shape for basis, array in frames.share.items()} == dict.fromkeys(BASES, (3, 9))
    assert frames.words.shape == frames.zipf.shape == frames.sentence.shape == (n,)
    assert frames.words[:3].tolist() == ["The", "man", "is"]
    assert frames.sentence[-1] == 15
    for layer in range(3):
        start = np.asarray(space.vectors(layer), dtype=np.float64)[rows].astype(np.float16).astype(np.float64)
        around = start - start.mean(axis=0)
        _, singular, directions = np.linalg.svd(around, full_matrices=False)
        expected = around @ directions[:2].T
        signs = np.sign((expected * frames.coordinates["start"][layer, 0]).sum(axis=0))
        assert np.abs(frames.coordinates["start"][layer, 0] - expected * signs).max() < 2e-3
        share = (singular[:2] ** 2).sum() / (singular**2).sum()
        assert frames.share["start"][layer, 0] == pytest.approx(share, abs=1e-3)
        assert frames.share["start"][layer, 0] >= frames.share["end"][layer, 0] - 1e-3


@pytest.mark.parametrize("content", [b"", b"PK", b"garbage"])
def test_damaged_frames_and_histories_are_none(content: bytes, done: Path, tmp_path: Path) -> None:
    assert read_frames(tmp_path) is None
    assert read_history(tmp_path) is None
    whole = (done / "frames.npz").read_bytes()
    for bad in (content, whole[: len(whole) // 2], whole[:1000] + b"x" * 500 + whole[1500:]):
        (tmp_path / "frames.npz").write_bytes(bad)
        assert read_frames(tmp_path) is None
    (tmp_path / "history.json").write_bytes(content)
    assert read_history(tmp_path) is None


def test_an_animation_has_no_more_frames_than_it_can_show(base: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geometry_callback, "MOST", 2)
    folder = train(replace(base, measure_every=1))
    frames, history = read_frames(folder), read_history(folder)
    assert frames is not None
    assert history is not None
    assert frames.steps.tolist() == [0, 4, 8]
    assert len(history.measurements) == STEPS + 1
