"""The Fine-tune page: the form and what it starts, every state of a training, and mean and sd over seeds on other pages."""

import json
import os
import shlex
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from filelock import FileLock
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from core import jobs
from core.checkpoints.trained import folder_of, read_record
from core.command_line.main import _parser
from core.files import write_atomically
from core.fine_tuning.history import read_history
from core.fine_tuning.objective import objectives
from core.fine_tuning.recipe import POOLINGS, Recipe
from core.fine_tuning.strategy import strategies
from core.jobs import control
from core.jobs.folder import job_folder
from core.jobs.kinds.fine_tune import Training
from core.jobs.lanes import Lane, taken
from core.studies.question import run
from core.studies.selection import Selection
from core.tables.removal import directions_table
from core.tables.seeds import mean_and_sd, mean_and_sd_text
from core.tables.space import layers_table, measurement_table, settings_table
from tests.support.job_processes import NoProcess
from tests.support.trainings import STEPS, one_thread, tiny_recipe, train

ROOT = Path(__file__).parents[2]
PAGE = "pages/fine_tune.py"
NEW = "new training"
Open = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job is asked for; no process comes up."""
    names = {"Popen": NoProcess, "DEVNULL": None, "STDOUT": None}
    monkeypatch.setattr(control, "subprocess", SimpleNamespace(**names))


@pytest.fixture(autouse=True)
def typed_options(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was typed into a select box is sent back as a browser does; AppTest knows listed options only."""

    def state(box: Selectbox[Any]) -> WidgetState:
        shown = box.value if box.value is None else str(box.format_func(box.value))
        return WidgetState(id=box.id) if shown is None else WidgetState(id=box.id, string_value=shown)

    monkeypatch.setattr(Selectbox, "_widget_state", property(state))


@pytest.fixture(scope="module")
def trained_home(tiny: Path, pairs_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a training of one seed and one of two, copied for tests that look at them."""
    home = tmp_path_factory.mktemp("trained") / "home"
    with pytest.MonkeyPatch.context() as patch, one_thread():
        patch.setenv("ISOSCOPE_HOME", str(home))
        train(tiny_recipe(tiny, pairs_file, "one"))
        train(tiny_recipe(tiny, pairs_file, "two", seeds=(0, 1)))
    return home


@pytest.fixture
def done(trained_home: Path, fresh_home: Path) -> Path:
    """A home of this test's own with those trainings."""
    shutil.copytree(trained_home, fresh_home)
    return fresh_home


@pytest.fixture
def open_page(tiny: Path, pairs_file: Path, fresh_home: Path) -> Open:
    """Open the page, the tiny checkpoint and the eight pairs chosen."""

    def opened(page: str = PAGE, **params: Any) -> AppTest:
        app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
        for name, value in ({"checkpoint": str(tiny), "texts": str(pairs_file)} | params).items():
            app.query_params[name] = str(value)
        app.switch_page(page)
        return app.run()

    return opened


def words(app: AppTest) -> str:
    kinds = ("markdown", "caption", "error", "info", "warning", "title")
    return "\n".join(element.value for kind in kinds for element in app.get(kind))


def button(app: AppTest, label: str) -> Any:
    return next(one for one in app.button if one.label == label)


def sane(app: AppTest) -> str:
    """What the page says, none of it a bug."""
    assert not app.exception
    assert "unforeseen" not in words(app)
    return words(app)


# --- the form ---------------------------------------------------------------------------------------------------


@pytest.fixture
def form(open_page: Open, pairs_file: Path) -> AppTest:
    """The form, on the eight pairs."""
    app = open_page(run=NEW)
    for key in ("ft_texts", "ft_dev", "ft_test"):
        app.session_state[key] = str(pairs_file)
    return app.run()


def command(app: AppTest) -> Recipe:
    """The recipe of the command that the form shows, as the command line reads it."""
    line = next(code.value for code in app.code if code.value.startswith("python -m core fine-tune"))
    given = vars(_parser().parse_args(shlex.split(line)[3:]))
    return Recipe.from_json({name: given[name] or [] for name in ("columns",)} | _known(given))


def _known(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name in Recipe.__dataclass_fields__ and name != "columns"}


def test_a_first_visit_shows_the_papers_recipe(open_page: Open) -> None:
    app = open_page()
    text = sane(app)
    assert not app.error
    assert "5,749 pairs, 540 steps" in text
    recipe = command(app)
    assert replace(recipe, name="x", checkpoint="x") == Recipe("x", "x", test="stsb-test")
    assert recipe.name == "tiny-bert-stsb-train"


CHANGES: list[tuple[str, Any, dict[str, Any]]] = [
    ("ft_epochs", 7, {"epochs": 7}),
    ("ft_batch", 16, {"batch_size": 16}),
    ("ft_rate_full", 2e-5, {"learning_rate": 2e-5}),
    ("ft_warm", 0.3, {"warm_up": 0.3}),
    ("ft_seeds", "0, 1 2", {"seeds": (0, 1, 2)}),
    ("ft_every", 5, {"measure_every": 5}),
    ("ft_probe", 64, {"probe_pairs": 64}),
    ("ft_probe", 0, {"probe_pairs": 0}),
    ("ft_length", 32, {"max_length": 32}),
    ("ft_dev", "", {"dev": ""}),
    ("ft_dev", "stsb-test", {"dev": "stsb-test"}),
    ("ft_test", "", {"test": ""}),
    ("ft_checkpoint", "all-MiniLM-L6-v2", {"checkpoint": "all-MiniLM-L6-v2", "name": "all-minilm-l6-v2-pairs.tsv"}),
    ("ft_texts", "stsb-dev", {"texts": "stsb-dev", "name": "tiny-bert-stsb-dev"}),
    ("ft_name", "my-name", {"name": "my-name"}),
    *(("ft_pooling", pooling, {"pooling": pooling}) for pooling in POOLINGS),
    *(("ft_objective", key, {"objective": key}) for key in objectives()),
    *(("ft_strategy", key, {"strategy": key, "learning_rate": s.learning_rate}) for key, s in strategies().items()),
]


@pytest.mark.parametrize(("key", "value", "changed"), CHANGES, ids=[f"{key}={value}" for key, value, _ in CHANGES])
def test_each_widget_changes_the_command(key: str, value: Any, changed: dict[str, Any], form: AppTest) -> None:
    before = command(form)
    form.session_state[key] = value
    sane(form.run())
    assert not form.error, words(form)
    assert command(form) == replace(before, **changed)


@pytest.mark.parametrize(
    ("key", "value", "asks_for", "field", "its"),
    [
        ("ft_strategy", "frozen", "ft_frozen", "frozen_layers", 1),
        ("ft_strategy", "lora", "ft_rank", "rank", 4),
        ("ft_objective", "multiple-negatives", "ft_high", "high_score", 0.5),
    ],
)
def test_a_choice_asks_for_what_it_needs(
    key: str, value: str, asks_for: str, field: str, its: Any, form: AppTest
) -> None:
    assert asks_for not in form.session_state
    form.session_state[key] = value
    form.run()
    form.session_state[asks_for] = its
    sane(form.run())
    assert getattr(command(form), field) == its


def test_frozen_layers_and_high_scores_are_asked_for_together(form: AppTest) -> None:
    form.session_state["ft_objective"], form.session_state["ft_strategy"] = "multiple-negatives", "frozen"
    form.run()
    assert {"ft_high", "ft_frozen"} <= {element.key for element in (*form.slider, *form.number_input)}
    assert "3 pairs" in words(form)  # of the eight, those with a high score


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("ft_name", "a name", "is no name for a checkpoint"),
        ("ft_name", "../x", "is no name for a checkpoint"),
        ("ft_seeds", "one", "different seeds"),
        ("ft_seeds", "", "different seeds"),
        ("ft_seeds", "1 1", "different seeds"),
        ("ft_seeds", "²", "different seeds"),
        ("ft_seeds", "9" * 5000, "different seeds"),
        ("ft_texts", "/no/such/file.csv", "There are no texts"),
        ("ft_dev", "/no/such/file.csv", "There are no texts"),
        ("ft_checkpoint", "/etc", "has no config.json"),
        ("ft_checkpoint", "no such thing", "There is no checkpoint"),
    ],
)
def test_what_cannot_be_trained_is_said(key: str, value: str, message: str, form: AppTest) -> None:
    form.session_state[key] = value
    assert message in sane(form.run()).replace("\\", "")
    assert form.error
    assert form.selectbox(key="ft_checkpoint").value  # the form is still there
    if not button(form, "Start training").disabled:
        button(form, "Start training").click().run()
    assert not jobs.all_jobs()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("A cat.\nA dog.\nA man.\n", "no scored pairs to learn from"),
        ("sentence1\tsentence2\na cat\ta dog\na man\ta horse\n", "first sentence, second sentence, score"),
        ("sentence1\tsentence2\tscore\n" + "a cat\ta dog\t3\n" * 4, "nothing to tell apart"),
        ("sentence1\tsentence2\tscore\na cat\ta dog\t3\n", "1 usable pairs"),
    ],
)
def test_pairs_that_teach_nothing_are_said(content: str, message: str, form: AppTest, tmp_path: Path) -> None:
    path = tmp_path / ("some.tsv" if "\t" in content else "some.txt")
    path.write_text(content, encoding="utf-8")
    form.session_state["ft_texts"] = str(path)
    assert message in sane(form.run()).replace("\\", "")
    assert button(form, "Start training").disabled
    form.session_state["ft_texts"] = "stsb-train"
    form.run()
    assert not form.error
    assert not button(form, "Start training").disabled


def test_a_checkpoint_of_the_hub_is_announced(form: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    form.session_state["ft_checkpoint"] = "bert-base-uncased"
    assert "fetched from the Hugging Face hub first" in sane(form.run())
    assert not button(form, "Start training").disabled


@pytest.mark.parametrize("name", ["all-MiniLM-L6-v2", "one"])
def test_a_taken_name_is_refused(name: str, done: Path, form: AppTest) -> None:
    form.session_state["ft_name"] = name
    button(form.run(), "Start training").click().run()
    assert f"'{name}'" in sane(form).replace("\\", "")
    assert form.error
    assert not jobs.all_jobs()


def test_a_typed_path_is_found_from_any_folder(
    form: AppTest, pairs_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(pairs_file.parent)
    form.session_state["ft_texts"] = pairs_file.name
    form.run()
    assert command(form).texts == str(pairs_file)


def test_starting_makes_a_job_and_shows_it(form: AppTest, pairs_file: Path) -> None:
    form.session_state["ft_name"], form.session_state["ft_seeds"] = "fresh", "3 4"
    wanted = command(form.run())
    assert "each of 2 seeds" in words(form)
    button(form, "Start training").click().run()
    assert "starting" in _bar(form)
    (job,) = jobs.all_jobs()
    assert job.kind == "fine-tune"
    assert job.request == Training(wanted)
    assert (wanted.name, wanted.seeds, wanted.texts) == ("fresh", (3, 4), str(pairs_file))
    assert form.session_state["run"] == "fresh"


# --- states -----------------------------------------------------------------------------------------------------


def _bar(app: AppTest) -> str:
    return "\n".join(bar.proto.text for bar in app.get("progress"))


def pretend(recipe: Recipe, log: str = "", **status: Any) -> Path:
    """A job's folder as its process would have left it."""
    training = Training(recipe)
    folder = job_folder(jobs.job_id("fine-tune", training))
    asked = {"kind": "fine-tune", "request": asdict(training), "created": time.time() - 100}
    write_atomically(folder / "request.json", json.dumps(asked))
    write_atomically(folder / "status.json", json.dumps({"pid": 1} | status))
    (folder / "log.txt").write_text(log, encoding="utf-8")
    return folder


@contextmanager
def alive(folder: Path) -> Iterator[None]:
    """As if the job's process were there."""
    with FileLock(folder / "alive.lock"):
        yield


@pytest.fixture
def begun(done: Path, tiny: Path, pairs_file: Path) -> Recipe:
    """A training of which a history is all there is."""
    recipe = tiny_recipe(tiny, pairs_file, "begun")
    folder_of("begun").mkdir()
    shutil.copy(folder_of("one") / "history.json", folder_of("begun"))
    return recipe


def test_a_training_that_waits_says_for_whom(open_page: Open, tiny: Path, pairs_file: Path) -> None:
    first = pretend(tiny_recipe(tiny, pairs_file, "first"), state="running", unit="steps")
    folder = pretend(tiny_recipe(tiny, pairs_file), state="queued")
    with alive(first), alive(folder), taken(Lane.LONG, first.name):
        app = open_page(run="tuned")
        sane(app)
        assert r"waiting for another job to finish \(Fine-tuning first\); begins by itself" in _bar(app)
        button(app, "Cancel").click().run()
    assert "Stopped by you" in sane(app)
    assert button(app, "Resume")


def test_a_running_training_shows_how_far_it_is(open_page: Open, begun: Recipe) -> None:
    status = {"state": "running", "unit": "steps", "done": 4.0, "total": 8.0}
    folder = pretend(begun, "measured something\n", **status, seconds=8.0, begun=0.0)
    history = read_history(folder_of("begun"))
    assert history is not None
    with alive(folder):
        app = open_page(run="begun")
        text = sane(app)
    loss, score = history.losses[-1]["loss"], history.measurements[-1]["score"]
    assert f"4 of 8 steps · loss {loss:.4f} · probe score {score:.2f}".replace(".", "\\.") in _bar(app).replace(
        ".", "\\."
    )
    assert "8 s left" in _bar(app)
    assert "measured something" in "\n".join(code.value for code in app.code)
    assert f"After {STEPS} of {STEPS} steps the probe scores {score:.2f} points" in text.replace("\\", "")
    assert app.get("plotly_chart")


def test_a_cancelled_training_can_be_resumed(open_page: Open, begun: Recipe) -> None:
    pretend(begun, state="cancelled", message=jobs.STOPPED)
    app = open_page(run="begun")
    assert "Stopped by you" in sane(app)
    assert app.get("plotly_chart")
    button(app, "Resume").click().run()
    sane(app)
    (job,) = jobs.all_jobs()
    assert job.active
    assert job.request == Training(begun, resume=True)
    assert "starting" in _bar(app)


def test_a_failed_training_says_why(open_page: Open, tiny: Path, pairs_file: Path) -> None:
    pretend(tiny_recipe(tiny, pairs_file), "the whole story", state="failed", message="The *disk* is full.")
    app = open_page()
    assert r"The \*disk\* is full." in sane(app)
    assert "the whole story" in [code.value for code in app.code]
    assert button(app, "Resume")


def test_a_killed_training_is_shown_as_such(open_page: Open, begun: Recipe) -> None:
    pretend(begun, state="running", unit="steps", done=4.0, total=8.0)
    app = open_page(run="begun")
    assert "ended without a word" in sane(app)
    assert button(app, "Resume")


def test_an_unfinished_training_without_a_job_can_be_resumed(open_page: Open, begun: Recipe) -> None:
    stated = {"recipe": begun.of_seed(0), "fingerprint": "x", "data_hash": "y"}
    (folder_of("begun") / "recipe.json").write_text(json.dumps(stated), encoding="utf-8")
    app = open_page(run="begun")
    assert "not finished, and nobody works on it" in sane(app)
    button(app, "Resume").click().run()
    assert [job.request for job in jobs.all_jobs()] == [Training(begun, resume=True)]


def test_a_finished_training_says_what_came_out(open_page: Open, done: Path) -> None:
    app = open_page(run="one")
    text = sane(app).replace("\\", "")
    assert not app.error
    record, history = read_record("one"), read_history(folder_of("one"))
    assert record is not None
    assert history is not None
    found = record["scores"]["dev"]
    assert "Fine-tuning" in text
    assert "CKA with the start" in text
    shown = app.table[0].value.iloc[0]
    assert (shown["Before"], shown["After"]) == (f"{found['before']:.2f}", f"{found['after']:.2f}")
    assert app.dataframe[0].value["CKA with the start"].tolist() == pytest.approx(
        [layer["cka"] for layer in history.measurements[-1]["layers"]]
    )
    assert "SentenceTransformer(" in "\n".join(code.value for code in app.code)
    assert len(app.get("plotly_chart")) == 2


def test_several_seeds_are_told_as_mean_and_sd(open_page: Open, done: Path) -> None:
    app = open_page(run="two")
    text = sane(app).replace("\\", "")
    changes = [_record(f"two-seed-{seed}")["scores"]["dev"]["change"] for seed in (0, 1)]
    mean, sd = np.mean(changes), np.std(changes, ddof=1)
    assert text.find(f"{abs(mean):.2f} ± {sd:.2f} points (mean ± standard deviation)") > text.find("Over 2 seeds")
    table = app.table[0].value
    assert table["Checkpoint"].tolist() == ["two-seed-0", "two-seed-1", "mean ± sd of 2 seeds"]
    assert f"{sd:.2f}" in table["Change"].iloc[-1]


def _record(key: str) -> dict[str, Any]:
    record = read_record(key)
    assert record is not None
    return record


def test_layers_can_be_chosen(open_page: Open, done: Path) -> None:
    app = open_page(run="one")
    pills = next(group for group in app.get("button_group") if group.key.startswith("ft_layers"))
    assert pills.value == [0, 1, 2]
    sane(pills.set_value([1]).run())


@pytest.mark.parametrize("basis", ["both", "start", "end"])
def test_every_plane_is_drawn(basis: str, open_page: Open, done: Path) -> None:
    app = open_page(run="one")
    app.select_slider(key="ft_motion_layer_one").set_value(1)
    app.selectbox(key="ft_basis").set_value(basis).run()
    sane(app)
    assert len(app.get("plotly_chart")) == 2


def test_damaged_frames_leave_the_rest(open_page: Open, done: Path) -> None:
    (folder_of("one") / "frames.npz").write_bytes(b"garbage")
    app = open_page(run="one")
    assert "cannot be read" in sane(app)
    assert app.get("plotly_chart")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"losses": 1, "colour": 2}'])
def test_a_damaged_history_leaves_the_rest(content: bytes, open_page: Open, done: Path) -> None:
    (folder_of("one") / "history.json").write_bytes(content)
    app = open_page(run="one")
    sane(app)
    assert app.table


@pytest.mark.parametrize("name", ["nothing-like-it", "<b>x</b>", "", "../../etc"])
def test_an_unknown_training_in_a_link(name: str, open_page: Open, done: Path) -> None:
    app = open_page(run=name)
    assert "not on this machine" in sane(app)
    assert button(app, "Start training")


def test_without_a_word_the_newest_is_shown(open_page: Open, done: Path) -> None:
    app = open_page()
    assert app.selectbox(key="run").value in ("one", "two")
    button(app, "New training").click().run()
    sane(app)
    assert button(app, "Start training")


def test_removing_takes_everything_off_the_disk(open_page: Open, done: Path, tiny: Path, pairs_file: Path) -> None:
    pretend(tiny_recipe(tiny, pairs_file, "two", seeds=(0, 1)), state="done")
    app = open_page(run="two")
    button(app, "Remove for good").click().run()
    sane(app)
    assert not folder_of("two-seed-0").exists()
    assert not folder_of("two-seed-1").exists()
    assert folder_of("one").exists()
    assert not jobs.all_jobs()
    assert "two" not in app.selectbox(key="run").options


def test_a_recipe_can_be_changed(open_page: Open, done: Path) -> None:
    app = open_page(run="two")
    button(app, "Change recipe").click().run()
    sane(app)
    recipe = command(app)
    made = Recipe.from_json(_record("two-seed-0")["recipe"])
    assert replace(recipe, name="x", seeds=(0,)) == replace(made, name="x")
    assert recipe.seeds == (0, 1)
    assert recipe.name not in ("one", "two")


# --- mean and sd on the other pages -----------------------------------------------------------------------------

TOGGLES: list[tuple[str, str, Callable[[Any], Any], dict[str, Any], dict[str, Any]]] = [
    ("app.py", "settings", settings_table, {}, {}),
    ("pages/layers.py", "layers", layers_table, {}, {}),
    ("pages/directions.py", "directions", directions_table, {}, {"layer": -1}),
    (
        "pages/explore.py",
        "measurement",
        measurement_table,
        {"directions": 3},
        {"method": "global", "directions": 3, "layer": 2},
    ),
    (
        "pages/explore.py",
        "measurement",
        measurement_table,
        {"method": "zero-mean", "tokens": "all"},
        {"method": "zero-mean", "tokens": "all", "layer": 2},
    ),
]


@pytest.mark.parametrize(
    ("page", "study", "table", "params", "chosen"), TOGGLES, ids=[f"{one[0]}-{one[3]}" for one in TOGGLES]
)
def test_a_page_shows_mean_and_sd_over_seeds(
    page: str,
    study: str,
    table: Callable[[Any], Any],
    params: dict[str, Any],
    chosen: dict[str, Any],
    open_page: Open,
    done: Path,
    pairs_file: Path,
) -> None:
    seeds = ("two-seed-0", "two-seed-1")
    for seed in seeds:  # what pages would make jobs for
        for one in ("settings", "layers"):
            run(one, Selection(checkpoint=seed, texts=str(pairs_file)))
    answers = [run(study, Selection(checkpoint=seed, texts=str(pairs_file), **chosen)) for seed in seeds]
    expected = mean_and_sd_text(mean_and_sd([table(answer) for answer in answers]))

    hidden = open_page(page, checkpoint=seeds[0], **params)
    sane(hidden)
    assert next(toggle for toggle in hidden.toggle if toggle.key == "seeds").value is False
    app = open_page(page, checkpoint=seeds[0], seeds="true", **params)
    sane(app)
    assert not app.error, words(app)
    assert _plain(pd.DataFrame(expected)) in [_plain(frame.value) for frame in app.dataframe]
    assert any("±" in str(value) for row in expected for value in row.values())


def _plain(table: pd.DataFrame) -> list[dict[str, str]]:
    """Its cells as text."""
    return table.astype(str).to_dict("records")


@pytest.mark.parametrize("checkpoint", ["one", "TINY"])
def test_one_seed_has_no_such_switch(
    checkpoint: str, open_page: Open, done: Path, tiny: Path, pairs_file: Path
) -> None:
    name = str(tiny) if checkpoint == "TINY" else checkpoint
    run("layers", Selection(checkpoint=name, texts=str(pairs_file)))
    app = open_page("pages/layers.py", checkpoint=name, seeds="true")
    sane(app)
    assert "seeds" not in [toggle.key for toggle in app.toggle]


def test_links_of_the_result_open_the_seed_and_its_spread(open_page: Open, done: Path, pairs_file: Path) -> None:
    for seed in (0, 1):
        run("layers", Selection(checkpoint=f"two-seed-{seed}", texts=str(pairs_file)))
    carried = {"to_checkpoint": "two-seed-1", "to_texts": str(pairs_file), "to_seeds": "true"}
    app = open_page("pages/layers.py", checkpoint=Selection.checkpoint, texts="stsb-dev", **carried)
    sane(app)
    assert app.selectbox(key="checkpoint").value == "two-seed-1"
    assert app.selectbox(key="texts").value == str(pairs_file)
    assert next(toggle for toggle in app.toggle if toggle.key == "seeds").value is True
    assert os.environ["ISOSCOPE_HOME"] == str(done)
