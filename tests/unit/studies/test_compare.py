"""Comparisons of two checkpoints: with itself, with a rotated copy, of other widths and tokenizers; many in one table."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import jobs
from core.command_line import compare_command
from core.command_line.main import _parser
from core.command_line.selection_arguments import selection_of
from core.errors import GeometryError, UsageError
from core.jobs.kind import kinds
from core.sentences import compare as words
from core.spaces.tokens import TokenTable
from core.studies.compare.drift import matched_layers, neighbours_sought
from core.studies.compare.local import BAND, CLUSTER, KIND, SAME
from core.studies.compare.measures import side_by_side
from core.studies.compare.table import Several, lookup_many, many_checkpoints
from core.studies.compare.words import word_types
from core.studies.comparison import Comparison, lookup_pair, pair_studies, run_pair
from core.studies.question import run
from core.studies.selection import Selection
from core.texts import find
from tests.support.changed_space import changed_copy
from tests.support.tiny_models import save_tiny

STUDIES = (
    "compare-measures",
    "compare-layers",
    "compare-directions",
    "compare-words",
    "compare-local",
    "compare-projection",
)
ROTATION = np.linalg.qr(np.random.default_rng(4).standard_normal((32, 32)))[0]
WIDER = np.linalg.qr(np.random.default_rng(5).standard_normal((48, 48)))[0][:32]


def noise(vectors: np.ndarray, table: TokenTable) -> np.ndarray:
    return np.random.default_rng(6).standard_normal(vectors.shape)


def planted(vectors: np.ndarray, table: TokenTable) -> np.ndarray:
    """Noise around one place for punctuation, one for each number of letters of a word."""
    length = np.array([len(word) * any(c.isalnum() for c in word) for word in table.words])[table.word]
    places = 4 * np.random.default_rng(7).standard_normal((length.max() + 1, vectors.shape[1]))
    return noise(vectors, table) + places[length]


@pytest.fixture(scope="module")
def copies(tiny: Path, pairs_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder, texts = tmp_path_factory.mktemp("copies"), find(str(pairs_file))
    changes: dict[str, Callable[[np.ndarray, TokenTable], np.ndarray]] = {
        "rotated": lambda vectors, table: vectors @ ROTATION,
        "wider": lambda vectors, table: 2 * (vectors @ WIDER) + 1,
        "noise": noise,
        "planted": planted,
    }
    made = {name: changed_copy(tiny, folder / name, texts, change) for name, change in changes.items()}
    return made | {"other": save_tiny(folder / "other", "roberta", 3, 3), "tiny": tiny}


@pytest.fixture(scope="module")
def compare(copies: dict[str, Path], pairs_file: Path) -> Callable[..., Any]:
    """A study of two of the copies, by name."""

    def answer(key: str, first: str, second: str, **options: Any) -> Any:
        given = {"directions": 2, "clusters": 3} | options
        selection = Selection(checkpoint=str(copies[first]), texts=str(pairs_file), **given)
        return run_pair(key, Comparison.of(selection, str(copies[second])), device="cpu")

    return answer


# --- with itself ------------------------------------------------------------------------------------------------


def test_a_checkpoint_does_not_differ_from_itself(compare: Callable[..., Any]) -> None:
    measures = compare("compare-measures", "tiny", "tiny")
    assert len(measures["rows"]) == 10
    for row in measures["rows"]:
        assert row["first"] == row["second"]
        assert row["difference"] == 0.0
        assert row["ci95"] == [0.0, 0.0]
        assert row["p"] == 1.0
        assert row["verdict"] == "not distinguishable"
    assert measures["notes"] == []

    layers = compare("compare-layers", "tiny", "tiny")
    np.testing.assert_allclose(np.diag(layers["cka"]), 1, atol=1e-9)
    np.testing.assert_allclose(layers["cka"], np.transpose(layers["cka"]), atol=1e-9)
    for number, row in enumerate(layers["layers"]):
        assert row["first"] == row["second"] == number
        assert row["overlap"] == 1.0
        assert row["residual"] == pytest.approx(0, abs=1e-9)
        assert all(band["mean"] == 1.0 for band in row["bands"])
        assert sum(band["n"] for band in row["bands"]) == layers["n_neighbours"]

    directions = compare("compare-directions", "tiny", "tiny")
    for frame in directions["frames"].values():
        assert max(max(angles) for angles in frame["angles"].values()) < 1e-6
        np.testing.assert_allclose(frame["overlap"], 1, atol=1e-9)
        assert frame["residual"] == pytest.approx(0, abs=1e-9)

    moved = compare("compare-words", "tiny", "tiny")
    assert moved["mean"] == pytest.approx(0, abs=1e-9)
    assert set(moved["kept"]) == {1.0}
    assert moved["near_first"] == moved["near_second"]

    local = compare("compare-local", "tiny", "tiny")
    for row in local["rows"]:
        assert row["difference"] == 0.0
        assert row["ci95"] == [0.0, 0.0]
        assert row["verdict"] == "not distinguishable"
    assert local["agreement"]["value"] == pytest.approx(1)

    shown = compare("compare-projection", "tiny", "tiny")
    assert max(shown["moved"]) < 1e-6
    for view in shown["views"].values():
        np.testing.assert_allclose(view["first"], view["second"], atol=1e-4)
    assert "not distinguishable" in words.local_sentence(local)
    assert "does not score distinguishably" in words.measures_sentence(measures)


# --- a rotated copy ---------------------------------------------------------------------------------------------


def test_a_rotation_is_recovered(compare: Callable[..., Any]) -> None:
    directions = compare("compare-directions", "tiny", "rotated")
    own, rotated = directions["frames"]["own"], directions["frames"]["rotated"]
    assert max(own["angles"]["12"]) > 20
    assert max(rotated["angles"]["12"]) < 0.1
    np.testing.assert_allclose(rotated["overlap"], 1, atol=1e-4)
    assert (own["rotated"], rotated["rotated"]) == ("", "second")
    assert own["residual"] > 0.1
    assert rotated["residual"] == pytest.approx(0, abs=1e-9)

    layers = compare("compare-layers", "tiny", "rotated")
    np.testing.assert_allclose(layers["cka"], compare("compare-layers", "tiny", "tiny")["cka"], atol=1e-5)
    assert all(row["overlap"] == pytest.approx(1, abs=0.02) for row in layers["layers"])

    moved = compare("compare-words", "tiny", "rotated")
    assert max(moved["moved"]) < 1e-4
    shown = compare("compare-projection", "tiny", "rotated")
    assert shown["rotated"] == "second"
    np.testing.assert_allclose(shown["views"]["own"]["first"], shown["views"]["own"]["second"], atol=1e-3)
    shared = [np.array(shown["views"]["shared"][side]) for side in ("first", "second")]
    assert np.abs(shared[0] - shared[1]).max() > 0.1  # the coordinates that both have are not the same here


def test_a_rotation_changes_no_measure(compare: Callable[..., Any]) -> None:
    answer = compare("compare-measures", "tiny", "rotated")
    for row in answer["rows"]:
        if row["key"] not in ("as_published", "sts"):  # the sign of an eigenvector hangs on the coordinates
            assert row["difference"] == pytest.approx(0, abs=1e-4)
            assert row["verdict"] == "not distinguishable", row
    sts = answer["rows"][0]
    assert sts["key"] == "sts"
    assert sts["verdict"] == "not distinguishable"
    local = compare("compare-local", "tiny", "rotated")
    assert {row["verdict"] for row in local["rows"] if row["groups"] != CLUSTER} == {"not distinguishable"}


# --- other widths, depths and tokenizers ------------------------------------------------------------------------


def test_another_width_is_reached_by_rotation(compare: Callable[..., Any]) -> None:
    directions = compare("compare-directions", "tiny", "wider")
    assert set(directions["frames"]) == {"rotated"}
    assert (directions["dim"], directions["frames"]["rotated"]["rotated"]) == (48, "first")
    assert max(directions["frames"]["rotated"]["angles"]["12"]) < 0.1
    assert any("different widths" in note for note in directions["notes"])
    assert max(compare("compare-words", "tiny", "wider")["moved"]) < 1e-4
    assert max(compare("compare-words", "wider", "tiny")["moved"]) < 1e-4
    shown = compare("compare-projection", "tiny", "wider")
    assert shown["rotated"] == shown["views"]["shared"]["rotated"] == "first"
    for view in shown["views"].values():
        np.testing.assert_allclose(view["first"], view["second"], atol=1e-3)
    notes = " ".join(compare("compare-measures", "tiny", "wider")["notes"])
    assert "32 and 48 dimensions" in notes
    assert "Root-mean-square norms" in notes


@pytest.mark.parametrize("key", STUDIES)
def test_another_tokenizer_and_depth(key: str, compare: Callable[..., Any]) -> None:
    for first, second in (("tiny", "other"), ("other", "tiny")):
        answer = compare(key, first, second)
        assert (answer["first"]["title"], answer["second"]["title"]) != ("", "")
        assert json.loads(json.dumps(answer)) == answer
        if key != "compare-measures":
            assert answer["total"] == 112
    if key == "compare-layers":
        assert [(row["first"], row["second"]) for row in answer["layers"]] == [(0, 0), (1, 1), (2, 1), (3, 2)]
        assert np.shape(answer["cka"]) == (4, 3)
    if key == "compare-measures":
        assert any("tokens, on which I(W)" in note for note in answer["notes"])


def test_layers_are_matched_by_depth() -> None:
    assert matched_layers(3, 3) == [(0, 0), (1, 1), (2, 2)]
    assert matched_layers(7, 13) == [(i, 2 * i) for i in range(7)]
    assert matched_layers(1, 5) == [(0, 0)]
    assert [neighbours_sought(n) for n in (3, 10, 21, 1000)] == [1, 4, 10, 10]


# --- what was planted is found ----------------------------------------------------------------------------------


def test_fading_local_structure_is_found(compare: Callable[..., Any]) -> None:
    local = compare("compare-local", "planted", "noise")
    rows = {(row["groups"], row["measure"]): row for row in local["rows"]}
    assert rows[KIND, "neighbours"]["verdict"] == rows[KIND, "silhouette"]["verdict"] == "lower"
    assert rows[SAME, "neighbours"]["verdict"] == rows[BAND, "neighbours"]["verdict"] == "lower"
    noise_alone = rows[KIND, "neighbours"]["second"]
    assert noise_alone["value"] == pytest.approx(noise_alone["chance"], abs=0.1)
    assert words.local_sentence(local).startswith("Local structure is weaker in noise than in planted")
    back = compare("compare-local", "noise", "planted")
    assert words.local_sentence(back).startswith("Local structure is stronger in planted than in noise")
    each = {row["name"]: row for row in local["each"] if row["groups"] == KIND}
    assert each["punctuation"]["first"] > 0.9 > each["punctuation"]["second"]
    assert sum(row["n"] for row in each.values()) == local["n_words"]


def test_unrelated_spaces_have_nothing_in_common(compare: Callable[..., Any]) -> None:
    layers = compare("compare-layers", "tiny", "noise")
    assert np.abs(np.array(layers["cka"])).max() < 0.3
    assert layers["layers"][1]["overlap"] == pytest.approx(layers["chance"], abs=0.06)
    measures = {row["key"]: row for row in compare("compare-measures", "tiny", "noise")["rows"]}
    assert measures["isoscore_unbiased"]["verdict"] == "higher"
    assert measures["mean_cosine"]["verdict"] == "lower"
    assert measures["symmetric"]["verdict"] == "higher"


def test_the_word_that_moved_is_named_first(copies: dict[str, Path], pairs_file: Path, tmp_path: Path) -> None:
    def change(vectors: np.ndarray, table: TokenTable) -> np.ndarray:
        moved = vectors.copy()
        moved[np.char.lower(table.words)[table.word] == "guitar"] += 8 * np.eye(32)[3]
        return moved

    folder = changed_copy(copies["tiny"], tmp_path / "moved", find(str(pairs_file)), change)
    selection = Selection(checkpoint=str(copies["tiny"]), texts=str(pairs_file))
    answer = run_pair("compare-words", Comparison.of(selection, str(folder)), device="cpu")
    assert answer["words"][0] == "guitar"
    assert "most of all 'guitar'" in words.words_sentence(answer)
    assert answer["n"][0] == 4
    row = words.word_rows(answer, [0])[0]
    assert row["Word"] == "guitar"
    assert len(row["Nearest before"].split(", ")) == answer["k"]


def test_words_need_fewer_occurrences_where_there_are_few() -> None:
    class Some:
        words = np.array(["The", "the", "dog", "cat"])
        word = np.array([0, 1, 1, 2, 2, 3])

    names, owner, least = word_types(Some, enough=2)  # type: ignore[arg-type]
    assert (names.tolist(), owner.tolist(), least) == (["dog", "the"], [1, 1, 1, 0, 0, -1], 2)
    assert word_types(Some, enough=3)[2] == 1  # type: ignore[arg-type]


# --- settings ---------------------------------------------------------------------------------------------------


def test_methods_and_layers_of_both_sides_are_used(copies: dict[str, Path], pairs_file: Path) -> None:
    first = Selection(checkpoint=str(copies["tiny"]), texts=str(pairs_file), layer=1)
    comparison = Comparison.of(first, first.checkpoint, method="global", directions=3)
    answer = run_pair("compare-measures", comparison, device="cpu")
    for side, selection in (("first", comparison.first), ("second", comparison.second)):
        alone = run("measurement", selection, device="cpu")
        rows = {row["key"]: row[side] for row in answer["rows"]}
        assert rows["sts"] == pytest.approx(alone["sts"]["spearman"])
        assert rows["symmetric"] == alone["isotropy"]["symmetric"]["log10"]
        assert rows["isoscore"] == alone["measures"]["isoscore"]
    assert words.side_names(answer) == ("tiny-bert (layer 1, baseline)", "tiny-bert (layer 1, global, D = 3)")
    moved = run_pair("compare-words", comparison, device="cpu")
    assert moved["mean"] > 0.05
    clustered = replace(comparison, second=replace(first, method="cluster-based", directions=1, clusters=2))
    assert run_pair("compare-projection", clustered, device="cpu")["second"]["clusters"] == 2


def test_without_draws_only_the_score_has_an_interval(tiny_selection: Selection) -> None:
    found = run("measurement", tiny_selection, device="cpu")
    other = run("measurement", replace(tiny_selection, layer=1), device="cpu")
    rows = side_by_side(found, other, find(tiny_selection.texts))
    assert rows[0]["ci95"] is not None
    assert all(row["ci95"] is row["verdict"] is row["p"] is None for row in rows[1:])
    answer = {"first": {"title": "a"}, "second": {"title": "b"}, "rows": rows}
    assert words.measures_sentence(answer).endswith(".")
    assert words.measure_rows(answer)[1]["95 % interval"] == "–"


def test_a_matched_sample_and_scale_are_of_both(copies: dict[str, Path], pairs_file: Path) -> None:
    first = Selection(checkpoint=str(copies["tiny"]), texts=str(pairs_file), sample=100, unit_rms=True)
    answer = run_pair("compare-measures", Comparison.of(first, str(copies["wider"])), device="cpu")
    assert answer["first"]["n_tokens"] == answer["second"]["n_tokens"] == 100
    assert not any("tokens, on which" in note or "Root-mean-square" in note for note in answer["notes"])


def test_a_corpus_has_no_score(copies: dict[str, Path], tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text(
        "A man is playing.\nThe dog is eating the cat.\nA horse!\nThe cat is on a dog.\n", encoding="utf-8"
    )
    first = Selection(checkpoint=str(copies["tiny"]), texts=str(corpus))
    comparison = Comparison.of(first, str(copies["rotated"]))
    answer = run_pair("compare-measures", comparison, device="cpu")
    assert answer["rows"][0]["key"] == "symmetric"
    assert words.measures_sentence(answer).startswith("I(W) is ")
    notes = run_pair("compare-words", comparison, device="cpu")["notes"]
    assert any("a rotation fits so few by chance" in note for note in notes)


def test_what_cannot_be_compared(copies: dict[str, Path], pairs_file: Path, tmp_path: Path) -> None:
    one = Selection(checkpoint=str(copies["tiny"]), texts=str(pairs_file))
    with pytest.raises(UsageError, match="same texts"):
        run_pair("compare-words", Comparison(one, replace(one, texts="stsb-dev")))
    with pytest.raises(UsageError, match="Unknown comparison"):
        run_pair("measurement", Comparison(one, one))
    blank = tmp_path / "blank.txt"
    blank.write_text("a\nb\n", encoding="utf-8")
    with pytest.raises(GeometryError):
        run_pair(
            "compare-layers", Comparison(replace(one, texts=str(blank)), replace(one, texts=str(blank))), device="cpu"
        )


# --- kept, found again, run in the background -------------------------------------------------------------------


def test_answers_are_kept_under_both_sides(tiny_selection: Selection, fresh_home: Path) -> None:
    comparison = Comparison.of(tiny_selection, tiny_selection.checkpoint, layer=1)
    assert lookup_pair("compare-words", comparison) is None
    answer = run_pair("compare-words", comparison, device="cpu")
    assert lookup_pair("compare-words", comparison) == answer
    assert lookup_pair("compare-words", replace(comparison, second=replace(comparison.second, layer=-2))) == answer
    swapped = Comparison(comparison.second, comparison.first)
    assert lookup_pair("compare-words", swapped) is None
    assert lookup_pair("compare-words", replace(comparison, second=tiny_selection)) is None


def test_every_comparison_is_a_job(tiny_selection: Selection) -> None:
    assert set(STUDIES) == set(pair_studies())
    comparison = Comparison.of(tiny_selection, tiny_selection.checkpoint, layer=1)
    several = Several.of(tiny_selection, (tiny_selection.checkpoint,))
    for key in (*STUDIES, "compare-table"):
        kind, request = kinds()[key], several if key == "compare-table" else comparison
        assert kind.read(json.loads(json.dumps(asdict(request)))) == request
        assert kind.title(request)
        assert jobs.job_id(key, request)
    assert jobs.job_id("compare-words", comparison) != jobs.job_id("compare-words", Comparison(*2 * (tiny_selection,)))
    seen: list[tuple[float, float, str]] = []
    kinds()["compare-words"].run(comparison, lambda *step: seen.append(step))
    assert lookup_pair("compare-words", comparison) is not None


@pytest.mark.parametrize("key", STUDIES)
def test_progress_never_goes_back(key: str, tiny_selection: Selection, fresh_home: Path) -> None:
    seen: list[tuple[float, float, str]] = []
    comparison = Comparison.of(tiny_selection, tiny_selection.checkpoint, method="global")
    run_pair(key, comparison, lambda *step: seen.append(step), "cpu")
    for unit in {step[2] for step in seen} - {"loading"}:
        of_unit = [step for step in seen if step[2] == unit]
        assert [step[0] for step in of_unit] == sorted(step[0] for step in of_unit), unit
        assert of_unit[-1][0] == of_unit[-1][1], unit


def test_the_command_makes_the_comparison_again(tiny_selection: Selection) -> None:
    first = replace(tiny_selection, layer=1, seed=3, unit_rms=True)
    comparison = Comparison.of(first, "some/other", method="global", directions=5)
    given = _parser().parse_args(comparison.command("words").split()[3:])
    assert given.part == "words"
    assert given.checkpoints == [first.checkpoint, "some/other"]
    assert replace(selection_of(given), checkpoint=first.checkpoint) == first
    assert (given.second_layer, given.second_method, given.second_directions) == (None, "global", 5)
    assert comparison.command("drift", "seed").split()[3:] == [
        "compare", first.checkpoint, "some/other", "--pairs", first.texts, "--seed", "3", "--part", "drift",
    ]  # fmt: skip


# --- many -------------------------------------------------------------------------------------------------------


def test_many_checkpoints_in_one_table(copies: dict[str, Path], pairs_file: Path, tmp_path: Path) -> None:
    first = Selection(checkpoint=str(copies["tiny"]), texts=str(pairs_file))
    several = Several.of(first, tuple(str(copies[name]) for name in ("rotated", "noise", "other")))
    found = many_checkpoints(several, device="cpu")
    assert lookup_many(several) == found
    assert found[0]["difference"] is None
    for row, selection in zip(found, several.selections, strict=True):
        alone = run("measurement", selection, device="cpu")
        assert row["isotropy"] == alone["isotropy"]
        assert "similarity" not in row
    for row in found[1:]:
        assert row["difference"]["p"] <= row["difference"]["p_holm"] <= 1
    assert found[1]["difference"]["verdict"] == "not distinguishable"
    sentence = words.many_sentence(found)
    assert sentence.startswith("Of 4 checkpoints noise is the most isotropic")
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("A man is playing.\nThe dog is eating.\n", encoding="utf-8")
    with pytest.raises(UsageError, match="same texts"):
        many_checkpoints(Several((first, replace(first, texts=str(corpus)))), device="cpu")


def test_a_part_for_every_study() -> None:
    assert {study for study, _, _ in compare_command.PARTS.values()} == set(STUDIES)
