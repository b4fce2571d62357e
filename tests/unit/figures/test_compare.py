"""Figures, tables, sentences and the command line of comparisons."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from core.command_line.compare_command import PARTS
from core.command_line.main import main
from core.figures.compare import drift
from core.figures.compare import views as figures
from core.figures.style import DIFFERENCE, FREQUENCY_SCALE
from core.sentences import compare as words
from core.studies.compare.table import Several, many_checkpoints
from core.studies.comparison import Comparison
from core.studies.selection import Selection
from core.studies.shim import pair_studies, run_pair
from core.tables import compare as tables
from core.texts import find
from tests.support.tiny_models import save_tiny


@pytest.fixture(scope="module")
def selection(tiny: Path, pairs_file: Path) -> Selection:
    return Selection(checkpoint=str(tiny), texts=str(pairs_file), directions=2, clusters=3)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(save_tiny(tmp_path_factory.mktemp("other") / "other-bert", seed=5))


@pytest.fixture(scope="module")
def answers(selection: Selection, other: str) -> dict[str, Any]:
    comparison = Comparison.of(selection, other)
    return {key: run_pair(key, comparison, device="cpu") for key in pair_studies()}


def built(figure: go.Figure) -> dict[str, Any]:
    found = json.loads(figure.to_json())
    assert found["layout"]["uirevision"].startswith("compare")
    return found


# --- figures ----------------------------------------------------------------------------------------------------


def test_cka_heat_map(answers: dict[str, Any]) -> None:
    found = built(drift.cka_figure(answers["compare-layers"]))
    assert found["data"][0]["x"] == found["data"][0]["y"] == ["emb.", "1", "2"]
    assert (found["data"][0]["zmin"], found["data"][0]["zmax"]) == (0, 1)


@pytest.mark.parametrize("dark", [False, True])
def test_drift_has_bands_and_chance(dark: bool, answers: dict[str, Any]) -> None:
    found = built(drift.drift_figure(answers["compare-layers"], dark))
    names = [trace["name"] for trace in found["data"]]
    assert names[0] == "by chance"
    assert names[-1] == "all words"
    assert "zipf 7 and above" in names
    assert found["data"][-1]["line"]["color"] == DIFFERENCE


@pytest.mark.parametrize("frame", ["own", "rotated"])
def test_directions(frame: str, answers: dict[str, Any]) -> None:
    found = built(drift.directions_figure(answers["compare-directions"], frame))
    assert {"k = 1", "k = 12", "overlap", "by chance"} <= {trace.get("name") for trace in found["data"]}
    assert found["data"][-1]["type"] == "heatmap"


def test_differences_are_purple_where_they_are_clear(answers: dict[str, Any]) -> None:
    answer = answers["compare-measures"]
    figure = figures.differences_figure(answer)
    assert len(figure.data) == len(answer["rows"])
    for trace, row in zip(figure.data, answer["rows"], strict=True):
        assert (trace.marker.color == DIFFERENCE) == (row["verdict"] in ("lower", "higher"))
    assert len(figures.differences_figure(answer, ("sts", "symmetric")).data) == 2
    waiting = answer | {"rows": [row | {"ci95": None, "verdict": None, "p": None} for row in answer["rows"]]}
    built(figures.differences_figure(waiting))


def test_words_and_local_structure(answers: dict[str, Any]) -> None:
    found = built(figures.words_figure(answers["compare-words"]))
    assert sum(bool(text) for text in found["data"][0]["text"]) == 12
    local = built(figures.local_figure(answers["compare-local"]))
    assert {"shuffled groups", "tiny-bert", "other-bert"} == {trace["name"] for trace in local["data"]}


@pytest.mark.parametrize("view", ["shared", "own"])
@pytest.mark.parametrize("colour", list(figures.COLOURS))
@pytest.mark.parametrize("dark", [False, True])
def test_panels_share_scale_and_words(view: str, colour: str, dark: bool, answers: dict[str, Any]) -> None:
    answer = answers["compare-projection"]
    figure = figures.pair_figure(answer, view, colour, dark=dark)
    built(figure)
    panels = [[trace for trace in figure.data if trace.xaxis == axis] for axis in ("x", "x2")]
    for panel in panels:
        assert sorted(int(point[0]) for trace in panel for point in trace.customdata) == list(range(112))
    for one, twin in zip(*panels, strict=True):
        np.testing.assert_array_equal(one.customdata, twin.customdata)
        assert one.text == twin.text
    if colour != "kind":
        assert {trace.marker.coloraxis for panel in panels for trace in panel} <= {"coloraxis", None}
        assert figure.layout.coloraxis.colorscale == go.layout.Coloraxis(colorscale=FREQUENCY_SCALE[dark]).colorscale


def test_a_selection_lights_up_in_both_panels(answers: dict[str, Any]) -> None:
    answer = answers["compare-projection"]
    chosen = [0, 7, 8, 50]
    figure = figures.pair_figure(answer, "own", selected=chosen)
    for axis in ("x", "x2"):
        lit = [
            int(trace.customdata[place][0])
            for trace in figure.data
            if trace.xaxis == axis
            for place in trace.selectedpoints
        ]
        assert sorted(lit) == chosen
    points = [{"customdata": list(trace.customdata[0])} for trace in figure.data] + [{"x": 1.0}]
    assert figures.picked(points) == sorted({int(trace.customdata[0][0]) for trace in figure.data})
    assert figures.pair_figure(answer, "own").data[0].selectedpoints is None


# --- sentences and tables ---------------------------------------------------------------------------------------


def test_every_answer_has_a_sentence_and_rows(answers: dict[str, Any]) -> None:
    for study, table, say in PARTS.values():
        answer = answers[study]
        sentence = say(answer)
        assert sentence.endswith(".")
        assert not re.search(r"\b(nan|None)\b", sentence)
        rows = table(answer)
        assert rows
        assert len({tuple(row) for row in rows}) == 1


def test_sentences_name_both_and_say_what_differs() -> None:
    def row(
        key: str, first: float, second: float, ci95: tuple[float, float] | None, said: str | None
    ) -> dict[str, Any]:
        change = second - first
        return {"key": key, "first": first, "second": second, "difference": change, "ci95": ci95, "verdict": said}

    answer: dict[str, Any] = {"first": {"title": "A"}, "second": {"title": "B"}}
    answer["rows"] = [
        row("sts", 70.0, 75.5, (5.0, 6.0), "higher"),
        row("symmetric", -1.0, -3.0, (-2.5, -1.5), "lower"),
    ]
    assert words.measures_sentence(answer) == (
        "B scores 5.50 points higher than A (95 % interval 5.00 to 6.00) and it is less isotropic "
        "(I(W) falls 100-fold: 1.0e-3 against 0.100)."
    )
    answer["rows"] = [
        row("sts", 70.0, 69.9, (-0.4, 0.2), "not distinguishable"),
        row("symmetric", -1.0, -1.0, (-0.2, 0.2), "not distinguishable"),
    ]
    assert words.measures_sentence(answer) == (
        "B does not score distinguishably from A (−0.10 points, 95 % interval −0.40 to 0.20) and I(W) is 0.100 against 0.100, "
        "not distinguishable."
    )
    answer["rows"] = [row("symmetric", -1.0, -3.0, None, None)]
    assert words.measures_sentence(answer) == "I(W) is 1.0e-3 against 0.100."


def test_shown_words_are_told_in_their_sentences(answers: dict[str, Any], selection: Selection) -> None:
    answer, texts = answers["compare-projection"], find(selection.texts)
    rows = words.shown_rows(answer, texts, [0, 1])
    assert rows[1]["Word"] == "man"
    assert rows[1]["In its sentence"] == "The [man] is playing a guitar."
    assert len(rows[0]["Nearest after"].split(", ")) == answer["k"]
    places = tables.shown_words(answer)
    assert places[1]["own, second x"] == answer["views"]["own"]["second"][1][0]


def test_people_read_verdicts(answers: dict[str, Any]) -> None:
    shown = words.measure_rows(answers["compare-measures"])
    assert [row["Measure"] for row in shown][:2] == ["STS score (points)", "I(W), symmetric"]
    assert {"tiny-bert", "other-bert", "Verdict"} <= set(shown[0])
    assert {row["Measure"] for row in words.local_rows(answers["compare-local"])} == {
        "silhouette",
        "neighbours",
        "clusters",
    }


def test_a_table_of_many(selection: Selection, other: str) -> None:
    found = many_checkpoints(Several.of(selection, (other,)), device="cpu")
    rows = tables.many(found)
    assert [row["spearman"] for row in rows] == [row["sts"]["spearman"] for row in found]
    assert rows[0]["verdict"] is None
    assert rows[1]["verdict"]


# --- the command line -------------------------------------------------------------------------------------------


@pytest.fixture
def given(selection: Selection, other: str) -> list[str]:
    options = ["--pairs", selection.texts, "--directions", "2", "--clusters", "3", "--device", "cpu"]
    return ["compare", selection.checkpoint, other, *options]


@pytest.mark.parametrize("part", [*PARTS, "table"])
def test_every_part_is_printed(
    part: str, given: list[str], capsys: pytest.CaptureFixture[str], answers: dict[str, Any]
) -> None:
    assert main([*given, "--part", part]) == 0
    text = capsys.readouterr().out
    assert text.splitlines()[0].endswith(".")
    assert main([*given, "--part", part, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert main([*given, "--part", part, "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    if part == "table":
        assert [row["checkpoint"] for row in rows] == [row["checkpoint"] for row in found]
    else:
        study, table, _ = PARTS[part]
        assert found == answers[study]
        assert len(rows) == len(table(found))


def test_two_are_measured_and_more_are_tabled_by_default(
    given: list[str], selection: Selection, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*given, "--json"]) == 0
    assert "resampled" in json.loads(capsys.readouterr().out)
    assert main([*given[:2], *given[1:], "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 3


def test_the_second_may_have_its_own_setting(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--layer", "1", "--second-layer", "0", "--second-method", "global", "--second-directions", "1"]
    assert main([*given, *options, "--part", "words", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["first"]["layer"], found["first"]["method"]) == (1, "baseline")
    assert (found["second"]["layer"], found["second"]["method"], found["second"]["directions"]) == (0, "global", 1)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--part", "words", "--layer", "9"], "no layer 9"),
        (["--part", "table", "--second-layer", "1"], "one setting for all"),
        (["--second-directions", "-1"], "0 or more"),
    ],
)
def test_wrong_use(options: list[str], message: str, given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*given, *options]) == 2
    assert message in capsys.readouterr().err


def test_a_part_of_two_needs_two(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*given[:2], *given[3:], "--part", "words"]) == 2
    assert "two checkpoints, not 1" in capsys.readouterr().err
