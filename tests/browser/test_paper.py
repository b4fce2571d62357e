"""The page Paper in Chromium: a tiny pair from the first press to a report that opens without a network."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from core.checkpoints import locate
from core.spaces import get_space
from core.texts import find
from tests.browser.drive import settle
from tests.support.tiny_models import save_tiny

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _save(page: Any, name: str, folder: Path) -> Path:
    with page.expect_download() as started:
        page.get_by_role("button", name=name, exact=True).click()
    path = folder / str(started.value.suggested_filename)
    started.value.save_as(path)
    return path


def test_a_pair_from_the_button_to_the_report(
    browser: Any, empty_server: str, page: Any, pairs_file: Path, tmp_path: Path
) -> None:
    pre, fine = (str(save_tiny(tmp_path / name, seed=seed)) for seed, name in enumerate(("before", "after")))
    get_space(locate(pre), find(str(pairs_file)))
    query = {"pre": pre, "fine": fine, "k": 2, "kseeds": "0 1", "checkpoint": pre, "texts": pairs_file}
    page.goto(f"{empty_server}/paper?{urlencode(query)}")
    page.get_by_role("button", name="Run the study").click()
    page.get_by_role("progressbar").first.wait_for()
    page.get_by_role("button", name="Cancel").wait_for()
    page.locator("h5", has_text="of the paper's 5 findings hold").wait_for()
    for figure in ("table1", "figure1"):
        page.wait_for_selector(f".st-key-{figure} .js-plotly-plot .scatterlayer .trace", state="attached")
    page.wait_for_selector(".st-key-figure2 .js-plotly-plot .gl-container canvas", state="attached")
    settle(page)
    assert page.locator(".finding .verdict").count() == 5
    assert page.locator(".iso:not(.axes) table").count() == 2
    assert page.locator(".iso tr.published").count() == 4 + 2
    assert page.get_by_test_id("stAlert").count() == 0
    assert page.get_by_role("progressbar").count() == 0

    page.locator(".finding summary").first.click()
    page.locator(".finding li", has_text="more isotropic").first.wait_for()
    page.get_by_role("button", name="Export").nth(1).click()
    assert _save(page, "CSV", tmp_path).read_text(encoding="utf-8").startswith("half,method")
    page.keyboard.press("Escape")
    assert r"\begin{tabular}" in _save(page, "All tables (LaTeX)", tmp_path).read_text(encoding="utf-8")
    _opens_offline(browser, _save(page, "Report (HTML, stands alone)", tmp_path), tmp_path)


def _opens_offline(browser: Any, path: Path, folder: Path) -> None:
    """From the file, with every other request refused and noted."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    context.on("request", lambda sent: asked.append(sent.url))
    context.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    opened.goto(path.as_uri())
    opened.wait_for_function("document.querySelectorAll('.js-plotly-plot .main-svg').length >= 3")
    opened.wait_for_selector(".js-plotly-plot .scatterlayer .trace path", state="attached")
    opened.wait_for_selector(".js-plotly-plot .gl-container canvas", state="attached")
    drawn = "[...document.querySelectorAll('.js-plotly-plot')].map((one) => one._fullData.filter((t) => t._length > 1).length)"
    assert min(opened.evaluate(drawn)) >= 2
    assert opened.locator(".finding").count() == 5
    overflow = opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    assert not complaints
    assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []
    opened.screenshot(path=str(folder / "report.png"), full_page=True)
    context.close()
