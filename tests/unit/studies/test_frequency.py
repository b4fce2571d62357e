"""Frequency bias as answers: planted in a checkpoint's space it is found, layer by layer, and told from none."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import jobs
from core.errors import TextError, UsageError
from core.jobs.kind import kinds
from core.progress import no_progress
from core.sentences import frequency as words
from core.spaces.tokens import TokenTable
from core.studies.frequency import bias as frequency
from core.studies.frequency.bias import BiasRequest, known_words, lookup_bias, run_bias
from core.studies.frequency.bias_difference import bias_difference
from core.studies.question import Named
from core.studies.selection import Selection
from core.tables import frequency as tables
from core.texts import find
from core.texts.benchmarks import stsb
from core.tokens.factors import cut_words
from core.tokens.word_types import word_types
from tests.support.changed_space import changed_copy

SENTENCES = 260  # of STS-B, so that there are some hundred words


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("texts") / "corpus.txt"
    path.write_text("\n".join(stsb.read("dev").sentences[:SENTENCES]), encoding="utf-8")
    return path


def noise(vectors: np.ndarray, table: TokenTable) -> np.ndarray:
    """Nothing of words."""
    return np.random.default_rng(6).standard_normal(vectors.shape) + 1


def planted(vectors: np.ndarray, table: TokenTable, strength: float = 2.0) -> np.ndarray:
    """The same noise, moved along a direction by frequency."""
    out = noise(vectors, table)
    out[:, 3] += strength * (table.zipf - 4.5) * (table.zipf > 0)
    return out


def faint(vectors: np.ndarray, table: TokenTable) -> np.ndarray:
    return planted(vectors, table, 1.0)


def wider(vectors: np.ndarray, table: TokenTable) -> np.ndarray:
    return np.hstack([planted(vectors, table), np.random.default_rng(8).standard_normal((len(vectors), 9))])


@pytest.fixture(scope="module")
def copies(tiny: Path, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder, texts = tmp_path_factory.mktemp("copies"), find(str(corpus))
    changes: tuple[Callable[..., np.ndarray], ...] = (noise, planted, faint, wider)
    made = {change.__name__: changed_copy(tiny, folder / change.__name__, texts, change) for change in changes}
    return {name: str(path) for name, path in made.items()}


@pytest.fixture(scope="module")
def bias(copies: dict[str, str], corpus: Path) -> Callable[..., dict[str, Any]]:
    def answer(checkpoint: str, **given: Any) -> dict[str, Any]:
        return run_bias(request_for(copies[checkpoint], corpus, **given), device="cpu")

    return answer


def request_for(checkpoint: str, corpus: Path, **given: Any) -> BiasRequest:
    chosen = {name: given.pop(name) for name in list(given) if name in Selection.__dataclass_fields__}
    selection = Selection(checkpoint=checkpoint, texts=str(corpus), directions=1, clusters=3, **chosen)
    return BiasRequest(selection, **given)


# --- one space --------------------------------------------------------------------------------------------------


def test_planted_frequency_is_found_on_every_layer_and_noise_has_none(bias: Callable[..., dict[str, Any]]) -> None:
    strong, none = bias("planted"), bias("noise")
    assert [entry["layer"] for entry in strong["entries"]] == [0, 1, 2]
    for entry in strong["entries"]:
        assert entry["r2"]["low"] > 0.6
        assert entry["r2"]["low"] > entry["chance_high"]
        assert entry["neighbours"]["high"] < 0.9
    for entry in none["entries"]:
        assert entry["r2"]["value"] < 0.05
        assert entry["neighbours"]["value"] == pytest.approx(1, abs=0.06)
        assert entry["neighbours"]["low"] < 1.02
    assert strong["n_words"] == none["n_words"] > 300
    assert "tells a word's frequency with R²" in words.bias_sentence(strong, strong["entries"][0])
    assert "cannot be told" in words.bias_sentence(none, none["entries"][0])
    assert "as much as by chance" in words.bias_sentence(none, none["entries"][0])
    assert words.layers_sentence(strong).count("R² = ") == 1


def test_removing_the_planted_direction_removes_the_bias(bias: Callable[..., dict[str, Any]]) -> None:
    answer = bias("planted", over="methods", layer=1)
    by_method = {entry["method"]: entry for entry in answer["entries"]}
    assert list(by_method) == ["baseline", "zero-mean", "clustering-zero-mean", "global", "cluster-based"]
    assert by_method["global"]["r2"]["value"] < 0.1 < 0.6 < by_method["baseline"]["r2"]["value"]
    change = bias_difference(answer, by_method["baseline"], answer, by_method["global"])
    assert change["r2"]["difference"]["high"] < 0
    assert change["r2"]["verdict"] == "lower"
    assert "Global" in words.methods_sentence(answer) or "Cluster-based" in words.methods_sentence(answer)
    shift = bias_difference(answer, by_method["baseline"], answer, by_method["zero-mean"])
    assert shift["r2"]["difference"]["value"] == pytest.approx(0, abs=1e-4)


def test_only_words_of_known_frequency_count_and_cut_ones_can_be_left_out(
    copies: dict[str, str], corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = request_for(copies["noise"], corpus)
    context = Named.of(request.selection).context(no_progress)
    known = known_words(context, request)
    table = context.space.table
    rows = table.rows("words")
    types = word_types(table)
    assert (known.zipf > 0).all()
    for row, word in zip(rows, known.word, strict=True):
        name = types.names[types.of_token[row]] if types.of_token[row] >= 0 else ""
        assert (word >= 0) == bool(name and any(c.isalnum() for c in name) and table.zipf[row] > 0)
        if word >= 0:
            assert known.names[word] == name
    monkeypatch.setattr(frequency, "LEAST_WORDS", 5)
    whole = known_words(context, replace(request, whole_words=True))
    cut = cut_words(table, context.texts, np.arange(table.n_sentences))[rows]
    assert not cut[whole.word >= 0].any()
    assert set(known.names) - set(whole.names)
    assert whole.cut == (cut & (known.word >= 0)).sum()


def test_no_word_is_in_two_folds_unless_folds_are_of_sentences(copies: dict[str, str], corpus: Path) -> None:
    request = request_for(copies["noise"], corpus)
    context = Named.of(request.selection).context(no_progress)
    known = known_words(context, request)
    there = known.word >= 0
    pairs = np.unique(np.stack([known.word[there], known.fold[there]]), axis=1)
    assert pairs.shape[1] == len(known.names)
    assert set(known.fold[there].tolist()) == {0, 1, 2, 3, 4}
    sentences = known_words(context, replace(request, folds="sentences"))
    sentence = context.space.table.sentence[context.space.table.rows("words")]
    pairs = np.unique(np.stack([sentence, sentences.fold]), axis=1)
    assert pairs.shape[1] == len(np.unique(sentence))


def test_both_sentences_of_a_pair_are_in_one_fold(tiny: Path) -> None:
    request = BiasRequest(Selection(checkpoint=str(tiny), texts="stsb-dev"), folds="sentences")
    named = Named.of(request.selection)
    from core.checkpoints.load import load
    from core.spaces.space import Space
    from core.spaces.tokens import tokenize
    from core.studies.question import Context

    texts = named.texts
    some = replace(texts, sentences=texts.sentences[:40] + texts.sentences[1500:1540], scores=np.zeros(40))
    encoder = load(named.located, "cpu")
    table = tokenize(some.sentences, encoder.tokenizer, 64).table
    known = known_words(Context(named.selection, named.located, some, Space("", Path(), {}, table)), request)
    sentence = table.sentence[table.rows("words")]
    fold = {int(one): int(of) for one, of in zip(sentence, known.fold, strict=True)}
    assert all(fold[i] == fold[40 + i] for i in range(40))


def test_neighbours_are_of_different_words_and_every_word_has_one_token(copies: dict[str, str], corpus: Path) -> None:
    request = request_for(copies["noise"], corpus)
    known = known_words(Named.of(request.selection).context(no_progress), request)
    near = known.word[known.near]
    assert len(set(near.tolist())) == len(near) == len(known.names)
    assert known.near.tolist() == sorted(known.near.tolist())


# --- pairs ------------------------------------------------------------------------------------------------------


def test_a_checkpoint_differs_from_itself_by_nothing(bias: Callable[..., dict[str, Any]]) -> None:
    answer = bias("planted")
    found = bias_difference(answer, answer["entries"][1], answer, answer["entries"][1])
    for key in ("r2", "neighbours"):
        assert list(found[key]["difference"].values()) == [0.0, 0.0, 0.0]
        assert found[key]["verdict"] == "not distinguishable"
        assert not found[key]["gone"]
    assert found["r2"]["first"]["value"] == pytest.approx(answer["entries"][1]["r2"]["value"], abs=1e-4)
    assert found["neighbours"]["first"]["value"] == pytest.approx(answer["entries"][1]["neighbours"]["value"], abs=1e-4)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("planted", "noise", "removed frequency bias"),
        ("planted", "faint", "reduced frequency bias and did not remove it"),
        ("faint", "planted", "increased frequency bias"),
        ("planted", "planted", "no distinguishable difference"),
    ],
)
def test_the_verdict_of_a_pair_is_what_was_planted(
    bias: Callable[..., dict[str, Any]], first: str, second: str, said: str
) -> None:
    one, other = bias(first), bias(second)
    before, after = one["entries"][-1], other["entries"][-1]
    found = bias_difference(one, before, other, after)
    assert said in words.pair_verdict(one, other, found)
    sentence = words.pair_sentence(one, before, other, after, found)
    assert said in sentence
    assert sentence.startswith("A word's frequency is told with R²")


def test_fine_tuning_is_named_where_it_was(bias: Callable[..., dict[str, Any]]) -> None:
    one, other = (json.loads(json.dumps(bias(name))) for name in ("planted", "noise"))
    one["side"]["role"], other["side"]["role"] = "pre-trained", "fine-tuned"
    found = bias_difference(one, one["entries"][0], other, other["entries"][0])
    assert words.pair_verdict(one, other, found).startswith("Fine-tuning removed")


def test_widths_may_differ_and_only_common_words_count(bias: Callable[..., dict[str, Any]]) -> None:
    one, other = bias("planted"), json.loads(json.dumps(bias("wider")))
    some = slice(0, None, 2)
    for name in ("words", "zipf", "tokens"):
        other[name] = other[name][some]
    after = other["entries"][1]
    after["error"], after["gap"] = after["error"][some], after["gap"][some]
    found = bias_difference(one, one["entries"][1], other, after)
    assert found["n_words"] == len(other["words"])
    assert abs(found["r2"]["difference"]["value"]) < 0.05


def test_what_was_measured_otherwise_is_not_compared(bias: Callable[..., dict[str, Any]]) -> None:
    one, other = bias("planted"), bias("noise", equal_words=False)
    with pytest.raises(UsageError, match="measured in the same way"):
        bias_difference(one, one["entries"][0], other, other["entries"][0])
    none = json.loads(json.dumps(one))
    none["words"] = [f"x{word}" for word in none["words"]]
    with pytest.raises(UsageError, match="0 words in common"):
        bias_difference(one, one["entries"][0], none, none["entries"][0])


# --- tables, keeping, requests ----------------------------------------------------------------------------------


def test_tables_have_a_row_for_everything(bias: Callable[..., dict[str, Any]]) -> None:
    layers, by_method = bias("planted"), bias("planted", over="methods", layer=1)
    assert [row["layer"] for row in tables.bias(layers)] == [0, 1, 2]
    assert tables.methods(by_method)[0]["method"] == "baseline"
    rows = tables.bands(layers)
    assert {row["layer"] for row in rows} == {0, 1, 2}
    assert sum(row["n_words"] for row in rows if row["layer"] == 0) == layers["n_words"]
    assert sum(row["n_tokens"] for row in rows if row["layer"] == 0) == layers["n_tokens"]
    found = tables.pair(layers, bias("noise"), [(0, 0), (2, 2)])
    assert [row["second layer"] for row in found] == [0, 2]
    assert all(len({frozenset(row) for row in table}) == 1 for table in (rows, found, tables.methods(by_method)))


def test_an_answer_is_kept_under_what_it_depends_on(copies: dict[str, str], corpus: Path) -> None:
    request = request_for(copies["faint"], corpus, equal_words=False, seed=7)
    assert lookup_bias(request) is None
    answer = run_bias(request)
    assert lookup_bias(request) == answer
    chosen = request.selection
    for same in (replace(chosen, layer=0), replace(chosen, tokens="all"), replace(chosen, sample=9)):
        assert lookup_bias(replace(request, selection=same)) == answer
    for other in (
        replace(request, folds="sentences"),
        replace(request, equal_words=True),
        replace(request, whole_words=True),
        replace(request, over="methods"),
        replace(request, selection=replace(chosen, method="zero-mean")),
        replace(request, selection=replace(chosen, seed=1)),
        replace(request, selection=replace(chosen, language="de")),
    ):
        assert lookup_bias(other) is None


def test_a_request_survives_json_and_names_its_job(copies: dict[str, str], corpus: Path) -> None:
    request = request_for(copies["noise"], corpus, over="methods", folds="sentences", equal_words=False)
    again = BiasRequest.from_json(json.loads(json.dumps(asdict(request))))
    assert again == request
    assert "one layer" in kinds()["frequency-bias"].title(again)
    assert jobs.job_id("frequency-bias", request) == jobs.job_id("frequency-bias", again)


def test_the_command_of_a_request_is_understood(
    copies: dict[str, str], corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shlex

    from core.command_line import frequency_command
    from core.command_line.main import main

    asked: list[BiasRequest] = []

    def note(request: BiasRequest, *_: Any) -> dict[str, Any]:
        asked.append(request)
        raise UsageError("enough")

    monkeypatch.setattr(frequency_command, "run_bias", note)
    for request in (
        request_for(copies["noise"], corpus, method="global", seed=3),
        request_for(
            copies["noise"], corpus, over="methods", layer=1, folds="sentences", equal_words=False, whole_words=True
        ),
    ):
        main(shlex.split(request.command())[3:])
        assert asked[-1] == request


def test_too_few_words_and_unknown_requests_are_refused(tiny: Path, tmp_path: Path) -> None:
    short = tmp_path / "short.txt"
    short.write_text("the dog\na cat\n", encoding="utf-8")
    request = BiasRequest(Selection(checkpoint=str(tiny), texts=str(short)))
    with pytest.raises(UsageError, match=r"4 different words .*language: en.* needs 20"):
        run_bias(request)
    with pytest.raises(UsageError, match="layers, methods"):
        run_bias(replace(request, over="words"))
    with pytest.raises(TextError, match="no word list"):
        run_bias(replace(request, selection=replace(request.selection, language="xx")))


def test_words_that_are_all_equally_frequent_have_no_r2_and_a_sentence(bias: Callable[..., dict[str, Any]]) -> None:
    answer = json.loads(json.dumps(bias("noise")))
    for entry in answer["entries"]:
        entry["r2"] = {"value": None, "low": None, "high": None}
    answer["zipf"] = [4.0] * len(answer["zipf"])
    assert "equally frequent" in words.bias_sentence(answer, answer["entries"][0])
    assert "equally frequent" in words.layers_sentence(answer)
    assert "equally frequent" in words.methods_sentence(answer)
    found = bias_difference(answer, answer["entries"][0], answer, answer["entries"][1])
    assert "equally frequent" in words.pair_sentence(answer, answer["entries"][0], answer, answer["entries"][1], found)


def test_a_method_that_leaves_nothing_is_left_out_and_named(tiny_selection: Selection) -> None:
    answer = run_bias(BiasRequest(replace(tiny_selection, clusters=27, directions=12), over="methods"))
    assert [entry["method"] for entry in answer["entries"]] == [
        "baseline",
        "zero-mean",
        "clustering-zero-mean",
        "global",
    ]
    assert answer["notes"][0].startswith("Cluster-based is left out: ")
