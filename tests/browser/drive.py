"""A server of the dashboard, headless Chromium, and what a person does with them; tests and the slider benchmark use it."""

import shutil
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.support.server import server

WAIT = 120_000  # milliseconds; a busy machine may need many of them
HOW_TO_GET = "No Chromium here: install one with 'apt-get install chromium'."
SLIDER = ".st-key-removal_slider .slide"
PROJECTION = ".st-key-projection .js-plotly-plot"
REMOVAL = ".st-key-removal_figure .js-plotly-plot"


def chromium() -> str | None:
    """Path of a Chromium or Chrome, None where there is none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def launched() -> Iterator[Any]:
    """A headless browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@contextmanager
def served() -> Iterator[str]:
    """Address of a dashboard of its own over the present ISOSCOPE_HOME, without a way to the hub."""
    with server() as started:
        yield started.address


def settle(page: Any) -> None:
    """Wait until the script has run and nothing on the page is stale."""
    page.wait_for_function(
        "document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'"
        " && !document.querySelector('[data-stale=true]')",
        timeout=WAIT,
    )


def open_explore(page: Any, address: str, query: str = "") -> None:
    """Explore with its slider and projection drawn."""
    page.goto(f"{address}/explore{query}")
    page.wait_for_selector(SLIDER, timeout=WAIT)
    page.wait_for_selector(f"{REMOVAL} svg.isoscope-cursor line", state="attached", timeout=WAIT)
    page.wait_for_selector(f"{PROJECTION} .gl-container canvas", state="attached", timeout=WAIT)
    settle(page)


def tiles(page: Any) -> list[str]:
    """What the slider's tiles say."""
    return [str(text) for text in page.locator(".st-key-removal_slider .tile").all_inner_texts()]


def cursor_k(page: Any) -> int:
    """How many removed directions the cursor over the curves stands at."""
    return int(page.locator(f"{REMOVAL} svg.isoscope-cursor").get_attribute("data-k"))


def wait_for_interval(page: Any) -> None:
    """Until the server has told the bootstrap interval of the slider's position."""
    page.locator(".st-key-removal_slider .tile", has_text="STS score").get_by_text("95 % interval").wait_for(
        timeout=WAIT
    )


def choose(page: Any, key: str, option: str) -> None:
    """Pick an option of the select box with a key."""
    box = page.locator(f".st-key-{key} [role=combobox]")
    box.scroll_into_view_if_needed()
    page.wait_for_timeout(300)  # its list closes when the page scrolls
    box.click()
    page.get_by_role("option", name=option, exact=True).click()


_RECORD = """([selector, figure]) => {
  const input = document.querySelector(selector) ?? [...document.querySelectorAll('*')]
    .map((one) => one.shadowRoot?.querySelector('.slide')).find(Boolean);
  window.redraws = [];
  input.addEventListener('input', (event) => requestAnimationFrame(() => setTimeout(() => {
    const drawn = document.querySelector(figure + ' svg.isoscope-cursor')?.dataset.k;
    const told = input.getRootNode().querySelector('.exact').value;
    window.redraws.push({ drawn, told, wanted: input.value, ms: performance.now() - event.timeStamp });
  })), true);
}"""


def record_redraws(page: Any) -> None:
    """From now on note, for each move of the slider, the time from the event to the frame that shows it."""
    page.evaluate(_RECORD, [SLIDER, REMOVAL])


def redraws(page: Any) -> list[float]:
    """Milliseconds of the moves since `record_redraws`; each must have reached cursor and label in its own frame."""
    noted = page.evaluate("window.redraws")
    late = [one for one in noted if not one["drawn"] == one["told"] == one["wanted"]]
    assert not late, f"{len(late)} of {len(noted)} moves were not drawn in their frame: {late[:3]}"
    return [float(one["ms"]) for one in noted]


def drag(page: Any, start: float, stop: float, steps: int) -> None:
    """Drag the slider's thumb between two shares of its width and let go."""
    box = page.locator(SLIDER).bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + start * box["width"], y)
    page.mouse.down()
    for i in range(1, steps + 1):
        page.mouse.move(box["x"] + (start + (stop - start) * i / steps) * box["width"], y)
        page.wait_for_timeout(20)
    page.mouse.up()


def median(milliseconds: list[float]) -> float:
    """Of a list that isn't empty."""
    return float(statistics.median(milliseconds))
