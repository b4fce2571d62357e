"""What makes numbers doubtful is said with them; sound texts are left in peace."""

from pathlib import Path

import pytest

from core.texts import Texts, find
from core.texts.find import parse
from core.texts.language import language_doubts
from core.texts.visible import is_visible

SENTENCES = [f"The {a} is {b} in the {c}." for a in ("man", "cat", "old king") for b in ("old", "asleep") for c in ("sea", "park", "rain", "sun", "snow", "house")]  # fmt: skip


def texts_of(scores: list[object], header: str = "sentence1,sentence2,score") -> Texts:
    rows = "".join(f"{a},{a[::-1]},{score}\n" for a, score in zip(SENTENCES, scores, strict=False))
    return parse(f"{header}\n{rows}".encode(), "pairs.csv", "key")


def test_sound_pairs_raise_no_doubt() -> None:
    texts = texts_of([i % 6 for i in range(36)])
    assert texts.doubts == ()
    assert texts.layout
    assert (texts.layout.rows_used, texts.layout.rows_not_used, texts.layout.scale) == (36, 0, 5.0)


def test_declared_texts_have_no_layout_and_no_doubts() -> None:
    texts = find("stsb-dev")
    assert (texts.layout, texts.doubts, texts.told_hash) == (None, (), texts.data_hash)


@pytest.mark.parametrize(
    ("header", "classes", "warned"),
    [
        ("premise,hypothesis,label", 3, True),
        ("premise,hypothesis,label", 2, True),
        ("sentence1,sentence2,label", 3, True),
        ("sentence1,sentence2,label", 2, False),
        ("sentence1,sentence2,label", 6, False),
        ("sentence1,sentence2,score", 3, False),
    ],
)
def test_classes_of_inference_are_doubted(header: str, classes: int, warned: bool) -> None:
    texts = texts_of([i % classes for i in range(36)], header)
    assert any("classes of inference" in doubt for doubt in texts.doubts) == warned


def test_few_and_repeated_pairs_are_doubted() -> None:
    assert any(doubt.startswith("so few pairs (20)") for doubt in texts_of([i % 6 for i in range(20)]).doubts)
    rows = "A.,B.,1\nB.,A.,1\nC.,D.,2\nE.,F.,3\n"
    assert "1 of 4 pairs stand there more than once and count each time" in parse(rows.encode(), "p.csv", "key").doubts


def test_sentences_over_many_lines_are_doubted() -> None:
    rows = 'sentence1,sentence2,score\n"A\nB\nC\nD",x,1\ny,z,2\nu,v,3\n'
    assert any("did a quotation mark swallow rows?" in doubt for doubt in parse(rows.encode(), "p.csv", "key").doubts)


@pytest.mark.parametrize("blank", ["\u200b", "\ufeff\u200b", "\u00ad", "\u2060", "\u3164", "\u2800", "\u200e\u200f"])
def test_sentences_without_a_visible_character_are_not_used(blank: str) -> None:
    assert not is_visible(blank)
    rows = [("One man.", "A man.", 1), (blank, "B.", 2), ("C.", blank, 3), ("D.", "E.", 4), ("F.", "G.", 5)]
    content = "sentence1,sentence2,score\n" + "".join(f"{a},{b},{s}\n" for a, b, s in rows)
    texts = parse(content.encode(), "pairs.csv", "key")
    assert texts.n_pairs == 3
    assert [(p.line, p.reason) for p in texts.problems] == [(n, "a sentence has no visible character") for n in (3, 4)]
    corpus = parse(f"One.\n{blank}\nTwo.\n".encode(), "corpus.txt", "key")
    assert corpus.sentences == ("One.", "Two.")
    assert [p.line for p in corpus.problems] == [2]


@pytest.mark.parametrize("sentence", ["a", "?", "…", "中", "👍", "é", "1", "अ", "$"])
def test_whatever_can_be_seen_is_a_sentence(sentence: str) -> None:
    assert is_visible(sentence)


GERMAN = [
    "Ein Mann spielt auf der Bühne Gitarre.", "Die Frau reitet auf einem Pferd durch den Wald.", "Zwei Hunde laufen am Strand entlang.",
    "Das Kind isst einen roten Apfel in der Küche.", "Sie hat letzte Woche ein neues Auto gekauft.", "Viele Menschen tanzen im Park.",
]  # fmt: skip


def test_another_language_than_the_lists_is_doubted(tmp_path: Path) -> None:
    path = tmp_path / "de.txt"
    path.write_text("\n".join(GERMAN), encoding="utf-8")
    assert any("Choose it (--language de)" in doubt for doubt in find(str(path)).doubts)
    assert find(str(path), language="de").doubts == ()


@pytest.mark.parametrize(
    ("sentence", "script"),
    [("一架飞机要起飞了。", "Chinese"), ("男がギターを弾いている。", "Japanese"), ("วันนี้อากาศดีมาก", "Thai")],
)
def test_scripts_without_spaces_are_named(sentence: str, script: str) -> None:
    assert any(f"{script} is written without spaces" in doubt for doubt in language_doubts((sentence,) * 3, "en"))


def test_english_names_and_short_texts_are_left_in_peace() -> None:
    assert language_doubts(tuple(SENTENCES), "en") == ()
    assert language_doubts(find("stsb-dev").sentences, "en") == ()
    assert language_doubts(("Xyzzy plugh.",), "en") == ()


def test_commas_that_may_stand_between_thousands_are_doubted() -> None:
    rows = [("A man.", "The man.", "4,200"), ("A dog.", "The dog.", "200"), ("A cat.", "The cat.", "1,800")]
    assert any("'4,200' was read as a decimal one" in doubt for doubt in parsed(rows).doubts)
    rows = [("A man.", "The man.", "4,25"), ("A dog.", "The dog.", "2"), ("A cat.", "The cat.", "1,800")]
    assert not any("decimal one" in doubt for doubt in parsed(rows).doubts)


def test_scores_that_are_all_alike_are_doubted() -> None:
    assert any("all scores are 3" in doubt for doubt in parsed([("A man.", "The man.", "3")] * 4).doubts)


def test_sentences_between_apostrophes_are_doubted() -> None:
    rows = [(f"'A man {i}.'", f"'The man {i}.'", str(i)) for i in range(4)]
    assert any("8 sentences stand between apostrophes" in doubt for doubt in parsed(rows).doubts)


def parsed(rows: list[tuple[str, str, str]]) -> Texts:
    return parse(("s1;s2;score\n" + "".join(";".join(row) + "\n" for row in rows)).encode(), "a.csv", "key")
