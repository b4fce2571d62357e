"""Paths in a real browser on the server's machine: typed they work, and again after a reload; a link reads none."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.drive import WAIT, served, settle

pytestmark = pytest.mark.browser


@pytest.fixture
def address(browser: Any, fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Of a dashboard without roots."""
    monkeypatch.setenv("ISOSCOPE_ROOTS", "")
    with served() as address:
        yield address


def test_a_typed_path_works_after_a_reload_and_a_link_to_another_does_not(
    address: str, page: Any, tmp_path: Path
) -> None:
    for name in ("mine", "secret"):
        (tmp_path / f"{name}.txt").write_text("A dog.\nA cat.\nA horse.\n")
    page.goto(f"{address}/fine_tune")
    box = page.locator(".st-key-texts [role=combobox]")
    box.wait_for(timeout=WAIT)
    settle(page)
    box.click()
    box.fill(str(tmp_path / "mine.txt"))
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    page.get_by_text("Read as: lines").wait_for(timeout=WAIT)
    settle(page)
    assert "mine.txt" in page.url
    page.reload()
    page.get_by_text("Read as: lines").wait_for(timeout=WAIT)
    page.goto(f"{address}/layers?texts={tmp_path / 'secret.txt'}")
    page.get_by_text("There are no texts").first.wait_for(timeout=WAIT)
    assert page.get_by_text("Read as").count() == 0
