"""A walk through the dashboard as a person takes it, in Chromium, on real data."""

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from core.checkpoints import card_for
from tests.browser.drive import (
    PROJECTION,
    SLIDER,
    WAIT,
    choose,
    cursor_k,
    drag,
    median,
    open_explore,
    record_redraws,
    redraws,
    settle,
    tiles,
    wait_for_interval,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]
GD = f"document.querySelector('{PROJECTION}')"


def params(page: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def download(page: Any, kind: str, folder: Path) -> Path:
    """Press a button of the footer's export and keep the file."""
    button = page.get_by_role("button", name=kind, exact=True)
    if not button.is_visible():
        page.get_by_role("button", name="Export").last.click()
    with page.expect_download() as started:
        button.click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def test_first_visit_shows_progress_then_charts(
    browser: Any, empty_server: str, page: Any, few_pairs: Path, tmp_path: Path
) -> None:
    page.goto(f"{empty_server}/?texts={quote(str(few_pairs))}")
    page.get_by_role("heading", name="Does isotropy explain the score?").wait_for()
    page.get_by_role("progressbar").first.wait_for()
    page.get_by_role("button", name="Cancel").first.wait_for()
    page.wait_for_selector(".st-key-settings .js-plotly-plot .scatterlayer .trace", state="attached")
    table = page.get_by_test_id("stTable").locator("tbody tr")
    table.nth(9).wait_for()
    settle(page)
    # The untrained checkpoint, and seeds of k-means, come last: a dozen jobs, one after the other.
    page.wait_for_function("document.querySelectorAll('[role=progressbar]').length === 0", timeout=3 * WAIT)
    settle(page)
    assert re.search(
        r"^(Not here|Here the two go together|Before fine-tuning only|After fine-tuning only): .*95 % interval",
        page.locator("h5").inner_text(),
    )
    rows = list(csv.DictReader(download(page, "CSV", tmp_path).read_text(encoding="utf-8").splitlines()))
    settings = ["Baseline", "Zero-mean", "Clustering + ZM", "Global", "Cluster-based"]
    pair = [card_for(key).title for key in ("small-bert", "small-bert-stsb")]
    for checkpoint in pair:
        assert [row["Setting"] for row in rows if row["Checkpoint"] == checkpoint][:5] == settings
    assert r"\begin{tabular}" in download(page, "LaTeX", tmp_path).read_text(encoding="utf-8")
    _opens_offline(browser, download(page, "HTML", tmp_path))

    for label, path in (("Explore", "/explore"), ("Layers", "/layers")):
        page.get_by_test_id("stSidebar").get_by_role("link", name=label).click()
        page.wait_for_url(f"**{path}?*")
        settle(page)
        assert params(page)["texts"] == [str(few_pairs)]
    page.wait_for_function(
        "document.querySelector('.st-key-layers_figure .js-plotly-plot')?.data.filter((one) => one.yaxis === 'y').length === 6",
        timeout=3 * WAIT,
    )
    layers = page.evaluate("document.querySelector('.st-key-layers_figure .js-plotly-plot').data")
    # Tokens and [CLS] of both, and of their untrained twin.
    assert len([trace for trace in layers if trace["yaxis"] == "y"]) == 6
    assert all(len(trace["x"]) == 5 for trace in layers if trace["yaxis"] == "y")


def _opens_offline(browser: Any, path: Path) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector(".js-plotly-plot .scatterlayer .trace", state="attached")
    context.close()


def test_a_key_on_the_slider_is_answered_at_once_and_then_by_the_server(server: str, page: Any) -> None:
    open_explore(page, server)
    wait_for_interval(page)
    assert cursor_k(page) == 12
    before = tiles(page)
    record_redraws(page)
    page.locator(SLIDER).focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("window.redraws.length === 8")
    times = redraws(page)
    assert cursor_k(page) == 20
    assert tiles(page) != before
    wait_for_interval(page)
    page.wait_for_url("**directions=20*")
    assert "20" in page.locator(".st-key-removal_slider .sentence").inner_text()
    drag(page, 0.1, 0.5, 20)
    moves = redraws(page)[len(times) :]
    assert len(moves) >= 10
    middle = int(page.locator(SLIDER).get_attribute("max")) / 2
    assert 0.94 * middle < cursor_k(page) < 1.06 * middle
    wait_for_interval(page)
    page.wait_for_url(f"**directions={cursor_k(page)}*")
    print(f"redraw after a key {median(times):.0f} ms, in a drag {median(moves):.0f} ms (medians)")


def test_the_other_half_stands_beside_until_it_is_taken_away(server: str, page: Any, few_pairs: Path) -> None:
    few = quote(str(few_pairs))

    def compared() -> list[str]:
        settle(page)
        return [str(text) for text in page.locator(".st-key-with [data-tag]:visible").all_inner_texts()]

    page.goto(f"{server}/directions?texts={few}")
    _drawn(page)
    assert compared() == ["small-bert-stsb"]
    page.get_by_role("button", name="Export").last.click()
    link = page.get_by_test_id("stCode").filter(has_text="with=small-bert-stsb").inner_text()
    assert "with=small-bert-stsb" in link
    page.keyboard.press("Escape")
    choose(page, "checkpoint", "small-bert-stsb")
    page.get_by_text("Shown: small-bert-stsb, small-bert reading").wait_for()
    assert compared() == ["small-bert"]  # nobody had chosen, so it goes along
    page.locator(".st-key-with").get_by_role("button", name="Remove small-bert").click()
    page.get_by_text("Shown: small-bert-stsb reading").wait_for()
    assert compared() == []
    page.wait_for_url("**with=*")
    page.goto(page.url)
    page.get_by_text("Shown: small-bert-stsb reading").wait_for()
    assert compared() == []


def test_a_link_restores_the_view(server: str, page: Any) -> None:
    open_explore(page, server, "?directions=40&end=least&layer=3")
    wait_for_interval(page)
    assert cursor_k(page) == 40
    slider = page.locator(".st-key-removal_slider")
    assert "Least dominant" in slider.locator("label").inner_text()
    assert "40 least dominant directions" in slider.locator(".sentence").inner_text()
    assert page.locator(".st-key-layer").get_by_test_id("stSliderThumbValue").inner_text() == "3"
    assert "layer 3" in page.get_by_text("Shown:").inner_text()
    assert params(page) == {"directions": ["40"], "end": ["least"], "layer": ["3"]}


def test_the_menu_s_own_item_keeps_what_was_chosen(server: str, page: Any, few_pairs: Path) -> None:
    page.goto(f"{server}/explore?checkpoint=small-bert-stsb&texts={quote(str(few_pairs))}")
    page.wait_for_selector(SLIDER)
    page.get_by_role("link", name="Explore").first.click()
    page.wait_for_function("location.search.includes('checkpoint=small-bert-stsb')")
    page.wait_for_selector(SLIDER)
    settle(page)
    assert not page.get_by_test_id("stException").count()
    assert params(page)["checkpoint"] == ["small-bert-stsb"]


def test_points_are_tokens_in_their_sentences_and_take_a_colour(
    server: str, page: Any, tmp_path: Path, browser: Any
) -> None:
    open_explore(page, server)
    traces = page.evaluate(f"{GD}.data.map((trace) => ({{name: trace.name, text: trace.text}}))")
    texts = [text for trace in traces for text in trace["text"]]
    assert len(texts) == 5000
    assert all(re.search(r"<b>[^<]+</b>", text) for text in texts)
    assert sum(len(text) > 20 for text in texts) > 4000
    choose(page, "colour", "position")
    page.wait_for_function(f"{GD}?.data?.at(-1)?.marker?.colorbar?.title?.text === 'Position'")
    page.wait_for_url("**colour=position*")
    table = list(csv.reader(download(page, "CSV", tmp_path).read_text(encoding="utf-8").splitlines()))
    assert [int(row[0]) for row in table[1:]] == list(range(int(page.locator(SLIDER).get_attribute("max")) + 1))
    _opens_offline(browser, download(page, "HTML", tmp_path))


def test_a_clustering_method_shows_progress_then_a_result(server: str, page: Any, few_pairs: Path) -> None:
    page.goto(f"{server}/explore?texts={quote(str(few_pairs))}")
    page.wait_for_selector(SLIDER)
    settle(page)
    choose(page, "method", "cluster-based")
    page.get_by_role("progressbar").first.wait_for()
    page.locator("h5", has_text="I(W) is").wait_for()
    page.wait_for_selector(f"{PROJECTION} .gl-container canvas", state="attached")
    assert params(page)["method"] == ["cluster-based"]


def _drawn(page: Any) -> None:
    """The footer, which comes last, is there: everything above it was made."""
    page.get_by_text("Shown:").wait_for()


BAD: list[tuple[str, Callable[[Any], Any]]] = [
    ("/explore?layer=99&method=foo&directions=abc", _drawn),
    ("/explore?directions=-5&tokens=%3Cb%3E&end=x&colour=y", _drawn),
    ("/explore?directions=99999", _drawn),
    ("/explore?method=zero-mean&removed=abc&seed=x", _drawn),
    ("/?checkpoint=does/not/exist", lambda page: page.get_by_text("There is no checkpoint").first.wait_for()),
    ("/?checkpoint=nobody/nothing", lambda page: page.get_by_role("button", name="Download and encode").wait_for()),
    ("/explore?texts=/no/such/file.csv", lambda page: page.get_by_text("There are no texts").first.wait_for()),
    (
        "/layers?convention=foo&small=bar&with=no/such/thing&texts=FEW",
        lambda page: page.get_by_text("There is no checkpoint").first.wait_for(),
    ),
]


@pytest.mark.parametrize(("link", "sane"), BAD, ids=[link for link, _ in BAD])
def test_a_bad_link_gets_a_default_or_a_message(
    server: str, page: Any, few_pairs: Path, link: str, sane: Callable[[Any], Any]
) -> None:
    page.goto(server + link.replace("FEW", quote(str(few_pairs))))  # a study of all texts would hold up later tests
    sane(page)
    settle(page)
    assert page.get_by_text("Something unforeseen").count() == 0
    assert page.get_by_test_id("stException").count() == 0
    page.get_by_test_id("stSidebar").get_by_role("link", name="Overview").wait_for()


@pytest.mark.parametrize("page", [{"color_scheme": "dark"}], indirect=True)
def test_dark_where_the_system_is_dark(server: str, page: Any) -> None:
    open_explore(page, server)
    style = "getComputedStyle(document.querySelector('.stApp'))"
    assert _brightness(page.evaluate(f"{style}.backgroundColor")) < 60
    assert _brightness(page.evaluate(f"{style}.color")) > 180
    tile = page.locator(".st-key-removal_slider .tile .value").first
    assert _brightness(tile.evaluate("(one) => getComputedStyle(one).color")) > 180


def _brightness(colour: str) -> float:
    return sum(float(part) for part in re.findall(r"[\d.]+", colour)[:3]) / 3


def test_uploaded_pairs_are_read(server: str, page: Any, pairs_file: Path) -> None:
    page.goto(f"{server}/explore")
    page.wait_for_selector(SLIDER)
    settle(page)
    page.get_by_role("button", name="Use your own texts").click()
    page.locator("input[type=file]").set_input_files(
        {
            "name": "mine.csv",
            "mimeType": "text/csv",
            "buffer": pairs_file.read_text(encoding="utf-8").replace(", ", " ").replace("\t", ",").encode(),
        }
    )
    page.get_by_text("8 pairs").wait_for()
    page.get_by_role("button", name="Use these").click()
    page.get_by_text("reading mine.csv").wait_for()
    page.wait_for_selector(SLIDER)
    assert params(page)["texts"][0].startswith("upload-")
