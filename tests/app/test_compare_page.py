"""Every view of the comparison, linked and free, says what its study says (AppTest sees no plots: the browser tests do)."""

import csv
import io
import json
import math
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core import jobs
from core.codec import to_json
from core.command_line.compare_command import PARTS
from core.command_line.main import main
from core.effect import SmallestEffect
from core.jobs.kind import kinds
from core.numbers_in_words import points, signed
from core.sentences.compare import measures_sentence
from core.studies.compare.measures import COMPARED_MEASURES
from core.studies.compare.table import COMPARED_TABLE, Several
from core.studies.comparison import Comparison
from core.studies.question import answer as answered
from core.studies.question import context_of, find, questions
from core.studies.selection import Selection
from core.texts.words import folded
from tests.support.tiny_models import save_tiny

ROOT = Path(__file__).parents[2]
VIEWS = ["measures", "projection", "drift", "directions", "words", "local"]
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def tuned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny(tmp_path_factory.mktemp("tuned") / "tuned-bert", seed=5)


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another tokenizer, another depth."""
    return save_tiny(tmp_path_factory.mktemp("others") / "tiny-roberta", family="roberta", layers=3)


@pytest.fixture(autouse=True)
def _work_here_and_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job is done by the time it is asked for: what waiting looks like is for the tests of waiting."""

    def start(kind: str, request: Any) -> jobs.Job:
        kinds()[kind].run(request, lambda *_: None)
        return jobs.Job(jobs.job_id(kind, request), kind, request, jobs.State.RUNNING)

    monkeypatch.setattr(jobs, "start", start)


@pytest.fixture
def open_compare(tiny: Path, tuned: Path, pairs_file: Path) -> Open:
    def opened(view: str = "measures", **params: Any) -> AppTest:
        app = AppTest.from_file(ROOT / "app.py", default_timeout=120)
        given = {"checkpoint": tiny, "texts": pairs_file, "second": tuned, "view": view, "twin": "false"} | params
        for name, value in given.items():
            if value is not None:
                app.query_params[name] = str(value)
        app.switch_page("pages/compare.py")
        return app.run()

    return opened


def words(app: AppTest) -> str:
    kinds = ("markdown", "caption", "error", "info", "title")
    return "\n".join(element.value for kind in kinds for element in app.get(kind))


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def command(app: AppTest) -> list[str]:
    return shlex.split(next(code.value for code in app.code if code.value.startswith("python -m core")))


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def typed(app: AppTest) -> AppTest:
    """AppTest takes no value that was typed into a select box for one of its own, until it is an option."""
    for box in app.selectbox:
        if box.value is not None and box.value not in box.options:
            box.options.append(box.value)
    return app


def healthy(app: AppTest) -> None:
    assert not app.exception
    assert not app.error, words(app)


def ready(selection: Selection, second: Path, view: str, **own: Any) -> Any:
    return answered(PARTS[view].question, Comparison.of(selection, str(second), **own), device="cpu")


def base(tiny: Path, pairs: Path, **changes: Any) -> Selection:
    return Selection(checkpoint=str(tiny), texts=str(pairs), **changes)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_says_what_its_study_says(
    view: str, open_compare: Open, tiny: Path, tuned: Path, pairs_file: Path
) -> None:
    answer = ready(base(tiny, pairs_file), tuned, view)
    app = open_compare(view)
    healthy(app)
    assert PARTS[view].sentence(answer) in unescaped(words(app))


@pytest.mark.parametrize("view", VIEWS)
def test_the_footers_command_prints_the_same(
    view: str,
    open_compare: Open,
    tiny: Path,
    others: Path,
    pairs_file: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Set apart, with everything that a link can hold."""
    free = {"free": "true", "layer": 1, "method": "global", "removed": 2}
    free |= {"second_layer": 2, "second_method": "zero-mean", "same_n": "true", "unit_rms": "true"}
    chosen = {"layer": 1, "method": "global", "directions": 2}
    if view == "measures":
        chosen |= {"sample": 10_000, "unit_rms": True}
    answer = ready(base(tiny, pairs_file, **chosen), others, view, layer=2, method="zero-mean")
    app = open_compare(view, second=others, **free)
    healthy(app)
    assert PARTS[view].sentence(answer) in unescaped(words(app))
    given = command(app)
    assert main([*given[3:], "--json", "--device", "cpu"]) == 0
    assert json.loads(capsys.readouterr().out) == to_json(answer)


def test_measures_stand_in_two_columns_with_difference_and_verdict(
    open_compare: Open, tiny: Path, tuned: Path, pairs_file: Path
) -> None:
    answer = ready(base(tiny, pairs_file), tuned, "measures")
    text = html(open_compare("measures"))
    score = next(row for row in answer.rows if row.key == "sts")
    assert "tiny-bert</th>" in text
    assert "tuned-bert</th>" in text
    for shown in (points(score.first), points(score.second), signed(score.difference), score.verdict):
        assert f">{shown}</td>" in text
    assert text.count('class="dot"') == sum(math.isfinite(row.difference) for row in answer.rows)


def test_the_link_says_which_effects_matter(open_compare: Open, tiny: Path, tuned: Path, pairs_file: Path) -> None:
    answer, smallest = ready(base(tiny, pairs_file), tuned, "measures"), SmallestEffect(points=500.0)
    app = open_compare("measures", matters_points=500.0)
    healthy(app)
    assert measures_sentence(answer, smallest) in unescaped(words(app))
    assert "do not differ in score by 500 points or more" in unescaped(words(app))
    assert command(app)[-2:] == ["--matters-points", "500"]


def test_layers_of_another_depth_are_matched(open_compare: Open, tiny: Path, others: Path, pairs_file: Path) -> None:
    answer = ready(base(tiny, pairs_file, layer=1), others, "projection", layer=2)
    app = open_compare("projection", second=others, layer=1)
    healthy(app)
    assert PARTS["projection"].sentence(answer) in unescaped(words(app))
    assert "--second-layer 2" in " ".join(command(app))


def test_a_typed_word_and_a_band_are_listed(open_compare: Open, tiny: Path, tuned: Path, pairs_file: Path) -> None:
    answer = ready(base(tiny, pairs_file), tuned, "projection")
    horses = [i for i, word in enumerate(answer.word) if folded(word) == "horse"]
    app = open_compare("projection", lit="Horse")
    healthy(app)
    assert f"{len(horses)} words chosen" in words(app)
    listed = app.dataframe[0].value
    assert list(listed["Word"].unique()) == ["horse"]
    assert sorted(listed["Moved"]) == sorted(answer.moved[horses])
    assert list(listed["Moved"]) == sorted(listed["Moved"], reverse=True)
    typed(app).text_input(key="lit").set_value("unicorn").run()
    assert "None of the" in words(app)
    typed(app).button(key="choose_none").click().run()
    healthy(app)
    assert "Draw a box or a lasso" in words(app)
    typed(app).multiselect(key="bands").set_value(["7 and above"]).run()
    healthy(app)
    assert set(app.dataframe[0].value["Word"].str.casefold()) <= {"the", "a", "and", "is", "in", "of", "on"}


def test_a_word_is_found_and_words_are_ordered(open_compare: Open, tiny: Path, tuned: Path, pairs_file: Path) -> None:
    answer = ready(base(tiny, pairs_file), tuned, "words")
    app = open_compare("words", word="ors")
    healthy(app)
    assert set(app.dataframe[0].value["Word"]) == {word for word in answer.words if "ors" in word}
    least = open_compare("words", order="moved least")
    assert least.dataframe[0].value["Word"].iloc[0] == answer.words[-1]
    assert "has that in it" in words(open_compare("words", word="unicorn"))


def test_a_table_of_three(
    open_compare: Open, tiny: Path, tuned: Path, others: Path, pairs_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    several = Several.of(base(tiny, pairs_file), (str(tuned), str(others)))
    found = answered(COMPARED_TABLE, several, device="cpu")
    app = open_compare("table", more=others, free="true", second_method="global")
    healthy(app)
    table = app.dataframe[0].value
    assert list(table["checkpoint"]) == [str(tiny), str(tuned), str(others)]
    assert list(table["spearman"]) == [row.sts.spearman for row in found.rows if row.sts]
    assert main([*command(app)[3:], "--csv", "--device", "cpu"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [float(row["spearman"]) for row in rows] == list(table["spearman"])


@pytest.mark.parametrize("view", VIEWS)
def test_a_checkpoint_is_the_same_by_another_path(
    view: str, open_compare: Open, tiny: Path, tmp_path: Path, pairs_file: Path
) -> None:
    link = tmp_path / "tiny-bert"
    link.symlink_to(tiny)
    answer = ready(base(tiny, pairs_file), link, view)
    app = open_compare(view, second=link)
    healthy(app)
    assert PARTS[view].sentence(answer) in unescaped(words(app))
    if view == "measures":
        assert {row.difference for row in answer.rows if math.isfinite(row.difference)} == {0.0}


@pytest.mark.parametrize("view", [*VIEWS, "table"])
def test_texts_without_scores(view: str, open_compare: Open, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("A man is playing.\nThe dog is eating the cat.\nA horse!\n" * 5, encoding="utf-8")
    app = open_compare(view, texts=corpus)
    typed(app).run()
    healthy(app)
    assert "STS score" not in html(app)


@pytest.mark.parametrize("view", [*VIEWS, "table"])
def test_no_second_checkpoint(view: str, open_compare: Open) -> None:
    app = open_compare(view, second=None)
    healthy(app)
    assert "Choose a second checkpoint" in words(app)


def test_the_other_half_goes_along_until_somebody_chooses(open_compare: Open) -> None:
    app = open_compare("directions", second=None)

    def second_beside(checkpoint: str) -> str | None:
        app.selectbox(key="checkpoint").set_value(checkpoint)
        typed(app).run()
        healthy(app)
        return app.selectbox(key="second").value

    assert app.selectbox(key="second").value is None
    assert second_beside("small-bert") == "small-bert-stsb"
    assert second_beside("small-bert-stsb") == "small-bert"
    app.selectbox(key="second").set_value("all-MiniLM-L6-v2")
    typed(app).run()
    assert second_beside("small-bert") == "all-MiniLM-L6-v2"


def test_a_hub_checkpoint_is_offered_not_fetched(open_compare: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    app = open_compare(second="bert-base-uncased")
    healthy(app)
    assert any("Download and encode" in button.label for button in app.button)


@pytest.mark.parametrize(
    "params", [{"second": "does/not/exist"}, {"second": "/etc"}, {"second": "<b>x</b>"}, {"texts": "nowhere.csv"}]
)
def test_a_bad_link_ends_in_a_message(params: dict[str, str], open_compare: Open) -> None:
    app = open_compare(**params)
    assert not app.exception
    assert app.error
    assert "unforeseen" not in words(app)


@pytest.mark.parametrize(
    "params",
    [
        {"view": "foo"},
        {"layer": "99"},
        {"layer": "x", "free": "true"},
        {"free": "true", "second_layer": "99"},
        {"method": "foo"},
        {"removed": "-4", "method": "global"},
        {"view": "projection", "plane": "x", "colour": "taste", "bands": "nine"},
        {"view": "directions", "frame": "x"},
        {"view": "words", "order": "x"},
    ],
)
def test_a_bad_value_falls_back_to_a_default(params: dict[str, str], open_compare: Open) -> None:
    app = open_compare(**params)
    healthy(app)


def test_numbers_stand_while_intervals_are_worked_out(
    open_compare: Open, tiny: Path, tuned: Path, pairs_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Any] = []
    chosen = Comparison.of(base(tiny, pairs_file, layer=1, method="zero-mean"), str(tuned))
    for side in (chosen.first, chosen.second):
        context_of(side)

    def start(kind: str, request: Any) -> jobs.Job:
        started.append((kind, request))
        return jobs.Job(jobs.job_id(kind, request), kind, request, jobs.State.RUNNING, 3, 200, "draws")

    monkeypatch.setattr(jobs, "start", start)
    monkeypatch.setattr(jobs, "find", lambda id: start(*started[-1]) if started else None)
    app = open_compare("measures", layer=1, method="zero-mean")
    healthy(app)
    assert started[0][0] == "compare-measures"
    text = html(app)
    assert "tuned-bert</th>" in text
    assert "being worked out" in words(app)
    assert "without an interval" in words(app) or "scores" in words(app)
    assert find(COMPARED_MEASURES, chosen) is None


def test_a_new_comparison_stops_the_one_before(open_compare: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slider that is dragged over all layers leaves no queue behind; what was stopped so goes on when it is wanted."""
    known: dict[str, jobs.Job] = {}
    log: list[str] = []

    def put(kind: str, request: Any, state: jobs.State) -> jobs.Job:
        id = jobs.job_id(kind, request)
        known[id] = jobs.Job(id, kind, request, state)
        return known[id]

    def start(kind: str, request: Any) -> jobs.Job:
        log.append(f"start {request.first.layer}")
        return put(kind, request, jobs.State.RUNNING)

    def leave(id: str, who: str) -> bool:
        log.append(f"cancel {known[id].request.first.layer}")
        put(known[id].kind, known[id].request, jobs.State.CANCELLED)
        return True

    open_compare("drift")  # both spaces are there from now on
    monkeypatch.setattr(jobs, "start", start)
    monkeypatch.setattr(jobs, "leave", leave)
    monkeypatch.setattr(jobs, "find", known.get)
    app = open_compare("local", layer=1, method="zero-mean")
    for layer in (0, 1):
        typed(app).slider(key="layer").set_value(layer).run()
        healthy(app)
    assert log == ["start 1", "cancel 1", "start 0", "cancel 0", "start 1"]


def test_every_question_of_two_has_a_view() -> None:
    asked = {PARTS[view].question.key for view in VIEWS}
    assert asked == {key for key, question in questions().items() if question.request is Comparison}
