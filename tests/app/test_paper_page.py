"""The page Paper: what to do without a pair, the job in each of its states, and a finished study (AppTest)."""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from core import jobs
from core.paper.replication import Replication
from core.paper.run import PAPER
from core.studies.question import answer
from core.studies.selection import Selection
from core.studies.space.silhouette import SILHOUETTE
from tests.support.tiny_models import save_tiny

ROOT = Path(__file__).parents[2]
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory, pairs_file: Path) -> Replication:
    folder = tmp_path_factory.mktemp("page-pair")
    pre, fine = (str(save_tiny(folder / name, seed=seed)) for seed, name in enumerate(("before", "after")))
    return Replication(pre, (fine,), str(pairs_file), clusters=2, seeds=(0, 1))


@pytest.fixture
def open_paper(pair: Replication) -> Open:
    def opened(**params: Any) -> AppTest:
        app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
        chosen = {
            "pre": pair.pre,
            "fine": pair.fine[0],
            "texts": pair.texts,
            "checkpoint": pair.pre,
            "k": 2,
            "kseeds": "0 1",
        }
        for name, value in (chosen | params).items():
            if value is not None:
                app.query_params[name] = str(value)
        app.switch_page("pages/paper.py")
        return app.run()

    return opened


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, Replication]]]:
    """What was asked to run; nothing runs."""
    asked: list[tuple[str, Replication]] = []
    monkeypatch.setattr(jobs, "start", lambda kind, request: asked.append((kind, request)))
    return asked


@pytest.fixture(autouse=True)
def _typed_options_survive(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest sends back only listed options; a browser also those that were typed or stood in the link."""
    listed = Selectbox._widget_state.fget  # type: ignore[attr-defined]

    def state(box: Any) -> Any:
        if box.value is None or box.value in box.options:
            return listed(box)
        found = WidgetState()
        found.id, found.string_value = box.id, box.value
        return found

    monkeypatch.setattr(Selectbox, "_widget_state", property(state))


def words(app: AppTest) -> str:
    return "\n".join(
        element.value
        for kind in ("markdown", "caption", "error", "info", "title", "subheader")
        for element in app.get(kind)
    )


def everything(app: AppTest) -> str:
    """All that the page's own part was told to show, also of kinds that AppTest does not know."""

    def told(node: Any) -> Iterator[str]:
        yield str(getattr(node, "proto", ""))
        for child in getattr(node, "children", {}).values():
            yield from told(child)

    return "\n".join(told(app.main))


def job(monkeypatch: pytest.MonkeyPatch, wanted: Replication, state: str, **rest: Any) -> None:
    found = jobs.Job(jobs.job_id("paper", wanted), "paper", wanted, jobs.State(state), **rest)
    monkeypatch.setattr(jobs, "find", lambda id: found if id == found.id else None)


def button(app: AppTest, label: str) -> Any:
    return next(one for one in app.button if one.label == label)


def test_without_a_pair_it_says_what_to_do(open_paper: Open, fresh_home: Path) -> None:
    app = open_paper(pre=None, fine="all-MiniLM-L6-v2")  # its base is not in the catalogue
    assert not app.exception
    assert "Choose a pre-trained checkpoint and one that was fine-tuned from it" in words(app)
    assert "Fine-tune a checkpoint" in everything(app)
    assert not any(one.label == "Run the study" for one in app.button)
    assert "It can't tell" in words(app)


def test_the_pair_of_the_sidebars_checkpoint_comes_first(
    open_paper: Open, monkeypatch: pytest.MonkeyPatch, tiny: Path
) -> None:
    from core.checkpoints.card import Card

    card = Card("mine", "mine", "fine-tuned", "trained", str(tiny), fine_tuned_from="all-MiniLM-L6-v2")
    monkeypatch.setattr(sys.modules["core.checkpoints.locate"], "trained", lambda: {"mine": card})
    for checkpoint, pair in (
        ("small-bert", ["small-bert", "small-bert-stsb"]),
        ("small-bert-stsb", ["small-bert", "small-bert-stsb"]),
        ("all-MiniLM-L6-v2", ["all-MiniLM-L6-v2", "mine"]),
        ("mine", ["all-MiniLM-L6-v2", "mine"]),
        ("bert-base-uncased", ["small-bert", "small-bert-stsb"]),
    ):
        app = open_paper(checkpoint=checkpoint, pre=None, fine=None)
        assert not app.exception
        assert [box.value for box in app.selectbox if box.label in ("Pre-trained", "Fine-tuned")] == pair


def test_the_button_starts_the_job_of_what_was_chosen(
    open_paper: Open, pair: Replication, started: list[tuple[str, Replication]], fresh_home: Path
) -> None:
    app = open_paper(kmeans="kmeans2", starts=3)
    assert not app.error, words(app)
    button(app, "Run the study").click().run()
    kind, wanted = started[0]
    assert kind == "paper"
    assert (wanted.pre, wanted.fine, wanted.texts) == (pair.pre, pair.fine, pair.texts)
    assert (wanted.clusters, wanted.kmeans, wanted.starts, wanted.seeds) == (2, "kmeans2", 3, (0, 1))


def test_a_running_job_shows_how_far_it_is_and_can_be_cancelled(
    open_paper: Open, pair: Replication, monkeypatch: pytest.MonkeyPatch, fresh_home: Path
) -> None:
    job(monkeypatch, pair, "running", done=12.0, total=48.0, unit="cells", seconds=10.0)
    cancelled: list[str] = []
    monkeypatch.setattr(jobs, "leave", lambda id, who: bool(cancelled.append(id)) or True)
    app = open_paper()
    assert not app.exception
    progress = everything(app)
    assert "12 of 48 cells" in progress
    assert "30 s left" in progress
    button(app, "Cancel").click().run()
    assert cancelled == [jobs.job_id("paper", pair)]


def test_a_job_that_another_visitor_waits_for_is_stopped_when_one_insists(
    open_paper: Open, pair: Replication, monkeypatch: pytest.MonkeyPatch, fresh_home: Path
) -> None:
    job(monkeypatch, pair, "running", done=12.0, total=48.0, unit="cells", seconds=10.0)
    cancelled: list[str] = []
    monkeypatch.setattr(jobs, "cancel", cancelled.append)
    monkeypatch.setattr(jobs, "leave", lambda id, who: False)
    app = open_paper()
    button(app, "Cancel").click().run()
    assert cancelled == []
    assert "Another visitor waits for this too" in everything(app)
    button(app, "Cancel for everybody").click().run()
    assert cancelled == [jobs.job_id("paper", pair)]


@pytest.mark.parametrize(
    ("state", "message", "said"),
    [
        ("failed", "There is no room on the disk.", "There is no room on the disk"),
        ("died", "The process ended without a word.", "ended without a word"),
        ("cancelled", "", "Stopped by you. Finished cells are kept."),
    ],
)
def test_a_job_that_ended_early_says_so_and_goes_on(
    state: str,
    message: str,
    said: str,
    open_paper: Open,
    pair: Replication,
    started: list[tuple[str, Replication]],
    monkeypatch: pytest.MonkeyPatch,
    fresh_home: Path,
) -> None:
    job(monkeypatch, pair, state, message=message)
    monkeypatch.setattr(jobs, "log", lambda id: "what the process printed")
    app = open_paper()
    assert not app.exception
    assert said in words(app).replace("\\", "")
    assert any("what the process printed" in one.value for one in app.code) == (state != "cancelled")
    button(app, "Go on").click().run()
    assert started == [("paper", pair)]


def test_a_finished_study_is_shown_with_all_that_it_came_from(open_paper: Open, pair: Replication) -> None:
    answer(PAPER, pair)
    app = open_paper()
    assert not app.exception
    assert not app.error, words(app)
    assert re.search(r"\d of the paper's 5 findings hold", words(app))
    assert [one.value for one in app.subheader] == [
        "The five findings",
        "Table 1: five settings",
        "Table 2: least dominant directions removed",
        "Figure 1: isotropy of every layer",
        "Figure 2: frequency",
    ]
    page = everything(app)
    assert "weight_hash" in page
    assert "largest coordinate" in page or "sign-free" in page
    assert page.count("The paper: 27") == 1
    commands = [one.value for one in app.code]
    assert pair.command() in commands
    link = next(value for value in commands if "fine=" in value)
    assert "pre=" in link
    assert len(app.table) == 2
    assert "published, RoBERTa" in page


def test_texts_without_scores_show_what_is_left(open_paper: Open, pair: Replication, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("A man is playing.\nThe dog is eating the cat.\nA horse!\n" * 4, encoding="utf-8")
    answer(PAPER, Replication(pair.pre, pair.fine, str(corpus), clusters=2, seeds=(0, 1)))
    app = open_paper(texts=corpus)
    assert not app.exception
    assert not app.error, words(app)
    assert "cannot be tested" in words(app)


def test_silhouettes_judge_the_number_of_clusters(open_paper: Open, pair: Replication) -> None:
    for name in (pair.pre, *pair.fine):
        answer(SILHOUETTE, Selection(checkpoint=name, texts=pair.texts, clusters=2))
    app = open_paper(judge="true")
    app.toggle(key="judge").set_value(True).run()
    assert not app.exception
    assert words(app).count("2 clusters: silhouette") == 2


@pytest.mark.parametrize(
    "params",
    [
        {"pre": "<script>"},
        {"fine": "/no/such/folder"},
        {"kseeds": "one two"},
        {"kseeds": ""},
        {"kseeds": "0 0"},
        {"texts": "nowhere.csv"},
        {"fine": "SAME"},
    ],
)
def test_what_cannot_be_used_is_a_message_and_the_guide_stays(
    params: dict[str, str], open_paper: Open, pair: Replication
) -> None:
    app = open_paper(**{name: pair.pre if value == "SAME" else value for name, value in params.items()})
    assert not app.exception
    assert app.error
    assert "unforeseen" not in words(app)


@pytest.mark.parametrize(
    "params", [{"k": "many"}, {"k": "9999"}, {"kmeans": "dbscan"}, {"starts": "0"}, {"starts": "x"}]
)
def test_a_bad_value_falls_back(params: dict[str, str], open_paper: Open) -> None:
    app = open_paper(**params)
    assert not app.exception
    assert not app.error, words(app)
