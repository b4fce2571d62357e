"""One server and one browser for all tests; each test has a page that watches for errors and for requests elsewhere."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from core.checkpoints import locate, partner_here
from core.spaces import get_space
from core.studies.selection import Selection
from core.texts import find
from tests.browser.drive import HOW_TO_GET, WAIT, chromium, launched, served


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium; without one the tests are skipped, or fail where CI must have it."""
    if chromium() is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(HOW_TO_GET)
    with launched() as found:
        yield found


@pytest.fixture(scope="session")
def few_pairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every tenth pair of stsb-dev, so that a whole study takes seconds."""
    texts = find("stsb-dev")
    n, path = texts.n_pairs, tmp_path_factory.mktemp("few") / "few.tsv"
    rows = zip(texts.sentences[:n:10], texts.sentences[n : 2 * n : 10], texts.scores[::10], strict=True)
    lines = ["sentence1\tsentence2\tscore", *("\t".join(map(str, row)).replace('"', "'") for row in rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def server(browser: Any, few_pairs: Path) -> Iterator[str]:
    """A dashboard whose home has the spaces of the bundled pair, reading the default texts and `few_pairs`."""
    for checkpoint in (Selection.checkpoint, partner_here(Selection.checkpoint)):
        for texts in (Selection.texts, str(few_pairs)):
            get_space(locate(checkpoint), find(texts))
    with served() as address:
        yield address


@pytest.fixture
def empty_server(browser: Any, fresh_home: Path) -> Iterator[str]:
    """A dashboard that nobody has opened before."""
    with served() as address:
        yield address


@pytest.fixture
def page(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page in a context of its own (parametrize it indirectly with options of the context)."""
    options = getattr(request, "param", {})
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, accept_downloads=True, **options)
    context.set_default_timeout(WAIT)
    one = context.new_page()
    complaints: list[str] = []
    addresses: list[str] = []
    context.on("request", lambda sent: addresses.append(sent.url))
    one.on("websocket", lambda socket: addresses.append(socket.url))
    one.on("pageerror", lambda error: complaints.append(str(error)))
    one.on("console", lambda said: complaints.append(f"{said.text} {said.location}") if _is_error(said) else None)
    yield one
    context.close()
    elsewhere = [url for url in addresses if urlsplit(url).hostname not in ("localhost", None)]
    assert not elsewhere, f"left this machine: {elsewhere[:5]}"
    assert not complaints, complaints[:5]


def _is_error(said: Any) -> bool:
    """Streamlit asks for /_stcore/ below a deep link first, and is told 404."""
    return said.type == "error" and not ("404" in said.text and "/_stcore/" in said.location.get("url", ""))
