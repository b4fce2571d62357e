"""Logs have levels and quote nobody."""

import logging
import sys

import pytest

from core.codec import WrongShape, from_json
from core.logs import SERVER, WithoutMessages, level, set_up


def record() -> logging.LogRecord:
    try:
        try:
            float("a secret sentence")
        except ValueError as error:
            raise RuntimeError("about a secret sentence") from error
    except RuntimeError:
        return logging.LogRecord("core.x", logging.ERROR, __file__, 1, "A bug", (), sys.exc_info())


def test_a_traceback_has_code_and_kinds_and_no_message() -> None:
    said = WithoutMessages(SERVER).format(record())
    assert "secret" not in said
    assert "ERROR core.x A bug" in said
    assert said.index("ValueError") < said.index("RuntimeError")
    assert "test_logs.py" in said


@pytest.mark.parametrize(("given", "meant"), [("debug", 10), ("INFO", 20), (" error ", 40), ("", 30), ("loud", 30)])
def test_the_level_is_the_environments_or_the_usual_one(
    given: str, meant: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISOSCOPE_LOG", given)
    assert level(logging.WARNING) == meant


def test_a_logger_is_set_up_once() -> None:
    name = "tests.of_logs"
    for _ in range(3):
        set_up(logging.INFO, of=name)
    logger = logging.getLogger(name)
    assert (len(logger.handlers), logger.level) == (1, logging.INFO)
    logger.handlers.clear()


@pytest.mark.parametrize("given", ["a secret sentence", ["a secret sentence"], {"a secret sentence": "secret"}])
@pytest.mark.parametrize("kind", [int, float, list[int], dict[str, int]])
def test_what_has_another_shape_is_not_quoted(kind: type, given: object) -> None:
    with pytest.raises(WrongShape) as refused:
        from_json(kind, given)
    assert "secret" not in str(refused.value)
