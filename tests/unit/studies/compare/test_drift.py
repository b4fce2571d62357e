"""Drift of every layer."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.command_line.main import main
from core.errors import GeometryError
from core.sentences.compare import drift_sentence
from core.studies.compare.drift import COMPARED_DRIFT, matched_layer, matched_layers, neighbours_sought
from core.studies.compare.naming import side_names
from core.studies.comparison import Comparison
from core.studies.question import answer, find
from core.studies.selection import Selection

Compare = Callable[..., Any]


def test_a_checkpoint_has_not_drifted_from_itself(compare: Compare) -> None:
    drift = compare(COMPARED_DRIFT, "tiny", "tiny")
    np.testing.assert_allclose(np.diag(drift.cka), 1, atol=1e-9)
    np.testing.assert_allclose(drift.cka, drift.cka.T, atol=1e-9)
    for number, layer in enumerate(drift.layers):
        assert layer.first == layer.second == number
        assert layer.overlap == 1.0
        assert layer.residual == pytest.approx(0, abs=1e-9)
        assert all(band.mean == 1.0 for band in layer.bands)
        assert sum(band.n for band in layer.bands) == drift.n_neighbours


def test_a_rotation_is_no_drift(compare: Compare) -> None:
    drift = compare(COMPARED_DRIFT, "tiny", "rotated")
    np.testing.assert_allclose(drift.cka, compare(COMPARED_DRIFT, "tiny", "tiny").cka, atol=1e-5)
    assert all(layer.overlap == pytest.approx(1, abs=0.02) for layer in drift.layers)


def test_unrelated_spaces_have_nothing_in_common(compare: Compare) -> None:
    drift = compare(COMPARED_DRIFT, "tiny", "noise")
    assert np.abs(drift.cka).max() < 0.3
    assert drift.layers[1].overlap == pytest.approx(drift.chance, abs=0.06)


def test_every_layer_of_another_depth_is_matched(compare: Compare) -> None:
    drift = compare(COMPARED_DRIFT, "other", "tiny")
    assert [(layer.first, layer.second) for layer in drift.layers] == [(0, 0), (1, 1), (2, 1), (3, 2)]
    assert drift.cka.shape == (4, 3)


def test_layers_are_matched_by_depth() -> None:
    assert matched_layers(3, 3) == [(0, 0), (1, 1), (2, 2)]
    assert matched_layers(7, 13) == [(i, 2 * i) for i in range(7)]
    assert matched_layers(1, 5) == [(0, 0)]
    assert [matched_layer(layer, 7, 13) for layer in (3, -2)] == [6, -2]
    assert [neighbours_sought(n) for n in (3, 10, 21, 1000)] == [1, 4, 10, 10]


def test_texts_without_a_word_in_common(selected: Callable[..., Selection], tmp_path: Path) -> None:
    blank = tmp_path / "blank.txt"
    blank.write_text("a\nb\n", encoding="utf-8")
    selection = replace(selected("tiny"), texts=str(blank))
    with pytest.raises(GeometryError):
        answer(COMPARED_DRIFT, Comparison(selection, selection), device="cpu")


def test_an_answer_says_nothing_of_another_requests_settings(
    selected: Callable[..., Selection], copies: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """The answer is of every layer as the checkpoints give it, whatever layer and method were asked for beside it."""
    selection = selected("tiny")
    command = ["compare", selection.checkpoint, str(copies["other"]), "--pairs", selection.texts, "--device", "cpu"]

    def printed(layer: int, directions: int) -> Any:
        options = ["--layer", str(layer), "--method", "global", "--directions", str(directions)]
        assert main([*command, "--part", "drift", *options, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    first = printed(1, 1)
    assert printed(0, 3) == first
    for side in (first["first"], first["second"]):
        assert (side["layer"], side["method"], side["directions"], side["end"]) == (None, "baseline", 0, None)


def test_what_it_does_not_depend_on_is_one_answer(selected: Callable[..., Selection]) -> None:
    def asked(**options: Any) -> Comparison:
        return Comparison.of(selected("tiny", **options), selected("rotated").checkpoint)

    drift = answer(COMPARED_DRIFT, asked(layer=1), device="cpu")
    same = find(COMPARED_DRIFT, asked(layer=0, method="cluster-based", clusters=5, unit_rms=True))
    assert same is not None
    assert same.layers == drift.layers
    assert find(COMPARED_DRIFT, asked(seed=77)) is None


def test_a_checkpoint_beside_itself_is_told_apart(compare: Compare) -> None:
    drift = compare(COMPARED_DRIFT, "tiny", "tiny")
    assert side_names(drift) == (
        "tiny-bert (every layer, baseline), first",
        "tiny-bert (every layer, baseline), second",
    )
    assert "layer None" not in drift_sentence(drift)
