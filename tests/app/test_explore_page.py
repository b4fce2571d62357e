"""Explore: every token set and method runs, a measured setting is shown, and bad values fall back."""

from pathlib import Path

import pytest

from core.studies.question import answer
from core.studies.removal.projection import PROJECTION
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT
from tests.support.app_pages import opened, sane

PAGE = "pages/explore.py"


@pytest.fixture
def link(tiny: Path, pairs_file: Path) -> dict[str, str]:
    return {"checkpoint": str(tiny), "texts": str(pairs_file)}


@pytest.mark.parametrize("method", ["baseline", "zero-mean", "global"])
@pytest.mark.parametrize("tokens", ["words", "all", "cls"])
def test_every_token_set_runs(method: str, tokens: str, link: dict[str, str]) -> None:
    sane(opened(PAGE, **link, method=method, tokens=tokens, layer=1))


@pytest.mark.parametrize("colour", ["frequency", "position", "length"])
@pytest.mark.parametrize("method", ["baseline", "global"])
def test_the_projection_is_coloured(method: str, colour: str, link: dict[str, str]) -> None:
    app = sane(opened(PAGE, **link, method=method, colour=colour))
    assert any("PCA of all" in caption.value for caption in app.caption)


def test_a_measured_setting_is_shown(link: dict[str, str]) -> None:
    chosen = Selection(**link, layer=2, method="cluster-based", clusters=2, directions=3)
    measured = answer(MEASUREMENT, chosen)
    answer(PROJECTION, chosen)
    app = sane(opened(PAGE, **link, method="cluster-based", clusters=2, removed=3, colour="cluster"))
    assert measured.sts is not None
    assert f"{measured.sts.spearman:.2f}" in [metric.value for metric in app.metric]
    commands = [code.value for code in app.code if code.value.startswith("python -m core")]
    assert commands == [MEASUREMENT.command(chosen.but(layer=2))]


@pytest.mark.parametrize(
    "params",
    [
        {"layer": "99"},
        {"layer": "x"},
        {"method": "foo"},
        {"directions": "abc"},
        {"directions": "-4"},
        {"directions": "99999"},
        {"end": "middle"},
        {"tokens": "none"},
        {"colour": "taste"},
    ],
)
def test_a_bad_value_falls_back_to_a_default(params: dict[str, str], link: dict[str, str]) -> None:
    sane(opened(PAGE, **link, **params))
