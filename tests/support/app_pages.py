"""Pages of the app as tests open and read them (AppTest sees no plots: the browser tests do)."""

from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]


def opened(page: str, **params: Any) -> AppTest:
    """A page that has run, with the parameters of its link; without the untrained twin, whose tests ask for it."""
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    for name, value in ({"twin": "false"} | params).items():
        app.query_params[name] = str(value)
    if page != "app.py":
        app.switch_page(page)
    return app.run()


def words(app: AppTest) -> str:
    """All that a page says."""
    return "\n".join(
        element.value for kind in ("markdown", "caption", "error", "info", "title") for element in app.get(kind)
    )


def sane(app: AppTest) -> AppTest:
    """The page, which ran without a bug or an error message."""
    assert not app.exception
    assert not app.error, words(app)
    return app
