"""What a training's figures and sentences say is what its files hold."""

import base64
import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.figures.style import FINE_TUNED, FREQUENCY_SCALE
from core.figures.training import (
    PANELS,
    depth_colour,
    motion_figure,
    motion_places,
    moving,
    smoothed,
    traces,
    training_figure,
)
from core.fine_tuning.frames import BASES, Frames
from core.fine_tuning.history import History
from core.sentences import training as words

LAYERS = 3
STEPS = (0, 4, 8)


def history(seed: int = 0, **changes: Any) -> History:
    """Eight steps, three layers, each number another."""
    random = np.random.default_rng(seed)
    keys = [panel.key for panel in PANELS]
    measurements = [
        {
            "step": step,
            "layers": [dict(zip(keys, random.random(len(keys)).tolist(), strict=True)) for _ in range(LAYERS)],
            "score": 80.0 + step + seed,
            "seconds": 1.0,
        }
        for step in STEPS
    ]
    losses = [{"step": step, "loss": float(random.random())} for step in range(1, 9)]
    probe = {"title": "8 pairs of x", "n_tokens": 141, "n_pairs": 8}
    whole = History(8, losses, measurements, 60.0, 6.0, 0.4, probe)
    return replace(whole, **changes)


def axis_of(trace: dict[str, Any]) -> int:
    return int(trace["yaxis"].removeprefix("y") or 1)


# --- curves -----------------------------------------------------------------------------------------------------


def test_each_curve_holds_what_was_measured() -> None:
    one = history()
    loss, _, score, *lines = traces([("one", one)], [0, 1, 2])
    assert (loss["x"], loss["y"]) == (list(range(1, 9)), [entry["loss"] for entry in one.losses])
    assert (score["x"], score["y"]) == (list(STEPS), [80.0, 84.0, 88.0])
    assert len(lines) == LAYERS * len(PANELS)
    for i, line in enumerate(lines):
        layer, panel = divmod(i, len(PANELS))
        measured = [entry["layers"][layer][PANELS[panel].key] for entry in one.measurements]
        expected = [-value * math.log(10) for value in measured] if PANELS[panel].key == "log10_isotropy" else measured
        assert (line["x"], line["y"]) == (list(STEPS), pytest.approx(expected))
        assert axis_of(line) == panel + 3
        assert PANELS[panel].title.split("   ")[0] in line["hovertemplate"]
        assert ("embeddings" if layer == 0 else f"layer {layer}") in line["hovertemplate"]


def test_the_figure_holds_the_traces_in_their_order() -> None:
    both = [("x-seed-0", history(0)), ("x-seed-1", history(1))]
    figure = training_figure(both, [2])
    expected = traces(both, [2])
    assert len(figure.data) == len(expected) + 1  # the last carries the colour bar
    for trace, wanted in zip(figure.data, expected, strict=False):
        assert list(trace.y) == wanted["y"]
        assert (trace.yaxis, trace.visible) == (wanted["yaxis"], wanted.get("visible"))
    assert figure.layout.coloraxis.cmax == LAYERS - 1
    assert figure.layout.xaxis.range[1] > 8
    assert [trace.name for trace in figure.data if trace.showlegend] == ["seed 0", "seed 1"]
    assert {trace.line.dash for trace in figure.data if trace.visible and trace.line.dash} == {"solid", "dot"}


def test_what_moves_fits_the_figure_trace_by_trace() -> None:
    begun = history(measurements=history().measurements[:1], losses=history().losses[:2])
    figure, later = training_figure([("one", begun)], [0, 1, 2]), moving([("one", history())], [1])
    assert len(later) == len(figure.data) - 1
    assert [one["visible"] for one in later[3:]] == [False] * 9 + [True] * 9 + [False] * 9
    assert all(one["visible"] for one in later[:3])
    json.dumps(later, allow_nan=False)


def test_layers_of_a_figure_without_measurements() -> None:
    empty = History()
    figure = training_figure([("one", empty)], [])
    assert len(figure.data) == 1 + 3 + len(PANELS)
    assert figure.layout.xaxis.range[0] < figure.layout.xaxis.range[1]


def test_missing_numbers_are_gaps() -> None:
    one = history()
    one.measurements[1]["layers"][0] = {"log10_isotropy": None}
    one.measurements[1]["score"] = None
    one.losses[2]["loss"] = None
    _, smooth, score, *lines = traces([("one", one)], [0])
    assert score["x"] == [0, 8]
    assert smooth["y"][2] is None
    assert [line["y"][1] for line in lines[: len(PANELS)]] == [None] * len(PANELS)
    assert lines[0]["text"][1] == "–"
    training_figure([("one", one)], [0])


def test_names_cannot_be_markup() -> None:
    figure = training_figure([("<b>x</b>%{y}", history()), ("b", history())], [0])
    assert "<b>" not in figure.to_json()
    assert "%{y}: loss" not in figure.to_json()


def test_smoothing_is_a_running_mean() -> None:
    assert smoothed([]) == []
    assert smoothed([3.0] * 50) == pytest.approx([3.0] * 50)
    assert smoothed([1.0, 2.0]) == [1.0, 2.0]  # too few to smooth
    noisy = (np.random.default_rng(0).random(200) + np.linspace(2, 1, 200)).tolist()
    smooth = np.array(smoothed(noisy), dtype=float)
    assert np.abs(np.diff(smooth)).mean() < 0.3 * np.abs(np.diff(noisy)).mean()
    assert min(noisy) <= smooth.min() <= smooth.max() <= max(noisy)


def test_colours_run_from_grey_to_the_fine_tuned_hue() -> None:
    assert depth_colour(12, 12) == FINE_TUNED
    assert len({depth_colour(layer, 12) for layer in range(13)}) == 13
    assert depth_colour(0, 0) == depth_colour(0, 12)


# --- motion -----------------------------------------------------------------------------------------------------


@pytest.fixture
def frames() -> Frames:
    random = np.random.default_rng(0)
    shape = (LAYERS, len(STEPS), 50, 2)
    return Frames(
        np.array(STEPS),
        np.arange(50),
        {basis: (random.standard_normal(shape) * [3, 0.1]).astype(np.float32) for basis in BASES},
        {basis: random.random((LAYERS, len(STEPS))).astype(np.float32) for basis in BASES},
        np.array(["<i>word</i>"] * 50),
        np.linspace(0, 8, 50).astype(np.float32),
        np.arange(50),
    )


@pytest.mark.parametrize("basis", list(BASES))
@pytest.mark.parametrize("layer", range(LAYERS))
def test_every_step_fits_the_same_axes(frames: Frames, layer: int, basis: str) -> None:
    figure, places = motion_figure(frames, layer, basis), motion_places(frames, layer, basis)
    coordinates = frames.coordinates[basis][layer]
    assert np.array_equal(figure.data[0].x, coordinates[0, :, 0])
    assert np.array_equal(figure.data[0].y, coordinates[0, :, 1])
    for axis, ends in enumerate((figure.layout.xaxis.range, figure.layout.yaxis.range)):
        assert ends[0] < coordinates[..., axis].min() <= coordinates[..., axis].max() < ends[1]
    low, high = np.array(places["low"]), np.array(places["high"])
    for step, text in enumerate(places["places"]):
        numbers = np.frombuffer(base64.b64decode(text), "<u2").reshape(-1, 2)
        error = np.abs(low + (high - low) * numbers / 65535 - coordinates[step])
        assert (error <= (high - low) / 65535).all()  # a hundredth of a pixel on the widest screen


def test_frequency_has_the_colours_of_its_theme_and_words_are_no_markup(frames: Frames) -> None:
    light, dark = motion_figure(frames, 1, "both"), motion_figure(frames, 1, "both", dark=True)
    assert light.data[0].marker.colorscale != dark.data[0].marker.colorscale
    assert FREQUENCY_SCALE[False] != FREQUENCY_SCALE[True]
    for figure in (light, dark):
        marker = figure.data[0].marker
        assert (marker.cmin, marker.cmax) == (0, 8)
        assert np.array_equal(marker.color, frames.zipf)
    assert "<i>" not in light.to_json()


def test_tokens_that_do_not_move_have_axes(frames: Frames) -> None:
    still = replace(frames, coordinates={basis: np.zeros((1, 2, 5, 2), np.float32) for basis in BASES})
    places = motion_places(still, 0, "both")
    assert np.isfinite([places["low"], places["high"]]).all()
    ends = motion_figure(still, 0, "both").layout.xaxis.range
    assert ends[0] < ends[1]


def test_a_thousand_tokens_over_twenty_steps_are_a_modest_page() -> None:
    """What one layer and plane sends: the figure, and every step's places."""
    random = np.random.default_rng(0)
    n, steps = 1000, 20
    big = Frames(
        np.arange(steps),
        np.arange(n),
        {basis: random.standard_normal((1, steps, n, 2)).astype(np.float32) for basis in BASES},
        {basis: np.ones((1, steps), np.float32) for basis in BASES},
        np.array([f"word{i}" for i in range(n)]),
        random.random(n).astype(np.float32),
        np.arange(n),
    )
    figure, places = motion_figure(big, 0, "both").to_json(), json.dumps(motion_places(big, 0, "both"))
    print(f"\nfigure {len(figure) / 1024:.0f} KiB, places {len(places) / 1024:.0f} KiB")
    assert len(figure) < 60_000
    assert len(places) < 6_000 * steps


# --- sentences --------------------------------------------------------------------------------------------------


def record(key: str = "one", change: float | None = 1.5, **scores: Any) -> dict[str, Any]:
    before = 80.0
    found = {
        "title": "some pairs",
        "before": before,
        "after": None if change is None else before + change,
        "change": change,
        "change_ci95": [None, None] if change is None else [change - 1, change + 1],
    }
    return {"card": {"key": key}, "scores": {"dev": found} | scores}


def test_what_a_training_did_is_one_sentence() -> None:
    one = history()
    first, last = one.measurements[0]["layers"], one.measurements[-1]["layers"]
    last[1]["cka"] = 0.01
    first[-1]["log10_isotropy"], last[-1]["log10_isotropy"] = -4.0, -2.0
    assert words.training_sentence([record()], [one]) == (
        "Fine-tuning gains 1.50 points (95 % interval 0.50 to 2.50) on some pairs; I(W) of the last layer rises 100-fold; "
        "layer 1 moved most (CKA with the start 0.01)."
    )


def test_several_seeds_are_told_together() -> None:
    one, two = history(), history(1)
    for each, log10 in ((one, -3.0), (two, -1.0)):
        each.measurements[0]["layers"][-1]["log10_isotropy"] = -4.0
        each.measurements[-1]["layers"][-1]["log10_isotropy"] = log10
        each.measurements[-1]["layers"][0]["cka"] = 0.0
    said = words.training_sentence([record("a", 1.0), record("b", 2.0)], [one, two])
    assert said == (
        "Over 2 seeds fine-tuning gains 1.50 ± 0.71 points (mean ± standard deviation) on some pairs; "
        "I(W) of the last layer rises 100-fold on average; the embeddings moved most (CKA with the start 0.00)."
    )
    losing = words.training_sentence([record("a", -1.0), record("b", -2.0)], [])
    assert losing.startswith("Over 2 seeds fine-tuning costs 1.50 ± 0.71 points")


def test_what_is_not_defined_is_left_out() -> None:
    assert words.training_sentence([record(change=None)], []) == "Nothing was measured."
    assert words.training_sentence([{"card": {"key": "x"}, "scores": {}}], [History()]) == "Nothing was measured."
    undefined = history()
    for entry in undefined.measurements:
        for layer in entry["layers"]:
            layer["log10_isotropy"] = layer["cka"] = None
    assert words.training_sentence([record()], [undefined]).endswith("on some pairs.")


def test_a_training_that_goes_on_says_how_far_it_came() -> None:
    one = history()
    assert words.live_sentence(History()) == ""
    assert words.live_sentence(replace(one, measurements=one.measurements[:1])) == (
        "Before the first step the probe scores 80.00 points."
    )
    said = words.live_sentence(replace(one, measurements=one.measurements[:2]))
    assert said.startswith(
        "After 4 of 8 steps the probe scores 84.00 points, 80.00 at the start; I(W) of the last layer"
    )
    for entry in one.measurements:
        entry["score"] = None
    assert words.live_sentence(one).startswith("After 8 of 8 steps I(W)")


def test_what_measuring_cost() -> None:
    assert words.cost_sentence(history()) == (
        "3 measurements of 141 tokens (8 pairs of x) took 6 s, 10 % of the 1 min 0 s of training."
    )
    assert words.cost_sentence(history(saving_seconds=2.0)).endswith("; saving states took 2 s.")
    assert words.cost_sentence(History()) == ""


def test_rows_hold_what_was_measured() -> None:
    one = history()
    rows = words.before_and_after(one)
    assert [row["layer"] for row in rows] == ["embeddings", "1", "2"]
    assert rows[2]["STS score, end"] == one.measurements[-1]["layers"][2]["sts"]
    assert rows[1]["mean cosine, start"] == one.measurements[0]["layers"][1]["mean_cosine"]
    assert words.before_and_after(History()) == []
    curves = words.curve_rows([("one", one), ("two", history(1))])
    assert len(curves) == 2 * len(STEPS) * LAYERS
    assert (
        curves[4]
        == {"checkpoint": "one", "step": 4, "layer": 1, "probe score": 84.0} | one.measurements[1]["layers"][1]
    )


def test_scores_of_seeds_end_with_their_spread() -> None:
    test = record()["scores"]["dev"] | {"title": "others"}
    rows = words.score_rows([record("a", 1.0, test=test), record("b", 2.0, test=test)])
    assert [(row["Checkpoint"], row["Texts"]) for row in rows] == [
        ("a", "some pairs"),
        ("a", "others"),
        ("b", "some pairs"),
        ("b", "others"),
        ("mean ± sd of 2 seeds", "some pairs"),
        ("mean ± sd of 2 seeds", "others"),
    ]
    assert (rows[0]["Change"], rows[0]["95 % interval"]) == ("+1.00", "+0.00 to +2.00")
    assert (rows[-2]["Before"], rows[-2]["Change"]) == ("80.00 ± 0.00", "+1.50 ± 0.71")
    assert words.score_rows([record(change=None)])[0]["95 % interval"] == "not defined"
    assert words.score_rows([record("a"), record("b", None)])[-1]["Change"] == "–"
