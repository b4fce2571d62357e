"""The form: every widget changes the command; what cannot be trained is said; starting makes a job."""

import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core import jobs
from core.command_line.main import _parser
from core.fine_tuning.objective import objectives
from core.fine_tuning.recipe import POOLINGS, Recipe, SeedRecipe
from core.fine_tuning.strategy import strategies
from core.jobs.kinds.fine_tune import Training
from tests.app.training.pages import NEW, Open, bar_text, button, record_on_disk, sane, words
from tests.support.one_file_each import OBJECTIVE, STRATEGY


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
    return Recipe.from_json(vars(_parser().parse_args(shlex.split(line)[3:])))


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
    *(("ft_pooling", pooling, {"pooling": pooling}) for pooling in [*POOLINGS, "cls+max"]),
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
        ("ft_strategy", "frozen", "ft_frozen_layers", "frozen_layers", 1),
        ("ft_strategy", "lora", "ft_rank", "rank", 4),
        ("ft_objective", "multiple-negatives", "ft_high_score", "high_score", 0.5),
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
    assert command(form).values[field] == its


def test_frozen_layers_and_high_scores_are_asked_for_together(form: AppTest) -> None:
    form.session_state["ft_objective"], form.session_state["ft_strategy"] = "multiple-negatives", "frozen"
    form.run()
    assert {"ft_high_score", "ft_frozen_layers"} <= {element.key for element in form.number_input}
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
        ("ft_checkpoint", "/etc", "There is no checkpoint"),
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
        ("sentence1\tsentence2\n" + "a cat\ta dog\n" * 4, "only the objective multiple-negatives"),
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
    assert "starting" in bar_text(form)
    (job,) = jobs.all_jobs()
    assert job.kind == "fine-tune"
    assert job.request == Training(wanted)
    assert (wanted.name, wanted.seeds, wanted.texts) == ("fresh", (3, 4), str(pairs_file))
    assert form.session_state["run"] == "fresh"


def test_a_recipe_can_be_changed(open_page: Open, done: Path) -> None:
    app = open_page(run="two")
    button(app, "Change recipe").click().run()
    sane(app)
    recipe = command(app)
    made = SeedRecipe.from_json(record_on_disk("two-seed-0")["recipe"]).recipe
    assert replace(recipe, name="x", seeds=(0,)) == replace(made, name="x")
    assert recipe.seeds == (0, 1)
    assert recipe.name not in ("one", "two")


def test_a_new_strategy_and_objective_are_asked_for_what_they_declare(
    one_file: Callable[[str, str, str], None], form: AppTest
) -> None:
    one_file("core.fine_tuning.strategies", "last", STRATEGY)
    one_file("core.fine_tuning.objectives", "clear", OBJECTIVE)
    form.run()
    form.session_state["ft_strategy"], form.session_state["ft_objective"] = "last", "clear"
    form.run()
    assert form.number_input(key="ft_last_layers").help == "How many layers from above are trained."
    form.session_state["ft_last_layers"], form.session_state["ft_margin"] = 2, 0.3
    sane(form.run())
    recipe = command(form)
    assert (recipe.strategy, recipe.objective) == ("last", "clear")
    assert recipe.used() == {"last_layers": 2, "margin": 0.3}
