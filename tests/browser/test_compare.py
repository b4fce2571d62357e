"""Two tiny checkpoints side by side in Chromium: a selection in one panel is seen in the other."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from core.checkpoints import locate
from core.command_line.compare_command import PARTS
from core.spaces import get_space
from core.studies.compare.drift import COMPARED_DRIFT
from core.studies.compare.projection import COMPARED_PROJECTION, ComparedProjection
from core.studies.comparison import Comparison
from core.studies.question import answer as answered
from core.studies.selection import Selection
from core.texts import find
from core.texts.words import folded
from tests.browser.drive import WAIT, choose, served, settle
from tests.support.tiny_models import save_tiny

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAIR = "[class*='st-key-pair-'] .js-plotly-plot"
GD = f'document.querySelector("{PAIR}")'
FIGURES = {"projection": "pair-shared", "drift": "cka", "directions": "shares", "words": "words", "local": "local"}
# The words that a panel shows lit, by their index: its traces' points that are selected.
_LIT = f"""(axis) => {GD}.data.filter((trace) => (trace.xaxis ?? 'x') === axis)
  .flatMap((trace) => (trace.selectedpoints ?? []).map((i) => trace.customdata[i][0])).sort((a, b) => a - b)"""
# Screen coordinates of a rectangle of a panel's data.
_CORNERS = f"""([axis, x0, x1, y0, y1]) => {{
  const layout = {GD}._fullLayout, box = {GD}.getBoundingClientRect();
  const x = layout['xaxis' + axis], y = layout['yaxis' + axis];
  return [[box.left + x._offset + x.d2p(x0), box.top + y._offset + y.d2p(y1)],
          [box.left + x._offset + x.d2p(x1), box.top + y._offset + y.d2p(y0)]];
}}"""


@pytest.fixture(scope="module")
def two(tiny: Path, pairs_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """A checkpoint and another of its family; every answer is on disk."""
    other = save_tiny(tmp_path_factory.mktemp("two") / "tuned-bert", seed=5)
    comparison = Comparison.of(Selection(checkpoint=str(tiny), texts=str(pairs_file)), str(other))
    for part in PARTS.values():
        answered(part.question, comparison, device="cpu")
    return comparison


@pytest.fixture(scope="module")
def compare_server(browser: Any, two: Comparison) -> Iterator[str]:
    get_space(locate(two.first.checkpoint), find(two.first.texts))
    with served() as address:
        yield address


def open_view(page: Any, address: str, two: Comparison, view: str, **more: str) -> None:
    asked = {"checkpoint": two.first.checkpoint, "texts": two.first.texts, "second": two.second.checkpoint}
    page.goto(f"{address}/compare?{urlencode(asked | {'view': view} | more)}")
    page.locator("h5").wait_for(timeout=WAIT)
    settle(page)


def open_projection(page: Any, address: str, two: Comparison, **more: str) -> ComparedProjection:
    open_view(page, address, two, "projection", **more)
    page.wait_for_selector(f"{PAIR} .gl-container canvas", state="attached")
    return answered(COMPARED_PROJECTION, two, device="cpu")


def lit(page: Any, panel: int) -> list[int]:
    return [int(i) for i in page.evaluate(_LIT, ["x", "x2"][panel])]


def wait_for_lit(page: Any, wanted: list[int]) -> None:
    """In both panels: the one that was drawn in shows it at once, the other when the server has answered."""
    both = f"(wanted) => ['x', 'x2'].every((axis) => JSON.stringify(({_LIT})(axis)) === JSON.stringify(wanted))"
    page.wait_for_function(both, arg=wanted)
    settle(page)


def draw_a_box(page: Any, panel: int, x: tuple[float, float], y: tuple[float, float]) -> None:
    """Drag a rectangle, in a panel's own coordinates."""
    page.locator(PAIR).scroll_into_view_if_needed()
    page.locator(PAIR).hover()
    page.locator(f"{PAIR} .modebar-btn[data-title='Box Select']").click()
    page.wait_for_timeout(300)
    (left, top), (right, bottom) = page.evaluate(_CORNERS, ["" if panel == 0 else "2", *x, *y])
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move((left + right) / 2, (top + bottom) / 2, steps=4)
    page.mouse.move(right, bottom, steps=4)
    page.mouse.up()


def a_side(points: list[list[float]]) -> tuple[tuple[float, float], tuple[float, float], list[int]]:
    """A rectangle around all points right of a wide gap, so that a pixel more or less changes nothing; who is in it."""
    xs, ys = sorted({point[0] for point in points}), sorted({point[1] for point in points})
    right = xs[len(xs) // 3 : -2]
    gap = max((b - a, (a + b) / 2) for a, b in pairwise(right))[1]
    room = 0.02 * (xs[-1] - xs[0]), 0.02 * (ys[-1] - ys[0])
    x, y = (gap, xs[-1] + room[0]), (ys[0] - room[1], ys[-1] + room[1])
    return x, y, [i for i, point in enumerate(points) if point[0] > gap]


def listed(page: Any) -> list[str]:
    """Words of the table of chosen ones, as far as it is in sight: its grid has them for screen readers."""
    grid = page.get_by_test_id("stDataFrame")
    grid.scroll_into_view_if_needed()
    cells = grid.locator("canvas table tbody td[aria-colindex='1']")
    cells.first.wait_for(state="attached")
    page.wait_for_timeout(1000)
    return [str(text) for text in cells.all_text_contents()]


@pytest.mark.parametrize("panel", [0, 1])
@pytest.mark.parametrize("page", [{"color_scheme": "light"}, {"color_scheme": "dark"}], indirect=True)
def test_a_box_in_one_panel_lights_the_same_words_in_the_other(
    panel: int, compare_server: str, page: Any, two: Comparison
) -> None:
    answer = open_projection(page, compare_server, two)
    assert lit(page, 0) == lit(page, 1) == []
    plane = answer.views["shared"]
    points = (plane.first, plane.second)[panel].tolist()
    x, y, wanted = a_side(points)
    assert 0 < len(wanted) < len(points)
    draw_a_box(page, panel, x, y)
    wait_for_lit(page, wanted)
    page.get_by_text(f"{len(wanted)} word").first.wait_for()
    order = sorted(wanted, key=lambda i: -answer.moved[i])
    shown = listed(page)
    assert shown == [answer.word[i] for i in order][: len(shown)]

    page.get_by_role("button", name="Choose none").click()
    wait_for_lit(page, [])
    page.get_by_text("Draw a box or a lasso").wait_for()


def test_a_box_outlives_the_plane_and_gives_way_to_a_word(compare_server: str, page: Any, two: Comparison) -> None:
    answer = open_projection(page, compare_server, two)
    x, y, wanted = a_side(answer.views["shared"].first.tolist())
    draw_a_box(page, 0, x, y)
    wait_for_lit(page, wanted)
    page.locator(".st-key-plane").get_by_text("own", exact=True).click()
    page.locator(".st-key-pair-own .js-plotly-plot .gl-container canvas").first.wait_for(state="attached")
    wait_for_lit(page, wanted)

    box = page.get_by_role("textbox", name="Light up a word")
    box.fill("horse")
    box.press("Enter")
    wait_for_lit(page, [i for i, word in enumerate(answer.word) if folded(word) == "horse"])
    assert parse_qs(urlsplit(page.url).query)["lit"] == ["horse"]

    x, y, wanted = a_side(answer.views["own"].second.tolist())
    draw_a_box(page, 1, x, y)
    wait_for_lit(page, wanted)
    assert box.input_value() == ""


def test_a_frequency_band_lights_up(compare_server: str, page: Any, two: Comparison) -> None:
    answer = open_projection(page, compare_server, two)
    choose(page, "bands", "7 and above")
    frequent = [
        i
        for i, (zipf, kind) in enumerate(zip(answer.zipf, answer.kind, strict=True))
        if zipf >= 7 and kind != "punctuation"
    ]
    assert frequent
    wait_for_lit(page, frequent)


@pytest.mark.parametrize("page", [{"color_scheme": "light"}, {"color_scheme": "dark"}], indirect=True)
def test_every_view_draws(compare_server: str, page: Any, two: Comparison) -> None:
    open_view(page, compare_server, two, "measures")
    rows = page.locator("table.sides tbody tr")
    rows.first.wait_for()
    assert rows.locator(".dot").count() == rows.count()
    for view, figure in FIGURES.items():
        page.locator(".st-key-view").get_by_text(view, exact=True).click()
        page.wait_for_selector(f".st-key-{figure} .js-plotly-plot .plot-container", state="attached")
        settle(page)
        assert page.get_by_test_id("stAlert").count() == 0
    page.goto(page.url.replace("view=local", "view=drift"))
    page.wait_for_selector(".st-key-cka .js-plotly-plot .heatmaplayer image", state="attached")
    heat = page.evaluate("document.querySelector('.st-key-cka .js-plotly-plot').data[0]")
    assert heat["zmin"] == 0
    assert heat["zmax"] == 1
    answer = answered(COMPARED_DRIFT, two, device="cpu")
    shown = page.evaluate(
        "[...document.querySelector('.st-key-cka .js-plotly-plot').calcdata[0][0].z].map((row) => [...row])"
    )
    assert shown == answer.cka.tolist()
