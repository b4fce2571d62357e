"""Languages of word frequencies: chosen, checked before anything is encoded, and part of what numbers are kept under."""

from dataclasses import replace
from pathlib import Path

import pytest
import wordfreq

from core.checkpoints import locate
from core.errors import TextError
from core.progress import no_progress
from core.spaces import get_space
from core.spaces.store import space_key
from core.studies.question import Named, Reads, texts_of
from core.studies.selection import Selection
from core.texts import find
from core.texts.frequency import languages, word_spans, zipf


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.txt"
    path.write_text("Der Hund und die Katze.\nEin Mann auf einem Pferd.\n", encoding="utf-8")
    return path


def test_a_files_language_is_english_unless_another_is_chosen(corpus: Path) -> None:
    assert find(str(corpus)).language == "en"
    assert find(str(corpus), language="de").language == "de"
    assert find(str(corpus), language="en").hash == find(str(corpus)).hash
    assert find(str(corpus), language="de").hash != find(str(corpus)).hash


def test_frequencies_are_looked_up_in_the_chosen_language(corpus: Path, tiny: Path) -> None:
    space = get_space(locate(str(tiny)), find(str(corpus), language="de"), no_progress, "cpu")
    table = space.table
    for word, value in zip(table.word, table.zipf, strict=True):
        if word >= 0:
            assert value == pytest.approx(wordfreq.zipf_frequency(str(table.words[word]), "de"), abs=1e-5)


def test_numbers_in_which_frequencies_stand_are_kept_apart_and_all_others_stay(corpus: Path, tiny: Path) -> None:
    selection = Selection(checkpoint=str(tiny), texts=str(corpus))
    names = [Named.of(Reads(selection.but(language=language), ("layer",))).identity() for language in ("", "en", "de")]
    assert names[0] == names[1] != names[2]
    located = locate(str(tiny))
    keys = [space_key(located, texts_of(replace(selection, language=language))) for language in ("", "en", "de")]
    assert keys[0] == keys[1] != keys[2]


@pytest.mark.parametrize(
    ("language", "words"),
    [("xx", "no word list for the language 'xx'"), ("EN", "no word list for the language 'EN'"), ("ja", "Japanese")],
)
def test_a_language_without_a_list_is_refused_and_the_others_named(corpus: Path, language: str, words: str) -> None:
    with pytest.raises(TextError, match=words) as refused:
        find(str(corpus), language=language)
    assert ", de, " in str(refused.value)


def test_languages_whose_words_stand_apart_are_offered() -> None:
    offered = languages()
    assert {"en", "de", "fr", "ru", "hi", "ar"} <= set(offered)
    assert not {"ja", "zh", "ko"} & set(offered)
    assert find("stsb-dev", language="fil").language == "fil"


@pytest.mark.parametrize(
    ("sentence", "language", "words"),
    [
        ("Die Straße heißt „Süd“.", "de", ["Die", "Straße", "heißt", "„", "Süd", "“", "."]),
        ("L’homme et c'est aujourd’hui", "fr", ["L’homme", "et", "c'est", "aujourd’hui"]),
        ("हिन्दी में लिखना", "hi", ["हिन्दी", "में", "लिखना"]),
        ("தமிழ் மொழி", "ta", ["தமிழ்", "மொழி"]),
        ("שָׁלוֹם עולם", "he", ["שָׁלוֹם", "עולם"]),
        ("می\u200cخواهم کتاب", "fa", ["می\u200cخواهم", "کتاب"]),
        ("привет, мир", "ru", ["привет", ",", "мир"]),
    ],
)
def test_words_of_other_scripts_are_found_and_known(sentence: str, language: str, words: list[str]) -> None:
    found = [sentence[start:end] for start, end in word_spans(sentence)]
    assert found == words
    for word in found:
        assert (zipf(word, language) > 3) == any(c.isalnum() for c in word)


def test_apostrophes_of_either_kind_are_the_same() -> None:
    assert zipf("c’est", "fr") == zipf("c'est", "fr") > 6
    assert zipf("don’t") == zipf("don't") > 6


def test_the_language_survives_a_link_and_a_command() -> None:
    from core.command_line.main import _parser
    from core.command_line.selection_arguments import selection_of

    selection = Selection(texts="my.txt", language="de")
    assert "--language de" in selection.command("measure")
    assert selection_of(_parser().parse_args(selection.command("measure").split()[3:])) == selection
