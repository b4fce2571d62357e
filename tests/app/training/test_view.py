"""Every state of a training as the page shows it."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from core import jobs
from core.checkpoints.trained import folder_of, read_record
from core.fine_tuning.history import read_history
from core.fine_tuning.recipe import Recipe
from core.jobs.kinds.fine_tune import Training
from core.jobs.lanes import Lane, taken
from tests.app.training.pages import Open, alive, bar_text, button, pretend, record_on_disk, sane
from tests.support.trainings import STEPS, tiny_recipe


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
        assert r"waiting for another job to finish \(Fine-tuning first\); begins by itself" in bar_text(app)
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
    loss, score = history.losses[-1].loss, history.measurements[-1].score
    assert f"4 of 8 steps · loss {loss:.4f} · probe score {score:.2f}".replace(".", "\\.") in bar_text(app).replace(
        ".", "\\."
    )
    assert "8 s left" in bar_text(app)
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
    assert "starting" in bar_text(app)


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
    stated = {"recipe": begun.of_seed(0).to_json(), "fingerprint": "x", "data_hash": "y"}
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
        [layer["cka"] for layer in history.measurements[-1].layers]
    )
    assert "SentenceTransformer(" in "\n".join(code.value for code in app.code)
    assert len(app.get("plotly_chart")) == 2


def test_several_seeds_are_told_as_mean_and_sd(open_page: Open, done: Path) -> None:
    app = open_page(run="two")
    text = sane(app).replace("\\", "")
    changes = [record_on_disk(f"two-seed-{seed}")["scores"]["dev"]["change"] for seed in (0, 1)]
    mean, sd = np.mean(changes), np.std(changes, ddof=1)
    assert text.find(f"{abs(mean):.2f} ± {sd:.2f} points (mean ± standard deviation)") > text.find("Over 2 seeds")
    table = app.table[0].value
    assert table["Checkpoint"].tolist() == ["two-seed-0", "two-seed-1", "mean ± sd of 2 seeds"]
    assert f"{sd:.2f}" in table["Change"].iloc[-1]


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
