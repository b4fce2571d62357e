"""Directions: every view says its sentence, has the controls that matter to it, and survives bad values."""

from pathlib import Path
from typing import Any

import pytest

from core.studies.question import Question, answer
from core.studies.removal.cluster_curve import CLUSTER_CURVE
from core.studies.removal.elongation import ELONGATION
from core.studies.removal.factors import ENCODED_FACTORS
from core.studies.removal.leave_one_out import LEAVE_ONE_OUT
from core.studies.removal.null import NULL
from core.studies.removal.outliers import OUTLIERS
from core.studies.removal.windows import WINDOWS
from core.studies.selection import Selection
from pages.ui.removal.views import VIEWS
from tests.support.app_pages import opened, sane, words
from tests.support.tiny_models import save_tiny

PAGE = "pages/directions.py"
SENTENCES = {
    "curves": "scores best",
    "windows": "",
    "null": "most dominant directions removed the score is",
    "one-by-one": "matters most",
    "encodes": "goes most with each leading direction",
    "elongated": "elongated directions of 32",
    "outliers": "of the mean cosine",
}
QUESTIONS: list[Question[Selection, Any]] = [WINDOWS, NULL, LEAVE_ONE_OUT, ENCODED_FACTORS, ELONGATION, OUTLIERS]


@pytest.fixture
def link(tiny: Path, pairs_file: Path) -> dict[str, str]:
    return {"checkpoint": str(tiny), "texts": str(pairs_file)}


def test_every_view_is_here() -> None:
    assert list(VIEWS) == list(SENTENCES)


@pytest.mark.parametrize("view", list(SENTENCES))
def test_every_view_says_its_sentence(view: str, link: dict[str, str]) -> None:
    for question in QUESTIONS:
        answer(question, Selection(**link))
    app = sane(opened(PAGE, **link, view=view))
    said = words(app)
    assert SENTENCES[view] in said
    assert VIEWS[view].help.strip() in said
    assert bool(app.slider) == ("layer" in VIEWS[view].settings)
    assert bool(app.multiselect) == ("with" in VIEWS[view].options)


@pytest.mark.parametrize(
    ("view", "question"), [("windows", WINDOWS), ("null", NULL), ("outliers", OUTLIERS), ("encodes", ENCODED_FACTORS)]
)
def test_the_command_is_the_question_s(view: str, question: Question[Selection, Any], link: dict[str, str]) -> None:
    chosen = Selection(**link, layer=1, tokens="all")
    answer(question, chosen)
    app = sane(opened(PAGE, **link, view=view, layer=1, tokens="all"))
    assert question.command(chosen) in [code.value for code in app.code]


def test_the_cluster_based_curve_joins_when_it_is_asked_for(link: dict[str, str], tmp_path: Path) -> None:
    words_ = ("man", "woman", "dog", "cat", "horse", "guitar", "garden")
    pairs = [f"The {a} sees a {b}.\tA {b} is eating.\t{i % 5}" for i, a in enumerate(words_) for b in words_]
    texts = tmp_path / "pairs.tsv"
    texts.write_text("\n".join(["sentence1\tsentence2\tscore", *pairs]), encoding="utf-8")
    answer(CLUSTER_CURVE, Selection(checkpoint=link["checkpoint"], texts=str(texts)))
    app = sane(opened(PAGE, checkpoint=link["checkpoint"], texts=texts, clusters_too="true"))
    assert next(toggle for toggle in app.toggle if toggle.key == "clusters_too").value is True
    assert "scores best" in words(app)


@pytest.mark.parametrize(
    "params", [{"view": "foo"}, {"window": "x-y"}, {"window": "9-3"}, {"window": "0-99999"}, {"tau": "7"}]
)
def test_a_bad_value_falls_back(params: dict[str, str], link: dict[str, str]) -> None:
    sane(opened(PAGE, **link, **({"view": "windows"} | params)))


def test_checkpoints_of_another_depth_are_compared_on_their_own_last_layer(
    link: dict[str, str], tmp_path: Path
) -> None:
    """A link with the last layer's number compares last with last, whatever the depths."""
    deeper = save_tiny(tmp_path / "deeper", layers=4)
    for checkpoint in (link["checkpoint"], str(deeper)):
        answer(ELONGATION, Selection(**link).but(checkpoint=checkpoint))
    for view, sentence in (("elongated", "deeper has"), ("curves", "deeper scores best")):
        app = sane(opened(PAGE, **link, view=view, layer=2, **{"with": str(deeper)}))
        assert sentence in words(app)
