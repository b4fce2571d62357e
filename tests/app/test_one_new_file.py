"""The map's form asks for what a new projection declares, and the link carries it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.studies.frequency.bias import FREQUENCY_BIAS, BiasRequest
from core.studies.frequency.map import MAP, MapRequest
from core.studies.question import answer
from core.studies.selection import Selection
from tests.support.one_file_each import PROJECTION

ROOT = Path(__file__).parents[2]
Add = Callable[[str, str, str], None]


def opened(page: str, **params: Any) -> AppTest:
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    for name, value in params.items():
        app.query_params[name] = str(value)
    app.switch_page(page)
    return app.run()


def test_the_map_asks_for_new_parameters_and_its_link_has_them(
    one_file: Add, tiny: Path, pairs_file: Path, fresh_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_file("core.geometry.projections", "random_directions", PROJECTION)
    selection = Selection(checkpoint=str(tiny), texts=str(pairs_file))
    answer(FREQUENCY_BIAS, BiasRequest(selection))
    request = MapRequest(selection, "random", options={"stretch": 2.5})
    answer(MAP, request)
    app = opened("pages/frequency.py", checkpoint=tiny, texts=pairs_file, projection="random", stretch=2.5)
    assert not app.exception
    assert not app.error
    assert app.number_input(key="stretch").value == 2.5
    said = "\n".join(element.value for element in app.caption) + "\n".join(element.value for element in app.markdown)
    assert "stretch 2" in said
    assert [code.value for code in app.code if "--stretch 2.5" in code.value]
