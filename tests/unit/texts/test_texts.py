"""Texts: the STS Benchmark exactly, and whatever files users bring."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import TextError
from core.texts import Texts, find, sources
from core.texts.benchmarks.stsb import folder
from core.texts.find import keep_upload, parse
from core.texts.reading import read_table
from core.texts.reading.columns import roles_of

HEADER = ("sentence1", "sentence2", "score")
ROWS = [("A man.", "The man.", 4.5), ("A dog.", "A cat.", 1.0), ("One, two.", 'He said "no".', 3.0)]


def texts_of(content: str | bytes, name: str = "pairs.csv", columns: tuple[str, str, str] | None = None) -> Texts:
    return parse(content.encode() if isinstance(content, str) else content, name, "key", columns)


def rows_of(texts: Texts) -> list[tuple[str, str, float]]:
    assert texts.scores is not None
    n = texts.n_pairs
    return list(zip(texts.sentences[:n], texts.sentences[n:], texts.scores.tolist(), strict=True))


def csv_of(rows: list[tuple[object, ...]], separator: str = ",", end: str = "\n") -> str:
    def cell(value: object) -> str:
        text = str(value)
        return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in '",;\n') else text

    return "".join(separator.join(map(cell, row)) + end for row in rows)


def refusal(content: str | bytes, *parts: str, name: str = "pairs.csv", columns: object = None) -> str:
    """The message with which a file is refused; each of `parts` stands in it."""
    with pytest.raises(TextError) as caught:
        texts_of(content, name, columns)  # type: ignore[arg-type]
    for part in parts:
        assert part in str(caught.value)
    return str(caught.value)


# --- STS Benchmark ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("split", "count"), [("train", 5749), ("dev", 1500), ("test", 1379)])
def test_stsb_has_exactly_the_published_pairs(split: str, count: int) -> None:
    texts = find(f"stsb-{split}")
    assert (texts.n_pairs, len(texts.sentences), len(texts.genres), texts.problems) == (count, 2 * count, count, ())
    assert texts.scores is not None
    assert texts.scores.min() == 0
    assert texts.scores.max() == 5
    assert all(sentence and sentence == sentence.strip() for sentence in texts.sentences)


@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_stsb_genres_are_spelled_in_one_way(split: str) -> None:
    assert set(find(f"stsb-{split}").genres) == {"main-captions", "main-forums", "main-news"}


@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_every_stsb_pair_is_the_files(split: str) -> None:
    lines = (folder() / f"sts-{split}.csv").read_bytes().split(b"\n")
    wanted = []
    for line in lines:
        if line:
            _, _, _, _, score, first, second = line.decode().split("\t")[:7]
            wanted.append((first.strip(), second.strip(), float(score)))
    assert rows_of(find(f"stsb-{split}")) == wanted


def test_first_and_last_stsb_dev_pair() -> None:
    rows = rows_of(find("stsb-dev"))
    assert rows[0] == ("A man with a hard hat is dancing.", "A man wearing a hard hat is dancing.", 5.0)
    assert rows[-1] == (
        "New video shows US police officers beating mentally-ill man",
        "New York police officer critically wounded in hatchet attack",
        0.0,
    )


def test_quotes_in_stsb_sentences_survive() -> None:
    raw = (folder() / "sts-train.csv").read_text(encoding="utf-8").split("\n")
    wanted = sum(cell.count('"') for line in raw for cell in line.split("\t")[5:7])
    assert wanted > 0
    assert sum(sentence.count('"') for sentence in find("stsb-train").sentences) == wanted


def test_an_stsb_file_that_lost_a_pair_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (folder() / "sts-dev.csv").read_text(encoding="utf-8").split("\n")
    (tmp_path / "sts-dev.csv").write_text("\n".join(lines[1:]), encoding="utf-8")
    monkeypatch.setattr("core.texts.benchmarks.stsb.folder", lambda: tmp_path)
    with pytest.raises(TextError, match=r"1499 pairs where STS Benchmark dev has 1500. Run 'make setup' again"):
        find("stsb-dev")


def test_unknown_texts_are_refused_with_what_could_be_given() -> None:
    with pytest.raises(
        TextError, match=r"There are no texts 'no-such'. Give one of stsb-dev, stsb-test, stsb-train, or"
    ):
        find("no-such")
    assert list(sources()) == ["stsb-dev", "stsb-test", "stsb-train"]


# --- a user's pairs ---------------------------------------------------------------------------------------------


def test_csv_with_header_and_quoted_commas() -> None:
    texts = texts_of(csv_of([HEADER, *ROWS]))
    assert rows_of(texts) == ROWS
    assert texts.problems == ()


def test_csv_without_header() -> None:
    assert rows_of(texts_of(csv_of(ROWS))) == ROWS


@pytest.mark.parametrize("separator", [";", "|"])
def test_other_separators(separator: str) -> None:
    rows = [("A man.", "The man.", 4.5), ("A dog.", "A cat.", 1.0), ("A b c.", "A b.", 3.0)]
    assert rows_of(texts_of(csv_of([HEADER, *rows], separator))) == rows


def test_semicolons_with_decimal_commas() -> None:
    texts = texts_of("sentence1;sentence2;score\nA man, here.;The man.;4,5\nA dog.;A cat.;1,25\nA b.;A c.;0\n")
    assert texts.scores is not None
    assert texts.scores.tolist() == [4.5, 1.25, 0.0]


def test_quoted_newlines_stay_in_the_sentence_and_lines_are_still_counted() -> None:
    texts = texts_of('sentence1,sentence2,score\n"A\nman.",x,1\nA dog.,y,2\n"A ""b"", c.",z,3\nbad,row,none\n')
    assert texts.sentences[:3] == ("A\nman.", "A dog.", 'A "b", c.')
    assert [(line, reason) for line, reason in texts.problems] == [(6, "the score 'none' is not a finite number")]


def test_tsv_with_lone_quotation_marks() -> None:
    rows = [('"A man', 'He is 6" tall', 1.0), ("A 'dog", 'It"s', 2.0), ('"Yes" he', "No", 3.0)]
    content = "\t".join(HEADER) + "\n" + "".join("\t".join(map(str, row)) + "\n" for row in rows)
    assert rows_of(texts_of(content, "pairs.tsv")) == rows


def test_tabs_are_seen_whatever_the_ending() -> None:
    content = "\t".join(HEADER) + "\n" + "".join("\t".join(map(str, row)) + "\n" for row in ROWS)
    assert rows_of(texts_of(content, "pairs.csv")) == ROWS


@pytest.mark.parametrize("name", ["pairs.jsonl", "pairs.csv"])
def test_jsonl_is_read_by_ending_or_looks(name: str) -> None:
    lines = [json.dumps(dict(zip(HEADER, row, strict=True))) for row in ROWS]
    assert rows_of(texts_of("\n".join(lines), name)) == ROWS


def test_jsonl_with_keys_in_any_order_and_some_more() -> None:
    lines = [
        json.dumps({"id": i, "score": row[2], "sentence2": row[1]} | {"sentence1": row[0]})
        for i, row in enumerate(ROWS)
    ]
    assert rows_of(texts_of("\n".join(lines), "pairs.jsonl")) == ROWS


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_byte_order_mark_and_line_ends_do_not_matter(end: str, mark: str) -> None:
    texts = texts_of(mark + csv_of([HEADER, *ROWS], end=end))
    assert rows_of(texts) == ROWS


def test_jsonl_with_byte_order_mark_and_carriage_returns() -> None:
    lines = [json.dumps(dict(zip(HEADER, row, strict=True))) for row in ROWS]
    assert rows_of(texts_of("\ufeff" + "\r\n".join(lines), "pairs.jsonl")) == ROWS


def test_columns_chosen_by_hand() -> None:
    content = csv_of([("x", "one", "y", "two", "z"), *[(9, a, 7, b, s) for a, b, s in ROWS]])
    assert rows_of(texts_of(content, columns=("one", "two", "z"))) == ROWS
    assert rows_of(texts_of(content, columns=("two", "one", "y")))[0] == ("The man.", "A man.", 7.0)


def test_columns_chosen_by_hand_without_header() -> None:
    assert rows_of(texts_of(csv_of(ROWS), columns=("column 1", "column 2", "column 3"))) == ROWS


@pytest.mark.parametrize(
    "header",
    [
        ("id", "sentence1", "sentence2", "score", "year"),
        ("id", "left", "right", "value", "year"),
        ("score", "left", "right", "value", "year"),
        ("", "left", "right", "rating", "year"),
        ("", "sentence1", "sentence2", "label", "year"),
    ],
)
def test_columns_are_found_beside_identifiers_and_years(header: tuple[str, ...]) -> None:
    content = csv_of([header, *[(i, a, b, s, 2012) for i, (a, b, s) in enumerate(ROWS)]])
    chosen = roles_of(read_table(content.encode(), "pairs.csv")).columns
    wanted = 0 if header[0] == "score" else 3
    assert chosen == ("sentence1" if "sentence1" in header else "left", header[2], header[wanted])


def test_columns_are_found_in_the_layout_of_stsb() -> None:
    content = b"\n".join((folder() / "sts-dev.csv").read_bytes().split(b"\n")[:200])
    assert rows_of(texts_of(content, "sts.tsv")) == rows_of(find("stsb-dev"))[:200]


def test_the_index_that_pandas_writes_is_not_taken_for_the_score() -> None:
    import pandas

    content = pandas.DataFrame(ROWS, columns=["first", "second", "points"]).to_csv()
    texts = texts_of(content)
    assert rows_of(texts) == ROWS
    assert texts.problems == ()


def test_a_wrong_column_name_lists_the_columns() -> None:
    refusal(
        csv_of([HEADER, *ROWS]),
        "No column 'rating' in pairs.csv",
        "It has: sentence1, sentence2, score.",
        columns=("sentence1", "sentence2", "rating"),
    )


def test_columns_of_one_name_are_told_apart() -> None:
    table = read_table(csv_of([("text", "text", "score"), *ROWS]).encode(), "pairs.csv")
    assert table.columns == ("text (1)", "text (2)", "score")
    assert roles_of(table).columns == table.columns


def test_columns_that_cannot_be_told_apart_are_listed() -> None:
    refusal("name,remark\na,b\nc,d\n", "among: name, remark", "Name them")


def test_bad_rows_are_listed_with_line_and_reason() -> None:
    content = (
        "sentence1,sentence2,score\nA,B,1\nonly one\n\nC,,2\n ,D,2\nE,F,high\nG,H,nan\nI,J,inf\nK,L,2\nM,N,\nO,P,3\n"
    )
    texts = texts_of(content)
    assert rows_of(texts) == [("A", "B", 1.0), ("K", "L", 2.0), ("O", "P", 3.0)]
    assert [(line, reason) for line, reason in texts.problems] == [
        (3, "has 1 fields where column 3 is needed"),
        (5, "a sentence is empty"),
        (6, "a sentence is empty"),
        (7, "the score 'high' is not a finite number"),
        (8, "the score 'nan' is not a finite number"),
        (9, "the score 'inf' is not a finite number"),
        (11, "the score '' is not a finite number"),
    ]


def test_bad_lines_of_jsonl_are_listed_with_line_and_reason() -> None:
    good = [json.dumps(dict(zip(HEADER, row, strict=True))) for row in ROWS]
    bad = [
        "{not json",
        "[1, 2]",
        '{"sentence1": "a"}',
        '{"sentence1": "a", "sentence2": null, "score": 1}',
        '{"sentence1": "a", "sentence2": "b", "score": NaN}',
        '{"sentence1": "broken \\ud83d", "sentence2": "b", "score": 1}',
        "[" * 100_000,
    ]
    texts = texts_of("\n".join([good[0], *bad, *good[1:]]), "pairs.jsonl")
    assert rows_of(texts) == ROWS
    assert len(texts.hash) == 16
    reasons = dict(texts.problems)
    assert list(reasons) == [2, 3, 4, 5, 6, 7, 8]
    assert reasons[2].startswith("not JSON")
    assert reasons[3] == "not a JSON object"
    assert reasons[4] == reasons[5] == "a sentence is empty"
    assert "not a finite number" in reasons[6]
    assert "character" in reasons[7]
    assert reasons[8].startswith("not JSON")


def test_a_field_beyond_the_csv_readers_limit_is_a_bad_row_not_a_crash() -> None:
    texts = texts_of(csv_of([HEADER, *ROWS, ("x" * 200_000, "y", 1)]))
    assert rows_of(texts) == ROWS
    assert [problem.line for problem in texts.problems] == [5]


def test_too_few_pairs_are_refused_with_the_first_reasons() -> None:
    refusal(
        "sentence1,sentence2,score\nA,B,1\nC,,2\nD,E,x\n",
        "pairs.csv has 1 usable pairs and 3 are the least",
        "line 3: a sentence is empty",
        "line 4: the score 'x'",
    )


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"  \n \t\n"])
@pytest.mark.parametrize("name", ["pairs.csv", "pairs.tsv", "pairs.jsonl"])
def test_an_empty_file_is_refused(content: bytes, name: str) -> None:
    refusal(content, f"{name} is empty", "two sentences and a score", name=name)


@pytest.mark.parametrize("name", ["pairs.csv", "pairs.jsonl", "corpus.txt"])
def test_what_is_not_utf8_is_refused_with_the_place(name: str) -> None:
    refusal(b"caf\xe9,b,1\n", f"{name} is not UTF-8 text (byte 3)", "Save it as UTF-8", name=name)


def test_a_header_alone_is_refused() -> None:
    refusal("sentence1,sentence2,score\n", "0 usable pairs")


def test_a_file_of_pairs_has_its_path_as_key(pairs_file: Path) -> None:
    texts = find(str(pairs_file))
    assert (texts.key, texts.title, texts.n_pairs) == (str(pairs_file.resolve()), "pairs.tsv", 8)


def test_the_hash_is_of_the_sentences_and_the_data_hash_of_the_scores_too() -> None:
    plain, scored = texts_of(csv_of(ROWS)), texts_of(csv_of([(a, b, s + 1) for a, b, s in ROWS]))
    turned = texts_of(csv_of(ROWS[::-1]))  # type: ignore[arg-type]
    assert plain.hash == scored.hash != turned.hash
    assert plain.data_hash != scored.data_hash


# --- a corpus ---------------------------------------------------------------------------------------------------


def test_a_corpus_has_a_sentence_a_line_and_no_scores() -> None:
    texts = texts_of('\ufeffOne.\r\n\r\n  Two, "three".\n\tFour\n   \n', "corpus.txt")
    assert texts.sentences == ("One.", 'Two, "three".', "Four")
    assert (texts.scores, texts.n_pairs) == (None, 0)


def test_an_empty_corpus_is_refused() -> None:
    refusal(" \n\n", "corpus.txt has no sentences", "one a line", name="corpus.txt")


# --- a few of them ----------------------------------------------------------------------------------------------


def test_a_few_pairs_are_drawn_from_all_the_same_ones_every_time() -> None:
    every, some = find("stsb-dev"), find("stsb-dev:150")
    assert some.data_hash == find("stsb-dev:150").data_hash
    assert (some.key, some.title) == ("stsb-dev:150", "STS Benchmark, dev: 150 of 1,500 pairs")
    assert (some.n_pairs, len(some.sentences), len(some.genres)) == (150, 300, 150)
    pairs = list(zip(rows_of(every), every.genres, every.files, strict=True))
    places = [pairs.index(pair) for pair in zip(rows_of(some), some.genres, some.files, strict=True)]
    assert places == sorted(places)
    assert some.hash != every.hash


def test_genres_and_files_of_other_pairs_are_a_bug() -> None:
    with pytest.raises(ValueError, match="3 files of 150 pairs"):
        replace(find("stsb-dev:150"), files=("a", "b", "c"))


def test_a_few_of_a_file_an_upload_and_a_corpus(pairs_file: Path, tmp_path: Path, fresh_home: Path) -> None:
    assert find(f"{pairs_file}:3").n_pairs == 3
    upload = keep_upload(pairs_file.read_bytes(), "mine.tsv")
    assert rows_of(find(f"{upload.key}:3")) == rows_of(find(f"{pairs_file}:3"))
    (tmp_path / "corpus.txt").write_text("One.\nTwo.\nThree.\n")
    corpus = find(f"{tmp_path / 'corpus.txt'}:2")
    assert (len(corpus.sentences), corpus.scores) == (2, None)
    assert corpus.title.endswith("2 of 3 sentences")


def test_more_than_there_are_is_all_and_none_is_refused(pairs_file: Path, tmp_path: Path) -> None:
    assert find(f"{pairs_file}:8").key == find(f"{pairs_file}:99").key == find(str(pairs_file)).key
    with pytest.raises(TextError, match="ask for 1 or more, not 0"):
        find(f"{pairs_file}:0")
    with pytest.raises(TextError, match="There are no texts 'nowhere'"):
        find("nowhere:5")
    odd = tmp_path / "pairs:5"  # a file of that name goes first
    odd.write_text(csv_of([HEADER, *ROWS]))
    assert find(str(odd)).n_pairs == 3
