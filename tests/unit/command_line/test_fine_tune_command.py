"""`python -m core fine-tune` and `python -m core jobs`: what they print, their exit codes, and no traceback."""

import csv
import io
import json
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from transformers import AutoTokenizer

from core import jobs
from core.checkpoints.trained import folder_of, read_record, trained
from core.command_line import fine_tune_command
from core.command_line.main import main
from core.errors import TrainingError
from core.files import home as present_home
from core.fine_tuning.recipe import Recipe
from core.jobs import control
from core.jobs.folder import Status, job_folder, write_status
from core.jobs.process import work
from tests.support.job_processes import NoProcess
from tests.support.trainings import one_thread
from tests.unit.checkpoints.test_behaviour import gpt, save_with

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True, scope="module")
def _one_thread() -> Iterator[None]:
    with one_thread():
        yield


class Here:
    """In place of a job's process: its work is done at once, in this one."""

    def __init__(self, command: list[str], **_: Any) -> None:
        work(command[-1])

    def wait(self) -> int:
        return 0


@pytest.fixture(autouse=True)
def _jobs_here(fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(control.subprocess, "Popen", Here)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def given(tiny: Path, pairs_file: Path) -> list[str]:
    """One step."""
    arguments = ["--checkpoint", str(tiny), "--pairs", str(pairs_file), "--dev", str(pairs_file)]
    return [*arguments, "--epochs", "1", "--batch-size", "8", "--device", "cpu"]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Exit code, what was printed, what was said beside; never a traceback."""

    def command(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = main(list(arguments))
        except SystemExit as end:
            code = int(end.code or 0)
        out = capsys.readouterr()
        assert "Traceback" not in out.out + out.err
        return code, out.out, out.err

    return command


# --- fine-tune --------------------------------------------------------------------------------------------------


def test_scores_before_and_after_are_printed(given: list[str], run: Run) -> None:
    code, out, err = run("fine-tune", *given, "--name", "tuned")
    assert code == 0, err
    assert out.splitlines()[0].split()[:8] == [
        "checkpoint",
        "seed",
        "texts",
        "before",
        "after",
        "change",
        "low",
        "high",
    ]
    assert out.splitlines()[2].split()[:2] == ["tuned", "0"]
    assert "1 epoch, batch 8, learning rate 7e-05, seed 0." in err
    assert str(folder_of("tuned") / "model") in err


def test_json_is_the_card_and_csv_the_scores(given: list[str], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = run("fine-tune", *given, "--name", "tuned", "--seeds", "0", "7", "--json")
    cards = json.loads(out, parse_constant=lambda constant: pytest.fail(f"{constant} is not JSON"))
    assert code == 0
    assert [card["card"]["key"] for card in cards] == ["tuned-seed-0", "tuned-seed-7"]
    assert cards == [read_record("tuned-seed-0"), read_record("tuned-seed-7")]
    code, out, _ = run("fine-tune", *given, "--name", "tuned", "--seeds", "0", "7", "--resume", "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert [(row["checkpoint"], row["seed"]) for row in rows] == [("tuned-seed-0", "0"), ("tuned-seed-7", "7")]
    assert float(rows[1]["after"]) == cards[1]["scores"]["dev"]["after"]
    code, out, _ = run("fine-tune", *given, "--name", "one", "--dev", "", "--json")
    assert code == 0
    assert json.loads(out)["scores"] == {}
    assert run("fine-tune", *given, "--name", "two", "--dev", "")[:2] == (0, "(nothing)\n")


def test_the_printed_command_makes_the_same_again(given: list[str], run: Run) -> None:
    import shlex

    from tests.support.trainings import same, weights

    run("fine-tune", *given, "--name", "tuned", "--learning-rate", "1e-3", "--warm-up", "0")
    record = read_record("tuned")
    assert record is not None
    first = weights(folder_of("tuned"))
    assert run("fine-tune", "--remove", "tuned")[0] == 0
    assert run(*shlex.split(record["command"])[3:], "--device", "cpu")[0] == 0
    assert same(weights(folder_of("tuned")), first)


def test_a_name_is_needed_and_taken_once(given: list[str], run: Run) -> None:
    code, _, err = run("fine-tune", *given)
    assert (code, err) == (2, "isoscope: Give the result a name: --name NAME.\n")
    assert run("fine-tune", *given, "--name", "tuned")[0] == 0
    code, _, err = run("fine-tune", *given, "--name", "tuned")
    assert code == 2
    assert "a finished checkpoint named 'tuned' already" in err
    assert "--remove tuned" in err
    code, _, err = run("fine-tune", *given, "--name", "tuned", "--epochs", "2", "--resume")
    assert code == 2
    assert "of another recipe" in err


def test_what_was_trained_is_removed(given: list[str], run: Run) -> None:
    run("fine-tune", *given, "--name", "tuned")
    assert run("fine-tune", "--remove", "tuned")[:2] == (0, "Removed tuned.\n")
    assert trained() == {}
    for name in ("tuned", "..", "/"):
        code, _, err = run("fine-tune", "--remove", name)
        assert code == 2
        assert "Nothing was fine-tuned here under the name" in err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--name", "a/b"], 2, "no name for a checkpoint"),
        (["--strategy", "magic"], 2, "choose from"),
        (["--objective", "triplet"], 2, "choose from"),
        (["--pooling", "sum"], 2, "Choose one of: mean, cls"),
        (["--epochs", "0"], 2, "1 or more for epochs"),
        (["--epochs", "many"], 2, "invalid int"),
        (["--learning-rate", "7"], 2, "between 0 and 1"),
        (["--seeds", "1", "1"], 2, "different seeds"),
        (["--seeds", "-1"], 2, "different seeds"),
        (["--json", "--csv"], 2, "not allowed"),
        (["--device", "abacus"], 2, "abacus"),
        (["--name", "all-MiniLM-L6-v2"], 2, "already names another checkpoint"),
        (["--checkpoint", "no/such/folder"], 1, "no checkpoint"),
        (["--pairs", "nowhere.csv"], 1, "no texts"),
        (["--dev", "nowhere.csv"], 1, "no texts"),
        (["--columns", "a", "b", "c"], 1, "It has: sentence1, sentence2, score"),
        (["--objective", "multiple-negatives", "--high-score", "0.99"], 1, "pairs have a score of at least 0.99"),
    ],
)
def test_wrong_use_is_said_before_a_job_is_started(
    arguments: list[str], code: int, words: str, given: list[str], run: Run
) -> None:
    found, _, err = run("fine-tune", *given, "--name", "tuned", *arguments)
    assert found == code
    assert words in err
    assert jobs.all_jobs() == []


def test_a_training_that_fails_says_why(given: list[str], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    code, _, err = run("fine-tune", *given, "--name", "tuned", "--strategy", "frozen")
    assert code == 1
    assert "Fine-tuning tuned: failed. 3 frozen layers leave none of this checkpoint's 2 to train" in err
    assert "--resume" not in err
    assert run("fine-tune", *given, "--name", "tuned")[0] == 0  # the name is free

    def diverges(*_: Any) -> None:
        raise TrainingError("The loss is not a number any more.")

    monkeypatch.setattr("core.fine_tuning.train._train_seed", diverges)
    code, _, err = run("fine-tune", *given, "--name", "other")
    assert (code, "The loss is not a number any more." in err) == (1, True)


def test_paths_are_kept_whole(tiny: Path, pairs_file: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(pairs_file.parent)
    short = ["--epochs", "1", "--batch-size", "8", "--device", "cpu"]
    names = ["--checkpoint", str(tiny), "--pairs", pairs_file.name, "--dev", pairs_file.name, "--test", "stsb-dev"]
    monkeypatch.setattr(control.subprocess, "Popen", NoProcess)
    assert run("fine-tune", *names, *short, "--name", "tuned", "--background")[0] == 0
    (job,) = jobs.all_jobs()
    recipe = job.request.recipe
    assert (recipe.texts, recipe.dev, recipe.test) == (str(pairs_file), str(pairs_file), "stsb-dev")
    assert job.request.device == "cpu"


def cancelled(id: str) -> NoProcess:
    write_status(job_folder(id), Status(jobs.State.CANCELLED, message=jobs.STOPPED))
    return NoProcess()


def test_a_cancelled_training_says_how_to_go_on(given: list[str], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control.subprocess, "Popen", lambda command, **_: cancelled(command[-1]))
    code, _, err = run("fine-tune", *given, "--name", "tuned")
    assert code == 1
    assert "Fine-tuning tuned: cancelled. Stopped by you. The same command with --resume goes on." in err


def test_control_c_cancels_the_job(given: list[str], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(id: str) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(control.subprocess, "Popen", NoProcess)
    monkeypatch.setattr(fine_tune_command, "follow", interrupted)
    code, _, err = run("fine-tune", *given, "--name", "tuned")
    said, stopped = err.split("\n\n")
    assert (code, stopped) == (1, "isoscope: stopped; the same command with --resume goes on.\n")
    assert all(line.startswith("note: ") for line in said.split("\n"))  # how the pairs were read
    assert [job.state for job in jobs.all_jobs()] == ["cancelled"]


def test_a_name_on_its_way_is_not_another_recipes(given: list[str], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control.subprocess, "Popen", NoProcess)
    assert run("fine-tune", *given, "--name", "tuned", "--background")[0] == 0
    assert run("fine-tune", *given, "--name", "tuned", "--background")[0] == 0  # the same, and the same job
    code, _, err = run("fine-tune", *given, "--name", "tuned", "--background", "--learning-rate", "1e-3")
    assert code == 2
    assert "Fine-tuning tuned is on its way already, with another recipe" in err
    assert len(jobs.all_jobs()) == 1


# --- jobs -------------------------------------------------------------------------------------------------------


def test_no_jobs_and_unknown_ones(run: Run) -> None:
    code, out, _ = run("jobs")
    assert (code, out.startswith("No jobs yet")) == (0, True)
    assert json.loads(run("jobs", "--json")[1]) == []
    for action in ("--follow", "--cancel", "--log"):
        code, _, err = run("jobs", action, "nothing")
        assert code == 2
        assert "There is no one job 'nothing'" in err


def test_jobs_are_listed_and_cancelled_by_name_or_id(
    given: list[str], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("fine-tune", *given, "--name", "first")
    monkeypatch.setattr(control.subprocess, "Popen", NoProcess)
    code, out, _ = run("fine-tune", *given, "--name", "second", "--background")
    assert (code, out) == (
        0,
        "Fine-tuning second: started. Follow it: python -m core jobs --follow second\n",
    )
    rows = json.loads(run("jobs", "--json")[1])
    assert [(row["what"], row["state"]) for row in rows] == [
        ("Fine-tuning second", "waiting"),
        ("Fine-tuning first", "done"),
    ]
    assert [row["job"] for row in csv.DictReader(io.StringIO(run("jobs", "--csv")[1]))] == [row["job"] for row in rows]
    assert "Fine-tuning second" in run("jobs")[1]
    assert run("jobs", "--follow", "first")[:2] == (0, "Fine-tuning first: done.\n")
    assert run("jobs", "--follow", rows[1]["job"][:6])[:2] == (0, "Fine-tuning first: done.\n")
    assert run("jobs", "--cancel", "second")[:2] == (0, "Fine-tuning second: cancelled.\n")
    assert run("jobs", "--cancel", "first")[:2] == (0, "Fine-tuning first: done.\n")
    code, _, err = run("jobs", "--follow", "second")
    assert (code, err) == (1, "isoscope: Fine-tuning second: cancelled. Stopped by you.\n")


@pytest.mark.slow
def test_a_real_process_in_the_background(given: list[str], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    home = present_home()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ISOSCOPE_HOME", str(home / "own"))
        assert run("fine-tune", *given, "--name", "tuned", "--background")[0] == 0
        assert run("jobs", "--follow", "tuned")[:2] == (0, "Fine-tuning tuned: done.\n")
        assert list(trained()) == ["tuned"]
        code, log, _ = run("jobs", "--log", "tuned")
        assert code == 0
        assert "tuned: begins" in log
        assert "Finished tuned" in log
        assert "%|" not in log


def test_the_default_recipe_is_the_papers(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    recipe = Recipe("n")
    assert (recipe.batch_size, recipe.learning_rate, recipe.epochs, recipe.pooling) == (32, 7e-5, 3, "mean")
    assert (recipe.warm_up, recipe.objective, recipe.strategy) == (0.1, "cosine", "full")
    code, out, _ = run("fine-tune", "--help")
    assert code == 0
    assert "(default: 7e-05)" in out


def test_a_causal_checkpoint_is_trained_when_asked_for(
    given: list[str], run: Run, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_with(gpt(len(AutoTokenizer.from_pretrained(tiny))), tmp_path / "gpt", tiny)
    monkeypatch.chdir(tmp_path)
    code, _, err = run("fine-tune", *given, "--checkpoint", "gpt", "--name", "tuned")
    assert code == 1
    assert "add --causal" in err
    code, out, err = run("fine-tune", *given, "--checkpoint", "gpt", "--causal", "--name", "told", "--json")
    assert code == 0, err
    record = json.loads(out)
    assert (record["card"]["causal"], record["recipe"]["pooling"]) == (True, "lasttoken")
    assert record["recipe"]["checkpoint"] == f"causal:{tmp_path / 'gpt'}"
    assert f"--checkpoint causal:{tmp_path / 'gpt'}" in record["command"]
    assert run("fine-tune", "--name", "told", "--export", str(tmp_path / "out"))[0] == 0
    assert json.loads((tmp_path / "out" / "card.json").read_text())["causal"] is True


# --- texts --------------------------------------------------------------------------------------------------------


def test_rows_that_were_not_used_are_said(given: list[str], run: Run, tmp_path: Path, pairs_file: Path) -> None:
    path = tmp_path / "some.tsv"
    path.write_text(pairs_file.read_text() + "The man.\tA man.\tnan\nThe man.\t\t2\n")
    code, _, err = run("fine-tune", *given, "--pairs", str(path), "--name", "tuned")
    assert code == 0, err
    assert "8 rows used, 2 not" in err
    assert "note: line 10 was not used: the score 'nan' is not a finite number" in err


def test_triplets_are_learned_from_by_contrast_alone(
    given: list[str], run: Run, tmp_path: Path, pairs_file: Path
) -> None:
    path = tmp_path / "triplets.tsv"
    rows = [line.split("\t") for line in pairs_file.read_text().splitlines()[1:]]
    path.write_text(
        "anchor\tpositive\tnegative\n" + "".join(f"{a}\t{b}\tNo {i} dog.\n" for i, (a, b, _) in enumerate(rows))
    )
    code, _, err = run("fine-tune", *given, "--pairs", str(path), "--name", "tuned")
    assert code == 1
    assert "only the objective multiple-negatives learns from such" in err
    contrast = ["--pairs", str(path), "--objective", "multiple-negatives"]
    code, out, err = run("fine-tune", *given, *contrast, "--name", "tuned", "--json")
    assert code == 0, err
    assert json.loads(out)["data"]["n_pairs"] == 8
    code, _, err = run("fine-tune", *given, *contrast, "--dev", "", "--name", "unwatched")
    assert code == 0, err
