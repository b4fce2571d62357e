"""A short training on 64 real pairs in Chromium: chosen, started, stopped, resumed, left alone, watched, looked at."""

import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from core.checkpoints.trained import folder_of, read_record
from core.fine_tuning.history import read_history
from core.fine_tuning.quantities import quantities
from core.fine_tuning.recipe import Recipe
from core.studies.question import answer
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT
from core.texts import find
from tests.browser.drive import served, settle
from tests.support.trainings import one_thread, train

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CURVES = ".st-key-training_curves .js-plotly-plot"
MOTION = ".st-key-motion .js-plotly-plot"
SCRUBBER = ".st-key-scrubber .slide"
STEPS = 320
PANELS = len(quantities())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home for the trainings of this file; so small a model is fastest on one thread."""
    folder = tmp_path_factory.mktemp("training-home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ISOSCOPE_HOME", str(folder))
        patch.setenv("OMP_NUM_THREADS", "1")
        yield folder


@pytest.fixture(scope="module")
def pairs64(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """64 pairs of STS Benchmark."""
    texts = find("stsb-train")
    n, path = texts.n_pairs, tmp_path_factory.mktemp("pairs") / "pairs64.tsv"
    assert texts.scores is not None
    rows = [(texts.sentences[i], texts.sentences[n + i], texts.scores[i]) for i in range(0, 64 * 89, 89)]
    lines = ["sentence1\tsentence2\tscore", *("\t".join(map(str, row)).replace('"', "'") for row in rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def trainings(browser: Any, home: Path) -> Iterator[str]:
    """A dashboard over that home."""
    with served() as address:
        yield address


@pytest.fixture(scope="module")
def finished(home: Path, tiny: Path, pairs64: Path) -> Recipe:
    """A training that is over, with seven frames."""
    recipe = Recipe(
        "finished",
        str(tiny),
        str(pairs64),
        dev=str(pairs64),
        epochs=6,
        batch_size=8,
        learning_rate=1e-3,
        measure_every=8,
    )
    with one_thread():
        train(recipe)
    return recipe


def number(page: Any, key: str, value: str) -> None:
    """Type into a field of the form."""
    field = page.locator(f".st-key-{key} input")
    field.fill(value)
    field.press("Enter")
    settle(page)


def typed(page: Any, key: str, option: str) -> None:
    """Type what is not among the options of a select box."""
    box = page.locator(f".st-key-{key} [role=combobox]")
    box.click()
    page.keyboard.type(option)
    page.keyboard.press("Enter")
    settle(page)


def bar(page: Any) -> str:
    """What stands over the progress bar."""
    return str(page.get_by_test_id("stProgress").first.inner_text())


def losses(page: Any) -> list[float]:
    return [float(y) for y in page.evaluate(f"document.querySelector('{CURVES}').data[0].y")]


def zoomed(page: Any) -> list[float]:
    return [float(end) for end in page.evaluate(f"document.querySelector('{CURVES}').layout.xaxis.range")]


def visible_layers(page: Any) -> list[int]:
    """Which layers' lines are shown, by the traces of the first measure."""
    shown = page.evaluate(f"document.querySelector('{CURVES}').data.map((trace) => trace.visible !== false)")
    lines = shown[3:-1]
    return [layer for layer in range(len(lines) // PANELS) if all(lines[PANELS * layer : PANELS * (layer + 1)])]


def test_a_training_from_choice_to_result(trainings: str, page: Any, tiny: Path, pairs64: Path) -> None:
    page.goto(f"{trainings}/fine_tune?run=new+training&checkpoint={quote(str(tiny))}")
    page.get_by_role("button", name="Start training").wait_for()
    settle(page)
    typed(page, "ft_texts", str(pairs64))
    typed(page, "ft_dev", str(pairs64))
    page.locator(".st-key-ft_test [role=combobox]").click()
    page.get_by_role("option", name="nothing", exact=True).click()
    for key, value in {"ft_epochs": "40", "ft_batch": "8", "ft_every": "12", "ft_rate_full": "0.001"}.items():
        number(page, key, value)
    page.get_by_text(f"64 pairs, {STEPS} steps.").wait_for()
    number(page, "ft_name", "walk")
    page.get_by_role("button", name="Start training").click()

    page.get_by_text(re.compile(rf"\d+ of {STEPS} steps · loss \d\.\d+ · probe score [\d.]+ · .*\d+ s left")).wait_for()
    page.wait_for_selector(f"{CURVES} .scatterlayer .trace", state="attached")
    assert parse_qs(urlsplit(page.url).query)["run"] == ["walk"]
    _watching_forgets_nothing(page)

    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("Stopped by you.").wait_for()
    stopped = len(losses(page))
    assert 0 < stopped < STEPS
    page.get_by_role("button", name="Resume").click()
    page.get_by_text(re.compile(rf"\d+ of {STEPS} steps · loss")).wait_for()
    assert int(bar(page).split()[0]) >= stopped // 2  # it did not begin anew

    page.goto("about:blank")
    page.goto(f"{trainings}/fine_tune")  # without a word on which: the newest
    page.get_by_text(re.compile(rf"\d+ of {STEPS} steps · loss")).wait_for()
    page.get_by_role("link", name="Explore it").wait_for()
    _the_result_is_what_was_kept(page, trainings)


def _watching_forgets_nothing(page: Any) -> None:
    """The figure is the same element with the same zoom and layers while losses come in."""
    settle(page)
    page.get_by_test_id("stButtonGroup").get_by_role("button", name="1", exact=True).click()
    page.wait_for_function(f"document.querySelector('{CURVES}').data[3 + {PANELS}].visible === false")
    assert visible_layers(page) == [0, 2]
    box = page.locator(f"{CURVES} .nsewdrag").first.bounding_box()
    page.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.8 * box["height"], steps=4)
    page.mouse.up()
    page.wait_for_function(f"document.querySelector('{CURVES}').layout.xaxis.range[0] > 0")
    page.evaluate(f"document.querySelector('{CURVES}').isTheSame = true")
    zoom, before = zoomed(page), len(losses(page))
    page.wait_for_function(f"document.querySelector('{CURVES}').data[0].y.length >= {before + 5}")
    assert page.evaluate(f"document.querySelector('{CURVES}').isTheSame")
    assert zoomed(page) == zoom
    assert visible_layers(page) == [0, 2]


def _the_result_is_what_was_kept(page: Any, address: str) -> None:
    record, history = read_record("walk"), read_history(folder_of("walk"))
    assert record is not None
    assert history is not None
    settle(page)
    assert losses(page) == pytest.approx([entry.loss for entry in history.losses])
    assert history.losses[-1].step == STEPS
    after = f"{record['scores']['dev']['after']:.2f}"
    assert after in page.get_by_test_id("stTable").inner_text()
    page.get_by_role("link", name="Explore it").click()
    page.wait_for_url("**/explore?*checkpoint=walk*")
    page.get_by_text("Shown: walk").or_(page.get_by_text("Shown:")).first.wait_for()
    # Every token, nothing removed: the score that sentence-transformers computes, and the card states.
    answer(MEASUREMENT, Selection(checkpoint="walk", texts=record["scores"]["dev"]["texts"], layer=2, tokens="all"))
    page.goto(page.url.split("#")[0] + "&method=baseline&tokens=all")
    page.get_by_test_id("stMetricValue").get_by_text(after, exact=True).wait_for()


def test_the_space_in_motion(trainings: str, finished: Recipe, page: Any) -> None:
    steps = _opened(trainings, finished, page)
    _scrubbed(page, steps)
    axes, slide = _axes(page), page.locator(SCRUBBER)
    slide.press("ArrowRight")
    assert _at(page) == steps[1]

    play, pause = (page.get_by_role("button", name=name, exact=True) for name in ("Play", "Pause"))
    play.click()
    page.locator(".st-key-scrubber .now", has_text=f"Step {steps[2]}:").wait_for()
    pause.click()
    paused = _at(page)
    assert 2 <= steps.index(paused) < len(steps) - 1
    page.wait_for_timeout(1200)
    assert _at(page) == paused
    play.click()
    page.locator(".st-key-scrubber .now", has_text=f"Step {steps[-1]}:").wait_for()
    play.wait_for()
    assert _axes(page) == axes


@pytest.mark.parametrize("page", [{"color_scheme": "dark"}], indirect=True)
def test_another_layer_and_plane_in_the_dark(trainings: str, finished: Recipe, page: Any) -> None:
    """Both are drawn anew, at the step that the slider stands on; frequent words are bright."""
    steps = _opened(trainings, finished, page)
    page.locator(SCRUBBER).press("End")
    assert _at(page) == steps[-1]
    before = _places(page)
    page.locator("[class*=st-key-ft_motion_layer] input").press("ArrowLeft")
    page.wait_for_function(f"document.querySelector('{MOTION}')?.layout?.uirevision === 'motion-1-both'")
    page.locator(".st-key-ft_basis [role=combobox]").click()
    page.get_by_role("option", name="the end", exact=True).click()
    page.wait_for_function(f"document.querySelector('{MOTION}')?.layout?.uirevision === 'motion-1-end'")
    page.wait_for_function(f"document.querySelector('{MOTION}').isoscopeAt === {len(steps) - 1}")
    settle(page)
    assert _at(page) == steps[-1]
    assert _moved(before, _places(page)) > 3
    page.locator(f"{MOTION} .scatterlayer .points path").first.hover(force=True)
    assert "zipf" in page.locator(f"{MOTION} .hoverlayer .hovertext").first.text_content()
    scale = page.evaluate(f"document.querySelector('{MOTION}')._fullData[0].marker.colorscale.map((stop) => stop[1])")
    assert _brightness(scale[0]) < 60 < 180 < _brightness(scale[-1])


def _opened(address: str, recipe: Recipe, page: Any) -> list[int]:
    """The page of a finished training; the steps that were measured."""
    page.goto(f"{address}/fine_tune?run={recipe.name}")
    page.wait_for_selector(f"{MOTION} .scatterlayer .points path", state="attached")
    settle(page)
    history = read_history(folder_of(recipe.name))
    assert history is not None
    steps = [int(entry.step) for entry in history.measurements]
    assert _at(page) == steps[0]
    return steps


def _scrubbed(page: Any, steps: list[int]) -> None:
    """To the end, the middle and back: points move, axes do not, and at the start they are where they were."""
    started, axes, slide = _places(page), _axes(page), page.locator(SCRUBBER)
    slide.scroll_into_view_if_needed()
    for share, step in ((0.999, steps[-1]), (0.5, None), (0.001, steps[0])):
        box = slide.bounding_box()
        page.mouse.click(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
        page.wait_for_timeout(400)
        assert _at(page) == step or step is None
        assert _axes(page) == axes
        moved = _moved(started, _places(page))
        assert (moved < 0.5) if step == steps[0] else (moved > 3), f"points moved by {moved:.2f} pixels"


def _brightness(colour: str) -> float:
    if colour.startswith("#"):
        return sum(int(colour[i : i + 2], 16) for i in (1, 3, 5)) / 3
    return sum(float(part) for part in re.findall(r"[\d.]+", colour)[:3]) / 3


def _at(page: Any) -> int:
    """The step that is told beside the slider."""
    words = page.locator(".st-key-scrubber .now").inner_text()
    return int(re.sub(r"\D", "", words.partition(":")[0]))


def _axes(page: Any) -> str:
    ranges = page.evaluate(
        f"[document.querySelector('{MOTION}')._fullLayout.xaxis.range, document.querySelector('{MOTION}')._fullLayout.yaxis.range]"
    )
    return json.dumps(ranges)


def _places(page: Any) -> list[list[float]]:
    """Where each point is drawn, in pixels."""
    drawn = page.evaluate(
        f"[...document.querySelectorAll('{MOTION} .scatterlayer .points path')].map((one) => one.getAttribute('transform'))"
    )
    return [[float(part) for part in re.findall(r"-?[\d.]+", place)[:2]] for place in drawn]


def _moved(first: list[list[float]], second: list[list[float]]) -> float:
    """Mean distance in pixels."""
    assert len(first) == len(second) > 100
    return sum(math.dist(a, b) for a, b in zip(first, second, strict=True)) / len(first)
