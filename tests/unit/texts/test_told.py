"""What is told of a user's texts."""

from pathlib import Path

from core.texts import find
from core.texts.told import told


def test_a_declared_text_needs_no_word() -> None:
    assert told(find("stsb-dev")) == ()


def test_rows_that_were_not_used_are_named_and_of_many_only_the_first(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("sentence1\tsentence2\tscore\n" + "A dog.\tA cat.\t3\n" * 8 + "A dog.\tA cat.\tmany\n" * 7)
    first, *rest = told(find(str(path)))
    assert first.startswith("pairs.tsv was read as: delimited by tab;")
    assert rest[:5] == [f"line {line} was not used: the score 'many' is not a finite number" for line in range(10, 15)]
    assert rest[5] == "2 more lines were not used"
    assert any("stand there more than once" in line for line in rest[6:])
