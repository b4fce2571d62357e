"""Every page runs, says its sentence, and survives bad values (AppTest sees no plots: the browser tests do)."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core import jobs
from core.checkpoints import Card
from core.studies.selection import Selection
from core.studies.shim import run
from tests.support.app_pages import opened, words

PAGES = ["app.py", "pages/explore.py", "pages/layers.py", "pages/directions.py"]
Open = Callable[..., AppTest]


@pytest.fixture
def open_page(tiny: Path, pairs_file: Path) -> Open:
    """Open a page on the tiny checkpoint, whose answers are on disk already."""
    selection = Selection(checkpoint=str(tiny), texts=str(pairs_file))
    run("settings", selection)
    run("layers", selection)

    def open_(page: str, **params: Any) -> AppTest:
        return opened(page, **({"checkpoint": str(tiny), "texts": str(pairs_file)} | params))

    return open_


@pytest.mark.parametrize("page", PAGES)
def test_every_page_runs(page: str, open_page: Open) -> None:
    app = open_page(page)
    assert not app.exception
    assert not app.error, words(app)
    assert app.title[0].value.endswith("?")


def test_overview_says_what_the_settings_say(open_page: Open) -> None:
    text = words(open_page("app.py"))
    assert "tiny-bert" in text
    assert "95 % interval" in text


def test_layers_says_where_it_is_most_isotropic(open_page: Open) -> None:
    assert "is most isotropic on" in words(open_page("pages/layers.py"))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "params",
    [
        {"checkpoint": "does/not/exist"},
        {"checkpoint": "/etc"},
        {"checkpoint": "<script>alert(1)</script>"},
        {"texts": "nowhere.csv"},
        {"texts": "upload-../../x"},
    ],
)
def test_a_bad_link_ends_in_a_message(page: str, params: dict[str, str], open_page: Open) -> None:
    app = open_page(page, **params)
    assert not app.exception
    assert app.error
    assert "unforeseen" not in words(app)


def test_a_corpus_without_scores_is_shown_without_them(tiny: Path, tmp_path: Path, open_page: Open) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("A man is playing.\nThe dog is eating the cat.\nA horse!\n" * 5, encoding="utf-8")
    selection = Selection(checkpoint=str(tiny), texts=str(corpus))
    run("settings", selection)
    run("layers", selection)
    for page in PAGES:
        app = open_page(page, texts=str(corpus))
        assert not app.exception
        assert not app.error, words(app)


def test_both_halves_of_the_bundled_pair_read_a_corpus(tmp_path: Path, open_page: Open) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("A man is playing.\nThe dog is eating the cat.\nA horse!\n" * 5, encoding="utf-8")
    for checkpoint in ("small-bert", "small-bert-stsb"):
        for study in ("settings", "directions", "layers"):
            run(study, Selection(checkpoint=checkpoint, texts=str(corpus)))
    for page in ("app.py", "pages/layers.py", "pages/directions.py"):
        app = open_page(page, checkpoint="small-bert-stsb", texts=str(corpus))
        assert not app.exception
        assert not app.error, words(app)
        said = words(app).replace("\\", "")
        if page == "app.py":
            assert said.count("is the most isotropic") == 2
        else:
            assert "Shown: small-bert-stsb, small-bert reading" in said


def test_a_damaged_other_half_leaves_this_one_standing(
    tiny: Path, tmp_path: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = Card("gone", "gone", "fine-tuned", "trained", str(tmp_path / "gone"), fine_tuned_from=str(tiny))
    monkeypatch.setattr(import_module("core.checkpoints.locate"), "trained", lambda: {"gone": gone})
    for page, sentence in (("app.py", "95 % interval"), ("pages/layers.py", "is most isotropic on")):
        app = open_page(page)
        assert not app.exception
        assert [error.value.replace("\\", "") for error in app.error] == [f"{tmp_path / 'gone'} is not a folder."]
        assert sentence in words(app)


def test_answers_are_shown_although_their_space_is_gone(
    open_page: Open, tiny: Path, pairs_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("directions", Selection(checkpoint=str(tiny), texts=str(pairs_file)))
    monkeypatch.setattr("pages.ui.work.open_space", lambda *_: None)
    started: list[str] = []
    monkeypatch.setattr(jobs, "start", lambda task, _: started.append(task))
    app = open_page("app.py")
    assert not app.exception
    assert "95 % interval" in words(app)
    assert not started


def test_a_hub_checkpoint_is_not_fetched_before_it_is_asked_for(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    app = open_page("app.py", checkpoint="bert-base-uncased")
    assert not app.exception
    assert any("Download and encode" in button.label for button in app.button)
