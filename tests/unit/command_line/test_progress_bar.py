"""The bar on a terminal is one line; elsewhere it is silent."""

import io
import os

import pytest

from core.command_line import progress_bar
from core.command_line.progress_bar import ProgressBar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_it_is_silent_where_nobody_watches() -> None:
    out = io.StringIO()
    with ProgressBar(out) as bar:
        bar.update(1, 2, "steps")
        bar.draw(0.5, ["words"])
    assert out.getvalue() == ""


def test_it_draws_a_share_and_words_and_leaves_a_clean_line() -> None:
    out = Terminal()
    with ProgressBar(out) as bar:
        bar.update(4, 8, "steps")
        assert out.getvalue() == f"\r\x1b[K[{'#' * 15}{'.' * 15}] 4 of 8 steps"
        bar.update(5, 8, "steps")  # too soon
        assert "5 of 8" not in out.getvalue()
        bar.update(8, 8, "steps")
        assert "8 of 8" in out.getvalue()
    assert out.getvalue().endswith("\r\x1b[K")


def test_a_narrow_terminal_does_not_wrap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_bar.shutil, "get_terminal_size", lambda *_, **__: os.terminal_size((40, 24)))
    out = Terminal()
    ProgressBar(out).draw(1.0, ["a long word" * 9])
    assert len(out.getvalue().removeprefix("\r\x1b[K")) == 39
