"""What is measured on the way, when, and at what cost."""

import math
from dataclasses import astuple, replace
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr

from core.checkpoints import locate
from core.checkpoints.trained import folder_of, read_record
from core.fine_tuning import geometry_callback
from core.fine_tuning.frames import read_frames
from core.fine_tuning.history import History, Measurement, Probed, read_history
from core.fine_tuning.recipe import Recipe
from core.geometry.pooling import mean_pool
from core.spaces import get_space
from core.texts import find
from tests.support.trainings import (
    STEPS,
    same,
    train,
    weights,
)

KEYS = {
    "log10_isotropy", "mean_cosine", "isoscore", "isoscore_unbiased", "participation_ratio", "effective_rank",
    "elongated", "alignment", "uniformity", "sts", "cka",
}  # fmt: skip


def test_the_history_has_every_step_layer_and_number(done: Path) -> None:
    history = read_history(done)
    assert history is not None
    assert history.total_steps == STEPS
    assert [entry.step for entry in history.losses] == list(range(1, STEPS + 1))
    assert [entry.step for entry in history.measurements] == list(range(STEPS + 1))
    for entry in history.measurements:
        assert len(entry.layers) == 3
        assert all(set(layer) == KEYS for layer in entry.layers)
        assert all(math.isfinite(number) for layer in entry.layers for number in layer.values())
        assert entry.seconds > 0
    assert all(math.isfinite(number) for entry in history.losses for number in astuple(entry))
    assert [layer["cka"] for layer in history.measurements[0].layers] == pytest.approx([1, 1, 1], abs=1e-9)
    assert history.measurements[-1].layers[-1]["cka"] < 1 - 1e-6
    assert history.measuring_seconds >= sum(entry.seconds for entry in history.measurements) > 0
    assert history.probe == Probed("pairs.tsv", history.probe.n_tokens, 8)


def test_the_ends_are_the_measured_spaces(done: Path, tiny: Path, pairs_file: Path) -> None:
    """What training measured on its way is what the other pages measure on the checkpoints."""
    from core.geometry.isotropy import isotropy
    from core.geometry.measure import measure_all
    from core.geometry.moments import moments

    history, texts = read_history(done), find(str(pairs_file))
    assert history is not None
    for entry, name in ((history.measurements[0], str(tiny)), (history.measurements[-1], done.name)):
        space = get_space(locate(name), texts, device="cpu")
        words = space.table.rows("words")
        for layer, numbers in enumerate(entry.layers):
            vectors = np.asarray(space.vectors(layer))[words]
            known = moments(vectors)
            assert numbers["log10_isotropy"] == pytest.approx(isotropy(vectors, known).symmetric, abs=1e-4)
            for key, value in measure_all(known).items():
                assert numbers[key] == pytest.approx(value, rel=1e-4), key
            sentences = mean_pool(vectors, space.table.sentence[words], 16)
            cosines = (sentences[:8] * sentences[8:]).sum(1)
            cosines /= np.linalg.norm(sentences[:8], axis=1) * np.linalg.norm(sentences[8:], axis=1)
            assert numbers["sts"] == pytest.approx(100 * spearmanr(cosines, texts.scores).statistic, abs=1e-3)


def test_measuring_changes_no_weight(base: Recipe) -> None:
    often = weights(train(replace(base, name="often", measure_every=1)))
    seldom = weights(train(replace(base, name="seldom", measure_every=1000)))
    assert same(often, seldom)
    history = read_history(folder_of("seldom"))
    assert history is not None
    assert [entry.step for entry in history.measurements] == [0, STEPS]


def measured_steps(total: int, cost: float) -> tuple[list[int], History]:
    """Steps after which the callback would measure, where a step takes a second and a measurement `cost`."""
    watch = object.__new__(geometry_callback.GeometryCallback)
    watch._recipe, watch._cost = Recipe("n"), cost
    watch._history = History(total, (), (Measurement(0, (), seconds=cost),), measuring_seconds=cost)
    steps = []
    for step in range(1, total + 1):
        watch._note(training_seconds=watch._history.training_seconds + 1.0)
        if watch._is_time(step):
            watch._note(measuring_seconds=watch._history.measuring_seconds + cost)
            steps.append(step)
    watch._note(measuring_seconds=watch._history.measuring_seconds + cost)  # the end
    return steps, watch._history


@pytest.mark.parametrize(("total", "cost"), [(540, 0.01), (540, 1.0), (540, 5.0), (540, 40.0), (99, 0.1), (12, 0.1)])
def test_measuring_costs_at_most_its_share_by_default(total: int, cost: float) -> None:
    steps, history = measured_steps(total, cost)
    assert len(steps) <= geometry_callback.MOST
    assert history.measuring_seconds <= max(geometry_callback.SHARE * history.training_seconds, 2 * cost)
    if cost <= 1.0:
        assert len(steps) >= min(10, total // 3)


def test_without_dev_a_sample_of_the_pairs_is_the_probe(base: Recipe) -> None:
    folder = train(replace(base, dev="", probe_pairs=5))
    record, history = read_record(base.name), read_history(folder)
    assert record is not None
    assert history is not None
    assert record["scores"] == {}
    assert history.probe.title == "5 pairs of pairs.tsv"
    assert history.probe.n_pairs == 5
    assert [entry.step for entry in history.measurements] == [0, 4, 8]
    assert read_frames(folder) is not None
    assert "STS score" not in (folder / "model" / "README.md").read_text()


def test_a_maximum_length_goes_with_the_result(base: Recipe) -> None:
    from sentence_transformers import SentenceTransformer

    folder = train(replace(base, max_length=6))
    assert locate(base.name).max_length == 6
    assert SentenceTransformer(str(folder / "model"), device="cpu").max_seq_length == 6
    history = read_history(folder)
    assert history is not None
    assert history.probe.n_tokens <= 4 * 16
