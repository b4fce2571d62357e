"""The untrained twin stands beside a checkpoint on every page by default, and stands there once."""

from pathlib import Path
from typing import Any

import pytest

from core import jobs
from core.checkpoints.partners import twin_of
from core.jobs.kind import kinds
from core.sentences.compare import drift_sentence
from core.sentences.space.layers import chance_layers_sentence
from core.studies.compare.drift import COMPARED_DRIFT
from core.studies.comparison import Comparison
from core.studies.question import answer
from core.studies.selection import Selection
from core.studies.space.layers import LAYERS
from pages.ui.plain import plain
from tests.support.app_pages import opened, sane, words

CHANCE = plain("By chance: ")
PAGES = {
    "explore": {"method": "baseline"},
    "layers": {},
    "directions": {},
    "compare": {"view": "measures"},
    "frequency": {"view": "bias"},
}


@pytest.fixture(autouse=True)
def _jobs_are_done_here_and_now(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(kind: str, request: Any) -> jobs.Job:
        kinds()[kind].run(request, lambda *_: None)
        return jobs.Job(jobs.job_id(kind, request), kind, request, jobs.State.RUNNING)

    monkeypatch.setattr(jobs, "start", start)


@pytest.fixture
def link(tiny: Path, pairs_file: Path) -> dict[str, str]:
    return {"checkpoint": str(tiny), "texts": str(pairs_file), "twin": "true"}


def settled(page: str, link: dict[str, str]) -> str:
    """What a page says once its jobs, each of which ends as soon as it begins, are behind it."""
    said = ""
    for _ in range(6):
        said = words(sane(opened(f"pages/{page}.py", **link)))
        if CHANCE in said:
            break
    return said


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_what_chance_gives(page: str, link: dict[str, str]) -> None:
    second = {"second": twin_of(link["checkpoint"], 1)} if page == "compare" else {}
    assert CHANCE in settled(page, link | PAGES[page] | second)


def test_the_sentences_are_those_of_the_core(link: dict[str, str]) -> None:
    selection = Selection(checkpoint=link["checkpoint"], texts=link["texts"])
    twin = selection.but(checkpoint=twin_of(selection.checkpoint))
    said = settled("layers", link)
    assert plain(chance_layers_sentence(answer(LAYERS, selection), answer(LAYERS, twin), "symmetric")) in said
    said = settled("compare", link | {"view": "drift", "second": twin_of(selection.checkpoint, 1)})
    assert plain(f"By chance: {drift_sentence(answer(COMPARED_DRIFT, Comparison(selection, twin)))}") in said


@pytest.mark.parametrize(
    ("page", "beside"), [("layers", "with"), ("directions", "with"), ("compare", "second"), ("frequency", "beside")]
)
def test_a_twin_that_was_chosen_is_not_shown_twice(page: str, beside: str, link: dict[str, str]) -> None:
    said = settled(page, {**link, **PAGES[page], beside: twin_of(link["checkpoint"])})
    assert said.count(CHANCE) <= 1


def test_an_untrained_checkpoint_has_no_twin(link: dict[str, str]) -> None:
    untrained = link | {"checkpoint": twin_of(link["checkpoint"])}
    app = sane(opened("pages/layers.py", **untrained))
    assert "Untrained twin" not in [toggle.label for toggle in app.toggle]


def test_what_was_fine_tuned_has_the_twin_of_its_beginning() -> None:
    assert twin_of("small-bert-stsb") == twin_of("small-bert") == "random:small-bert@0"
    assert twin_of("all-MiniLM-L6-v2", 2) == "random:all-MiniLM-L6-v2@2"
