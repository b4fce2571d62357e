"""The Directions page in Chromium: every view draws, and a window of directions answers to the hand."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from tests.browser.drive import median, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FIGURES = {
    "curves": "both_ends",
    "windows": "windows",
    "null": "null",
    "one-by-one": "single",
    "encodes": "factors",
    "outliers": "outliers",
}
SENTENCE = ".st-key-window_slider .sentence"
# Milliseconds from a move to the first new sentence, noted in the browser: waiting from outside adds its own polling.
_NOTE_ANSWERS = """() => {
  const root = [...document.querySelectorAll('*')].map((one) => one.shadowRoot).find((one) => one?.querySelector('.sentence'));
  let moved = null;
  window.answers = [];
  root.addEventListener('input', () => { moved = performance.now(); }, true);
  new MutationObserver(() => { if (moved !== null) window.answers.push(performance.now() - moved); moved = null; })
    .observe(root.querySelector('.sentence'), { childList: true, characterData: true, subtree: true });
}"""


@pytest.mark.parametrize("view", list(FIGURES))
def test_every_view_draws(view: str, server: str, page: Any, few_pairs: Path) -> None:
    page.goto(f"{server}/directions?view={view}&texts={quote(str(few_pairs))}&layer=3")
    page.wait_for_selector(f".st-key-{FIGURES[view]} .js-plotly-plot .plot-container", state="attached")
    settle(page)
    assert page.get_by_test_id("stAlert").count() == 0


def test_a_window_answers_while_it_is_moved(server: str, page: Any, few_pairs: Path) -> None:
    page.goto(f"{server}/directions?view=windows&texts={quote(str(few_pairs))}&window=2-20")
    page.wait_for_selector(".st-key-windows svg.isoscope-cursor circle", state="attached")
    page.locator(SENTENCE, has_text="Removing directions 3 to 20").wait_for()
    settle(page)
    page.get_by_role("slider", name="Last removed direction").focus()
    page.evaluate(_NOTE_ANSWERS)
    times = []
    for last in range(21, 31):
        page.keyboard.press("ArrowRight")
        page.locator(SENTENCE, has_text=f"Removing directions 3 to {last}").wait_for()
        times.append(page.evaluate("window.answers.at(-1)"))
        page.wait_for_timeout(500)  # until its intervals are there
    print(f"\nmove of a window to the server's sentence, median: {median(times):.0f} ms")
    page.wait_for_function("location.search.includes('window=2-30')")
    page.locator(SENTENCE, has_text="95 % interval").wait_for()
    assert parse_qs(urlsplit(page.url).query)["window"] == ["2-30"]
