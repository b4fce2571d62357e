"""The Overview's last column: methods fitted on other texts, filled when it is there; the table does not wait for it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core import jobs
from core.geometry.post_processing import methods
from core.sentences.space.settings import inductive_sentence, overview_rows, seeds_sentence
from core.studies.question import answer
from core.studies.selection import Selection
from core.studies.space.kmeans_seeds import SEEDED_SETTINGS, SeededSettings
from core.studies.space.overview import CheckpointOverview
from core.studies.space.settings import FIVE_SETTINGS, with_inductive
from core.texts.find import keep_upload
from pages.ui.plain import plain
from pages.ui.space.help import NO_TRAINING_SPLIT, TRANSDUCTIVE
from tests.support.app_pages import opened, sane, words

LEARNT = b"The cat is eating in the garden.\nA horse and a dog!\nWomen play guitars on a beach, in 2009.\n" * 3
COLUMN = "Fitted on learnt.txt: score; against baseline"
Open = Callable[..., AppTest]


@pytest.fixture
def selection(tiny: Path, pairs_file: Path) -> Selection:
    """The tiny checkpoint with its five settings on disk."""
    chosen = Selection(checkpoint=str(tiny), texts=str(pairs_file))
    answer(SEEDED_SETTINGS, SeededSettings(chosen))
    return chosen


@pytest.fixture
def learnt() -> str:
    """The key of texts to fit on."""
    return keep_upload(LEARNT, "learnt.txt").key


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Requests of jobs, which never begin."""
    asked: list[Any] = []
    waiting: dict[str, jobs.Job] = {}

    def start(kind: str, request: Any) -> jobs.Job:
        asked.append(request)
        id = jobs.job_id(kind, request)
        waiting[id] = jobs.Job(id, kind, request, jobs.State.WAITING)
        return waiting[id]

    monkeypatch.setattr(jobs, "start", start)
    monkeypatch.setattr(jobs, "find", waiting.get)
    return asked


@pytest.fixture
def open_page(selection: Selection) -> Open:
    return lambda **params: sane(
        opened("app.py", checkpoint=selection.checkpoint, texts=selection.texts, twin="false", **params)
    )


def test_texts_without_a_training_split_say_why_there_is_no_column(open_page: Open, started: list[Any]) -> None:
    said, app = words(open_page()), open_page()
    assert TRANSDUCTIVE.strip() in said
    assert NO_TRAINING_SPLIT in said
    assert COLUMN not in app.table[0].value.columns
    assert not started


def test_the_table_stands_while_the_column_is_made(
    open_page: Open, selection: Selection, started: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    never_seen = keep_upload(LEARNT + b"A woman.\n", "never-seen.txt").key
    monkeypatch.setattr("pages.ui.space.overview.few_of_training_split", lambda texts: never_seen)
    app = open_page()
    assert len(app.table[0].value) == 5
    assert "95 % interval" in words(app)
    assert selection.but(fit_on=never_seen) in started
    assert open_page(fit_on="off").table[0].value.shape == app.table[0].value.shape
    assert len(started) == 1


def test_the_column_and_its_sentence_are_those_of_the_core(
    open_page: Open, selection: Selection, learnt: str, started: list[Any]
) -> None:
    elsewhere = answer(FIVE_SETTINGS, selection.but(fit_on=learnt)).settings
    settings = with_inductive(answer(SEEDED_SETTINGS, SeededSettings(selection)).settings, elsewhere)
    shown = [CheckpointOverview(selection.checkpoint, "tiny-bert", "unknown", settings)]
    labels = {key: method.label for key, method in methods().items()}
    app = open_page(fit_on=learnt)
    rows = overview_rows(shown, labels)
    assert app.table[0].value[COLUMN].tolist() == [row[COLUMN] for row in rows]
    assert plain(inductive_sentence(shown, labels)) in words(app)
    assert f"--fit-on {learnt}" in "\n".join(code.value for code in app.code)
    assert not started


def test_a_link_to_texts_that_are_not_here_fits_on_none(open_page: Open, started: list[Any]) -> None:
    for name in ("nowhere.csv", "/etc/passwd", "upload-../../x", "upload-0000"):
        assert COLUMN not in open_page(fit_on=name).table[0].value.columns
    assert not started


def test_seeds_of_k_means_are_asked_for_and_then_stand_in_the_table(
    tiny: Path, tmp_path: Path, started: list[Any]
) -> None:
    names = ("man", "woman", "dog", "cat", "horse", "guitar", "garden")
    pairs = [f"The {a} sees a {b}.\tA {b} is eating.\t{i % 5}" for i, a in enumerate(names) for b in names]
    texts = tmp_path / "many.tsv"
    texts.write_text("\n".join(["sentence1\tsentence2\tscore", *pairs]), encoding="utf-8")
    chosen = Selection(checkpoint=str(tiny), texts=str(texts))
    link = {"checkpoint": chosen.checkpoint, "texts": chosen.texts, "twin": "false"}
    rows = answer(FIVE_SETTINGS, chosen).settings
    app = sane(opened("app.py", **link))
    assert started == [SeededSettings(chosen)]
    shown = CheckpointOverview(chosen.checkpoint, "tiny-bert", "unknown", rows)
    assert plain(seeds_sentence([shown])) in words(app)
    seeded = answer(SEEDED_SETTINGS, SeededSettings(chosen)).settings
    app = sane(opened("app.py", **link))
    assert "±" in app.table[0].value["STS score"].iloc[2]
    assert plain(seeds_sentence([CheckpointOverview("", "", "unknown", seeded)])) in words(app)
    assert "--kmeans-seeds 10" in "\n".join(code.value for code in app.code)
