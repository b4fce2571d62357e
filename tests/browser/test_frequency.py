"""Maps in Chromium: tens of thousands of points, chosen by hand or by a word, while jobs run."""

import csv
import io
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest

from core.checkpoints import locate
from core.spaces import get_space
from core.studies.frequency.bias import FREQUENCY_BIAS, BiasRequest
from core.studies.frequency.map import MAP, MapRequest
from core.studies.frequency.principal_map import principal_map
from core.studies.question import answer
from core.studies.selection import Selection
from core.tables.frequency import in_context
from core.texts import find
from core.tokens.points import point_details, points_of_word
from tests.browser.drive import WAIT, served, settle
from tests.support.tiny_models import WORDS

pytestmark = pytest.mark.browser
POINTS = 50_000
PLOT = "[class*='st-key-map-'] .js-plotly-plot"
GD = f'document.querySelector("{PLOT}")'


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More tokens than a map shows."""
    draw = np.random.default_rng(0)
    words = [*(word for word in WORDS if word.isalpha()), "boy", "girl", "runs", "tea", "sun"]
    weights = 1 / np.arange(1, len(words) + 1)
    lines = [" ".join(draw.choice(words, 12, p=weights / weights.sum())) + "." for _ in range(4200)]
    path = tmp_path_factory.mktemp("corpus") / "corpus.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def large(browser: Any, tiny: Path, corpus: Path) -> Selection:
    """The tiny checkpoint reading them, measured."""
    selection = Selection(checkpoint=str(tiny), texts=str(corpus))
    get_space(locate(selection.checkpoint), find(selection.texts))
    answer(FREQUENCY_BIAS, BiasRequest(selection))
    answer(MAP, MapRequest(selection))
    return selection


@pytest.fixture(scope="module")
def address(large: Selection) -> Any:
    """A dashboard that has measured them."""
    with served() as found:
        yield f"{found}/frequency?checkpoint={quote(large.checkpoint)}&texts={quote(large.texts)}"


def drawn(page: Any, url: str) -> None:
    """Open a map and wait until its points are there."""
    page.goto(url)
    page.wait_for_selector(f"{PLOT} .gl-container canvas", state="attached", timeout=WAIT)
    settle(page)


def shown(page: Any) -> int:
    """Points in the figure."""
    count = f"{GD}._fullData.filter((one) => one.customdata).reduce((sum, one) => sum + one.customdata.length, 0)"
    return int(page.evaluate(count))


def choose_by_hand(page: Any, mode: str) -> list[tuple[float, float]]:
    """Draw a box or a triangle in the middle of the plot; gives its corners as coordinates."""
    page.locator(PLOT).scroll_into_view_if_needed()
    page.locator(PLOT).hover()
    page.locator(f"{PLOT} [data-val={'select' if mode == 'box' else 'lasso'}]").click()
    area = page.locator(f"{PLOT} .nsewdrag").first.bounding_box()
    corners = [(0.4, 0.4), (0.55, 0.6)] if mode == "box" else [(0.4, 0.35), (0.6, 0.45), (0.45, 0.65), (0.4, 0.35)]
    places = [(area["x"] + x * area["width"], area["y"] + y * area["height"]) for x, y in corners]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=12)
    page.mouse.up()
    layout = f"{GD}._fullLayout"
    return [
        tuple(
            page.evaluate(
                f"[{layout}.xaxis.p2d({x - area['x']}), {layout}.yaxis.p2d({y - area['y']})]",
            )
        )
        for x, y in places
    ]


def inside(points: np.ndarray, corners: list[tuple[float, float]], mode: str, room: np.ndarray) -> np.ndarray:
    """Points inside a box or a triangle whose sides are moved out (or, for negative `room`, in) by about a pixel."""
    edges = np.array(corners)
    if mode == "box":
        low, high = edges.min(axis=0) - room, edges.max(axis=0) + room
        return np.asarray(((points >= low) & (points <= high)).all(axis=1))
    scale = np.abs(room)
    edges, points, by = edges[:3] / scale, points / scale, np.sign(room[0])
    towards = np.cross(edges[1] - edges[0], edges[2] - edges[0])
    good = np.ones(len(points), dtype=bool)
    for i in range(3):
        side = edges[(i + 1) % 3] - edges[i]
        distance = np.cross(side, points - edges[i]) * np.sign(towards) / np.linalg.norm(side)
        good &= distance >= -2 * by
    return good


@pytest.mark.parametrize("mode", ["box", "lasso"])
def test_what_is_drawn_around_is_what_is_listed(mode: str, address: str, page: Any, large: Selection) -> None:
    drawn(page, address)
    assert shown(page) == POINTS
    corners = choose_by_hand(page, mode)
    page.get_by_text("tokens chosen").wait_for(timeout=WAIT)
    settle(page)
    with page.expect_download() as started:
        page.get_by_role("button", name="CSV of all").click()
    listed = list(csv.DictReader(io.StringIO(Path(started.value.path()).read_text(encoding="utf-8"))))
    assert page.get_by_text(f"{len(listed):,} tokens chosen").count()

    known = principal_map(MapRequest(large))
    points = known.points((1, 2)).astype(np.float64)
    pixel = np.array(
        page.evaluate(
            f"(() => {{ const a = {GD}._fullLayout; return [Math.abs(a.xaxis.p2d(1) - a.xaxis.p2d(0)),"
            f" Math.abs(a.yaxis.p2d(1) - a.yaxis.p2d(0))]; }})()"
        )
    )
    surely, perhaps = (inside(points, corners, mode, by * pixel) for by in (-1, 1))
    marked = f"{GD}._fullData.filter((one) => one.customdata)"
    chosen = page.evaluate(f"{marked}.flatMap((one) => (one.selectedpoints ?? []).map((i) => one.customdata[i]))")
    rows = np.array(sorted(int(row) for row in chosen))
    assert 100 < len(rows) < POINTS
    assert set(np.flatnonzero(surely)) <= set(rows) <= set(np.flatnonzero(perhaps))
    space, texts = get_space(locate(large.checkpoint), find(large.texts)), find(large.texts)
    details = point_details(space.table, texts, "tokens", known.number)
    expected = in_context(details, space.table, texts, rows)
    assert [(row["before"], row["token"], row["after"]) for row in listed] == [
        (row["before"], row["token"], row["after"]) for row in expected
    ]
    page.get_by_role("button", name="Choose none").click()
    page.get_by_text("Draw a lasso or a box").wait_for(timeout=WAIT)


@pytest.mark.parametrize("page", [{"color_scheme": "light"}, {"color_scheme": "dark"}], indirect=True)
def test_a_word_lights_up(address: str, page: Any, large: Selection) -> None:
    space = get_space(locate(large.checkpoint), find(large.texts))
    number = principal_map(MapRequest(large)).number
    count = len(points_of_word(space.table, "tokens", number, "rid*"))
    drawn(page, address)
    page.locator(".st-key-lit input").fill("rid*")
    page.locator(".st-key-lit input").press("Enter")
    page.get_by_text(f"{count:,} tokens of").wait_for(timeout=WAIT)
    settle(page)
    lit = page.evaluate(f"{GD}._fullData.find((one) => one.name === 'lit').x.length")
    assert lit == count


def test_three_dimensions_and_the_numbers(address: str, page: Any) -> None:
    page.goto(f"{address}&dimensions=3-D&points=2000")
    page.wait_for_selector(f"{PLOT} .gl-container canvas, {PLOT} canvas", state="attached", timeout=WAIT)
    settle(page)
    assert page.evaluate(f"{GD}._fullData[0].type") == "scatter3d"
    page.get_by_role("radio", name="bias").or_(page.get_by_role("button", name="bias")).first.click()
    page.wait_for_selector(".st-key-bias .js-plotly-plot .scatterlayer .trace", state="attached", timeout=WAIT)
    page.wait_for_selector(".st-key-bands .js-plotly-plot .scatterlayer .trace", state="attached", timeout=WAIT)
    settle(page)
    page.wait_for_function("location.search.includes('view=bias')")


@pytest.mark.slow
def test_principal_directions_are_shown_while_umap_runs(address: str, page: Any) -> None:
    drawn(page, f"{address}&projection=umap&points=3000")
    page.get_by_text("shown until UMAP is there").wait_for(timeout=WAIT)
    page.get_by_role("progressbar").first.wait_for(timeout=WAIT)
    assert page.get_by_role("button", name="Cancel").count()
    assert "Direction 1" in page.evaluate(f"{GD}.layout.xaxis.title.text")
    assert shown(page) == 3000
    page.get_by_text("shown until UMAP is there").wait_for(state="detached", timeout=2 * WAIT)
    page.wait_for_function(f"{GD}?.layout?.xaxis?.title?.text === 'UMAP 1'", timeout=WAIT)
    settle(page)
    assert shown(page) == 3000
    page.get_by_text("Trustworthiness").first.wait_for()
