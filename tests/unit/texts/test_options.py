"""What somebody chose about a file's layout goes before the evidence, and travels in the texts' name."""

from pathlib import Path

import pytest

from core.errors import TextError, UsageError
from core.texts import find
from core.texts.find import keep_upload
from core.texts.reading.options import Options, split_name, with_options

ROWS = "A man.;The man.;1\nA dog.;A cat.;2\nOne, two.;Three, four.;3,5\n"


def test_a_name_holds_options() -> None:
    chosen = Options(delimiter="|", encoding="cp1252", header="no", first="a b", second="c&d", score="-")
    name = with_options("my pairs.csv", chosen)
    assert split_name(name) == ("my pairs.csv", chosen)
    assert with_options(name, Options(header="yes")).count("header") == 1
    assert split_name("plain.csv") == ("plain.csv", Options())
    assert with_options("plain.csv", Options()) == "plain.csv"


@pytest.mark.parametrize(
    "tail", ["?", "?x=1", "?delimiter=abcd", "?delimiter=a", "?header=perhaps", "?delimiter=%22", "?second=b"]
)
def test_options_that_there_are_not_are_refused(tmp_path: Path, tail: str) -> None:
    (tmp_path / "a.csv").write_text(ROWS)
    with pytest.raises(UsageError):
        find(f"{tmp_path / 'a.csv'}{tail}")


def test_options_go_before_the_evidence(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(ROWS.replace("dog", "döner").encode("cp1252"))
    with pytest.raises(TextError, match="not UTF-8"):
        find(str(path))
    texts = find(f"{path}?encoding=cp1252")
    assert (texts.n_pairs, texts.sentences[1]) == (3, "A döner.")
    assert find(f"{path}?encoding=cp1252:2").n_pairs == 2
    assert find(f"{path}:2?encoding=cp1252").n_pairs == 2
    assert find(f"{path}?encoding=cp1252&delimiter=none").sentences[0] == "A man.;The man.;1"
    turned = find(f"{path}?encoding=cp1252&first=column 2&second=column 1&score=-")
    assert (turned.n_unscored, turned.sentences[:2]) == (3, ("The man.", "A cat."))


def test_the_score_alone_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("left,right,x,y\nA man.,The man.,1,5\nA dog.,The dog.,2,4\nA cat.,The cat.,3.5,1\n")
    with pytest.raises(TextError, match="Several columns"):
        find(str(path))
    scores = find(f"{path}?score=y").scores
    assert scores is not None
    assert scores.tolist() == [5, 4, 1]
    assert find(f"{path}?score=-").n_unscored == 3
    with pytest.raises(TextError, match="No column 'z'"):
        find(f"{path}?score=z")


def test_an_upload_keeps_its_options_and_its_bytes(fresh_home: Path) -> None:
    content = ROWS.replace("dog", "döner").encode("cp1252")
    kept = keep_upload(content, "mine.csv", None, Options(encoding="cp1252"))
    assert find(kept.key).data_hash == kept.data_hash
    assert find(kept.key).sentences[1] == "A döner."
    assert find(f"{kept.key}:2").n_pairs == 2
    assert kept.key != keep_upload(content, "mine.csv", None, Options(encoding="latin-1")).key


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(ROWS)
    before = find(str(path))
    assert find(str(path)).sentences is before.sentences
    path.write_text(ROWS.replace("dog", "fox and more"))
    assert find(str(path)).sentences[1] == "A fox and more."
