"""Frequency bias as answers: planted in a checkpoint's space it is found, layer by layer, and told from none."""

import json
import shlex
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from core import jobs
from core.codec import from_json, to_json
from core.command_line import frequency_command
from core.command_line.main import main
from core.errors import TextError, UsageError
from core.jobs.kind import kinds
from core.sentences import frequency as words
from core.studies.frequency.bias import FREQUENCY_BIAS, BiasRequest
from core.studies.question import answer, find
from core.studies.selection import Selection
from tests.unit.studies.frequency.conftest import Ask, Measure


def test_planted_frequency_is_found_on_every_layer_and_noise_has_none(bias: Measure) -> None:
    strong, none = bias("planted"), bias("noise")
    assert [entry.layer for entry in strong.entries] == [0, 1, 2]
    for entry in strong.entries:
        assert entry.defined
        assert entry.r2.low > 0.6
        assert entry.r2.low > entry.chance_high
        assert entry.neighbours.high < 0.9
        assert entry.neighbours.value == pytest.approx(entry.neighbours.gap / entry.neighbours.expected)
    for entry in none.entries:
        assert entry.r2.value < 0.05
        assert entry.neighbours.value == pytest.approx(1, abs=0.06)
        assert entry.neighbours.low < 1.02
    assert strong.n_words == none.n_words > 300
    assert "tells a word's frequency with R²" in words.bias_sentence(strong, strong.entries[0])
    assert "cannot be told" in words.bias_sentence(none, none.entries[0])
    assert "do not differ in frequency distinguishably from chance" in words.bias_sentence(none, none.entries[0])


def test_removing_the_planted_direction_removes_the_bias(bias: Measure) -> None:
    measured = bias("planted", over="methods", layer=1)
    by_method = {entry.method: entry for entry in measured.entries}
    assert list(by_method) == [
        "baseline",
        "zero-mean",
        "clustering-zero-mean",
        "global",
        "cluster-based",
        "sentence-mean",
    ]
    assert by_method["global"].r2.value < 0.1 < 0.6 < by_method["baseline"].r2.value
    assert by_method["zero-mean"].r2.value == pytest.approx(by_method["baseline"].r2.value, abs=1e-4)
    assert {entry.layer for entry in measured.entries} == {1}
    assert "Global" in words.methods_sentence(measured) or "Cluster-based" in words.methods_sentence(measured)


def test_one_number_a_word_is_there_for_comparisons(bias: Measure) -> None:
    measured = bias("planted")
    n = measured.n_words
    assert len(measured.words) == len(measured.zipf) == len(measured.tokens) == n
    assert measured.tokens.sum() == measured.n_tokens
    for entry in measured.entries:
        assert entry.error.shape == entry.gap.shape == (n,)
        assert sum(band.n_words for band in entry.bands) == n
        assert sum(band.n_tokens for band in entry.bands) == measured.n_tokens


def test_a_method_that_leaves_nothing_is_left_out_and_named(tiny_selection: Selection) -> None:
    request = BiasRequest(tiny_selection.but(clusters=27, directions=12), over="methods")
    measured = answer(FREQUENCY_BIAS, request)
    assert [entry.method for entry in measured.entries] == [
        "baseline",
        "zero-mean",
        "clustering-zero-mean",
        "global",
        "sentence-mean",
    ]
    assert measured.notes[0].startswith("Cluster-based is left out: ")


# --- what an answer is of ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("over", ["layers", "methods"])
def test_an_answer_says_of_its_side_only_what_it_is_of(bias: Measure, over: str) -> None:
    for layer in (1, 0):
        side = bias("planted", over=over, layer=layer, method="global").side
        assert side.layer == (None if over == "layers" else layer)
        assert side.method == ("global" if over == "layers" else "baseline")
        assert side.directions == (1 if over == "layers" else 0)


def test_an_answer_is_kept_under_what_it_depends_on(ask: Ask) -> None:
    request = ask("faint", equal_words=False, seed=7)
    assert find(FREQUENCY_BIAS, request) is None
    measured = to_json(answer(FREQUENCY_BIAS, request))
    assert to_json(find(FREQUENCY_BIAS, request)) == measured
    chosen = request.selection
    for same in (chosen.but(layer=0), chosen.but(tokens="all"), chosen.but(sample=9)):
        assert to_json(find(FREQUENCY_BIAS, replace(request, selection=same))) == measured
    for other in (
        replace(request, folds="sentences"),
        replace(request, equal_words=True),
        replace(request, whole_words=True),
        replace(request, over="methods"),
        replace(request, selection=chosen.but(method="zero-mean")),
        replace(request, selection=chosen.but(seed=1)),
        replace(request, selection=chosen.but(language="de")),
    ):
        assert find(FREQUENCY_BIAS, other) is None


# --- requests ---------------------------------------------------------------------------------------------------


def test_a_request_survives_json_and_names_its_job(ask: Ask) -> None:
    request = ask("noise", over="methods", folds="sentences", equal_words=False)
    again = from_json(BiasRequest, json.loads(json.dumps(asdict(request))))
    assert again == request
    assert "one layer" in FREQUENCY_BIAS.title(again) == kinds()["frequency-bias"].title(again)
    assert jobs.job_id("frequency-bias", request) == jobs.job_id("frequency-bias", again)


def test_the_command_of_a_request_is_understood(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[BiasRequest] = []

    def note(question: Any, request: BiasRequest, *_: Any) -> None:
        asked.append(request)
        raise UsageError("enough")

    monkeypatch.setattr(frequency_command, "answer", note)
    for request in (
        ask("noise", method="global", seed=3),
        ask("noise", over="methods", layer=1, folds="sentences", equal_words=False, whole_words=True),
    ):
        main(shlex.split(FREQUENCY_BIAS.command(request))[3:])
        assert asked[-1] == request


def test_too_few_words_and_unknown_requests_are_refused(tiny: Path, tmp_path: Path) -> None:
    short = tmp_path / "short.txt"
    short.write_text("the dog\na cat\n", encoding="utf-8")
    request = BiasRequest(Selection(checkpoint=str(tiny), texts=str(short)))
    with pytest.raises(UsageError, match=r"4 different words .*language: en.* needs 20"):
        answer(FREQUENCY_BIAS, request)
    with pytest.raises(UsageError, match="layers, methods"):
        answer(FREQUENCY_BIAS, replace(request, over="words"))
    with pytest.raises(TextError, match="no word list"):
        answer(FREQUENCY_BIAS, replace(request, selection=request.selection.but(language="xx")))
