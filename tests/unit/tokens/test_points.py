"""Points of maps: tokens, words and sentences, their vectors, and what they can be coloured by."""

from pathlib import Path

import numpy as np
import pytest

from core.checkpoints import locate
from core.errors import UsageError
from core.figures.frequency.panel import Panel
from core.geometry.rows import as_rows
from core.progress import no_progress
from core.spaces import Space, get_space
from core.studies.space.clusters import cluster_of_units
from core.tables.frequency import in_context
from core.texts import Texts, find
from core.texts.text import pairs
from core.tokens.factors import token_factors
from core.tokens.points import COLOURS, colours, hover_texts, point_details, points_of_word
from core.tokens.units import UNITS, Units, unit_vectors, units
from core.tokens.word_types import word_types
from tests.support.tiny_models import save_tiny

GENRES = ("news", "captions", "news", "forums", "news", "captions", "news", "forums")


@pytest.fixture(scope="module", params=["bert", "roberta"])
def space(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, pairs_file: Path
) -> tuple[Space, Texts]:
    plain = find(str(pairs_file))
    assert plain.scores is not None
    rows = [(plain.sentences[i], plain.sentences[8 + i], float(plain.scores[i])) for i in range(8)]
    texts = pairs("genres", "With genres", rows, GENRES)
    checkpoint = save_tiny(tmp_path_factory.mktemp("points") / request.param, request.param)
    return get_space(locate(str(checkpoint)), texts, no_progress, "cpu"), texts


# --- units ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", list(UNITS))
@pytest.mark.parametrize("tokens", ["words", "all"])
def test_a_units_vector_is_the_mean_of_its_tokens(space: tuple[Space, Texts], unit: str, tokens: str) -> None:
    encoded, _ = space
    rows, sentence = encoded.select(1, tokens)
    vectors, index = rows.to_array(), encoded.table.rows(tokens)
    found = units(encoded.table, tokens, unit)
    owner = {"tokens": index, "sentences": sentence, "words": word_types(encoded.table).of_token[index]}[unit]
    assert found.number.tolist() == sorted(set(owner[owner >= 0].tolist()))
    chosen = np.arange(0, len(found.number), 3)
    wanted = np.stack([vectors[owner == number].mean(axis=0) for number in found.number[chosen]])
    got = unit_vectors(rows, found, chosen)
    assert got.dtype == np.float32
    np.testing.assert_allclose(got, wanted, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("unit", list(UNITS))
def test_samples_are_seeded_and_smaller_ones_are_inside_larger_ones(space: tuple[Space, Texts], unit: str) -> None:
    found = units(space[0].table, "words", unit, 1)
    small, large = found.sample(6), found.sample(11)
    assert small.tolist() == sorted(small.tolist())
    assert len(small) == 6
    assert set(small.tolist()) < set(large.tolist())
    assert units(space[0].table, "words", unit, 1).sample(6).tolist() == small.tolist()
    assert units(space[0].table, "words", unit, 2).sample(11).tolist() != large.tolist()
    assert found.sample(10**6).tolist() == list(range(len(found.number)))


def test_blocks_do_not_matter_to_means() -> None:
    random = np.random.default_rng(2)
    vectors, owner = random.standard_normal((5000, 3)), random.integers(-1, 40, 5000)
    number = np.arange(40)
    got = unit_vectors(as_rows(vectors), Units(number, owner, number), number)
    np.testing.assert_allclose(got, [vectors[owner == one].mean(axis=0) for one in number], atol=1e-6)


def test_an_unknown_unit_is_refused_with_the_others(space: tuple[Space, Texts]) -> None:
    with pytest.raises(UsageError, match="Choose one of: tokens, words, sentences"):
        units(space[0].table, "words", "letters")


# --- details ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", list(UNITS))
def test_details_are_means_of_the_tokens_factors(space: tuple[Space, Texts], unit: str) -> None:
    encoded, texts = space
    table, index = encoded.table, encoded.table.rows("words")
    number = units(table, "words", unit).number[1::2]
    found = point_details(table, texts, unit, number)
    factors = token_factors(table, texts, index)
    owner = {"tokens": index, "sentences": table.sentence[index], "words": word_types(table).of_token[index]}[unit]
    for point, one in enumerate(number):
        mine = owner == one
        assert found.count[point] == mine.sum()
        assert found.row[point] == index[mine][0]
        for name, values in (
            ("frequency", found.frequency),
            ("position", found.position),
            ("sentence length", found.length),
        ):
            known = factors[name][mine][np.isfinite(factors[name][mine])]
            if len(known):
                assert values[point] == pytest.approx(known.mean())
            else:
                assert np.isnan(values[point])
        assert found.sub_word[point] == factors["sub-word"][mine].any()
        assert found.punctuation[point] == factors["punctuation"][mine].all()
        kinds, counts = np.unique(factors["genre"][mine], return_counts=True)
        assert counts[kinds == found.genre[point]] == counts.max()


@pytest.mark.parametrize("unit", list(UNITS))
def test_every_colour_that_is_offered_can_be_shown(space: tuple[Space, Texts], unit: str) -> None:
    encoded, texts = space
    number = units(encoded.table, "words", unit).number
    found = point_details(encoded.table, texts, unit, number)
    offered = colours(unit, "words", texts)
    assert {"frequency", "length", "cluster", "genre"} <= set(offered)
    for colour in offered:
        if colour == "cluster":
            continue
        values = found.values(colour)
        assert len(values) == len(number)
        assert (values.dtype.kind == "f") == (not COLOURS[colour].categories)
    with pytest.raises(UsageError, match="cannot be coloured by 'cluster'"):
        found.values("cluster")


def test_colours_that_tell_nothing_apart_are_not_offered(space: tuple[Space, Texts]) -> None:
    texts = space[1]
    assert colours("tokens", "cls", texts) == ["length", "cluster", "genre", "sentence"]
    assert "genre" not in colours("tokens", "words", Texts("corpus", "Corpus", texts.sentences))
    assert "position" not in colours("sentences", "words", texts)
    assert next(iter(COLOURS)) == "frequency"


def test_punctuation_and_unknown_words_have_no_frequency(space: tuple[Space, Texts]) -> None:
    encoded, texts = space
    number = units(encoded.table, "words", "words").number
    found = point_details(encoded.table, texts, "words", number)
    names = {str(name): i for i, name in enumerate(found.name)}
    assert np.isnan(found.frequency[names["."]])
    assert found.punctuation[names["."]]
    assert found.frequency[names["dog"]] > 4
    assert not found.punctuation[names["dog"]]


@pytest.mark.parametrize("unit", list(UNITS))
def test_pointing_at_a_point_shows_it_in_its_sentence(space: tuple[Space, Texts], unit: str) -> None:
    encoded, texts = space
    number = units(encoded.table, "words", unit).number
    found = point_details(encoded.table, texts, unit, number)
    shown = hover_texts(found, encoded.table, texts, unit)
    assert len(shown) == len(number)
    at = next(i for i in range(len(number)) if "horse" in str(found.name[i]))
    wanted = {"tokens": "<b>", "words": "<b>horse</b> (", "sentences": "horse"}[unit]
    assert wanted in shown[at]
    if unit == "sentences":
        assert shown == [str(texts.sentences[i]).replace("&", "&amp;") for i in number]


# --- search and selection ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", list(UNITS))
def test_a_word_is_found_in_any_case_among_points(space: tuple[Space, Texts], unit: str) -> None:
    encoded, texts = space
    table = encoded.table
    number = units(table, "words", unit).number
    found = point_details(table, texts, unit, number)
    rows = points_of_word(table, unit, number, "DOG")
    if unit == "sentences":
        import re

        wanted = [i for i, sentence in enumerate(texts.sentences) if re.search(r"\bdog\b", sentence, re.IGNORECASE)]
        assert number[rows].tolist() == wanted
    else:
        assert len(rows)
        words = word_types(table)
        dog = np.flatnonzero(words.names == "dog")
        mine = words.of_token[found.row[rows]]
        assert set(mine.tolist()) == set(dog.tolist())
    assert len(points_of_word(table, unit, number, "dog*")) >= len(rows)
    assert len(points_of_word(table, unit, number, "elephant")) == 0


def test_selected_tokens_are_listed_in_their_sentences(space: tuple[Space, Texts]) -> None:
    encoded, texts = space
    number = units(encoded.table, "words", "tokens").number
    found = point_details(encoded.table, texts, "tokens", number)
    chosen = points_of_word(encoded.table, "tokens", number, "guitar")
    rows = in_context(found, encoded.table, texts, chosen)
    assert len(rows) == len(chosen) > 0
    for row, point in zip(rows, chosen, strict=True):
        assert row["name"] == "guitar"
        whole = str(row["before"]) + str(row["token"]) + str(row["after"])
        assert whole.strip("…") in texts.sentences[found.sentence[point]]
        assert row["genre"] in GENRES
        assert row["zipf"] == pytest.approx(found.frequency[point], abs=0.01)


def test_clusters_of_words_and_sentences_are_those_nearest_to_their_vectors(space: tuple[Space, Texts]) -> None:
    encoded, _ = space
    centres = np.random.default_rng(3).standard_normal((4, encoded.dim))
    rows, _ = encoded.select(1, "words")
    for unit in UNITS:
        found = units(encoded.table, "words", unit)
        chosen = np.arange(1, len(found.number), 2)
        vectors = unit_vectors(rows, found, chosen)
        wanted = np.linalg.norm(vectors[:, None] - centres, axis=2).argmin(axis=1)
        got = cluster_of_units(encoded, 1, "words", unit, found.number[chosen], centres)
        assert got.tolist() == wanted.tolist()


def test_a_panel_knows_its_dimensions() -> None:
    none: np.ndarray = np.zeros(0)
    assert Panel("", np.zeros((3, 3)), none, [], ("a", "b", "c"), none).dimensions == 3
