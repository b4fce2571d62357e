"""Every question reads only what it declares, and answers are kept under that and nothing else."""

import logging
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from core.codec import Floats
from core.errors import StoreError, UsageError
from core.progress import Progress
from core.studies import answers, question
from core.studies.question import Context, Question, Reads, answer, find, of_one, questions
from core.studies.selection import NAMING, Declared, Selection, UndeclaredSetting

SETTINGS = tuple(field.name for field in fields(Selection) if field.name not in NAMING)


@dataclass(frozen=True)
class Echo:
    layer: int
    draws: Floats


def asking(settings: tuple[str, ...], read: str = "layer") -> Question[Selection, Echo]:
    def compute(context: Context, progress: Progress) -> Echo:
        calls.append(getattr(context.selection, read))
        return Echo(context.selection.layer, [1.0, float("nan")])  # type: ignore[arg-type]

    return of_one("echo", "Echo", settings, compute, Echo, verb="measure")


calls: list[Any] = []


@pytest.fixture(autouse=True)
def _fresh(fresh_home: Path) -> None:
    calls.clear()


def test_only_declared_settings_can_be_read(tiny_selection: Selection) -> None:
    shown = tiny_selection.declaring(("layer",))
    assert (shown.layer, shown.checkpoint, shown.texts) == (-1, tiny_selection.checkpoint, tiny_selection.texts)
    for name in SETTINGS:
        if name != "layer":
            with pytest.raises(UndeclaredSetting, match=name):
                getattr(shown, name)
    changed = shown.but(method="global")
    assert isinstance(changed, Declared)
    assert changed.method == "global"
    with pytest.raises(UndeclaredSetting):
        changed.declaring(("tokens",))
    assert "layer=-1" in repr(shown)


def test_a_computation_that_reads_more_is_refused(tiny_selection: Selection) -> None:
    with pytest.raises(UndeclaredSetting, match="seed"):
        answer(asking(("layer",), read="seed"), tiny_selection)


def test_what_is_not_declared_does_not_name_an_answer(tiny_selection: Selection) -> None:
    echo = asking(("layer",))
    first = answer(echo, tiny_selection)
    again = answer(echo, tiny_selection.but(seed=5, method="global"))
    assert len(calls) == 1
    assert first.draws[0] == again.draws[0] == 1.0
    answer(echo, tiny_selection.but(layer=1))
    assert calls == [-1, 1]
    assert find(echo, tiny_selection.but(layer=2)) is not None  # the last layer by its number: the answer of -1
    assert find(echo, tiny_selection.but(layer=0)) is None


def test_every_declared_setting_names_the_answer(tiny_selection: Selection) -> None:
    changes = {
        "layer": 1,
        "tokens": "all",
        "method": "global",
        "directions": 1,
        "end": "least",
        "clusters": 1,
        "seed": 3,
    }
    changes |= {"sample": 9, "unit_rms": True, "kmeans": "kmeans2", "starts": 2, "fit_on": "stsb-dev"}
    assert set(changes) | {"values"} == set(SETTINGS)  # no method of the paper takes values of its own
    echo = asking(SETTINGS)
    answer(echo, tiny_selection)
    for name, value in changes.items():
        assert find(echo, tiny_selection.but(**{name: value})) is None, name


def test_a_full_disk_loses_no_answer(
    tiny_selection: Selection, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(answers, "write_atomically", full)
    with caplog.at_level(logging.WARNING):
        assert answer(asking(("layer",)), tiny_selection).layer == -1
    assert "not kept" in caplog.text


def test_a_space_that_is_evicted_meanwhile_is_made_again(tiny_selection: Selection) -> None:
    tries = []

    def compute(contexts: tuple[Context, ...], own: None, progress: Progress) -> Echo:
        tries.append(1)
        if len(tries) == 1:
            raise StoreError("evicted")
        return Echo(0, [0.0])  # type: ignore[arg-type]

    fragile: Question[Selection, Echo] = Question(
        "fragile", lambda _: "Fragile", Selection, Echo, lambda chosen: (Reads(chosen),), compute
    )
    assert answer(fragile, tiny_selection).layer == 0
    assert len(tries) == 2


def test_an_answer_of_another_shape_is_a_miss(tiny_selection: Selection, fresh_home: Path) -> None:
    echo = asking(("layer",))
    answer(echo, tiny_selection)
    name = next((fresh_home / "results").glob("*.json")).stem
    answers.write(name, {"layer": "much"})
    assert find(echo, tiny_selection) is None
    assert answer(echo, tiny_selection).layer == -1


def test_selections_that_do_not_go_together_are_refused_when_asked(tiny_selection: Selection, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("A man.\nA horse.\n", encoding="utf-8")
    both: Question[Selection, Echo] = Question(
        "both",
        lambda _: "Both",
        Selection,
        Echo,
        lambda chosen: (Reads(chosen), Reads(chosen.but(texts=str(other)))),
        lambda contexts, own, progress: Echo(0, [0.0]),  # type: ignore[arg-type]
        check=question.same_texts,
    )
    with pytest.raises(UsageError, match="same texts"):
        find(both, tiny_selection)


@pytest.mark.parametrize("key", list(questions()))
def test_every_declared_question_answers_in_a_dataclass(key: str) -> None:
    assert is_dataclass(questions()[key].answer)
