"""Files of pairs as they are in the wild: each kind gives the pairs that stand in it, or a refusal that says what to do."""

import gzip
import json
from pathlib import Path

import pytest

from core.errors import TextError
from core.texts import Texts, find
from core.texts.find import parse
from core.texts.reading import read_table

PAIRS = [
    ("A man is playing a guitar.", "A man plays the guitar on a stage.", 4.2),
    ("A woman is riding a brown horse.", "A lady rides a horse in the field.", 4.0),
    ("Two dogs run along the beach.", "A pair of dogs is running by the sea.", 4.6),
    ("The committee will vote on Monday.", "The vote of the committee was delayed.", 2.8),
    ("A child is eating an apple.", "A boy eats a pear in the kitchen.", 2.6),
    ("The train to the north was late.", "Many trains were cancelled because of snow.", 1.8),
    ("She bought a new car last week.", "Last week she bought a new car.", 5.0),
    ("He sold his old bicycle.", "The river is very deep here.", 0.2),
    ("The company reported higher profits.", "Profits of the company rose this year.", 4.4),
    ("A cat sleeps on the sofa.", "The stock market fell on Friday.", 0.0),
    ("The minister spoke about taxes.", "A speech on taxes was given by the minister.", 4.5),
    ("Rain is expected in the evening.", "The evening will be dry and sunny.", 1.5),
]
HEADER = ("sentence1", "sentence2", "score")


def lines(*columns: object, head: tuple[object, ...] = HEADER, by: str = ",", end: str = "\n") -> str:
    """A table: each column is 'first', 'second', 'score', or what gives row i its cell."""

    def cell(column: object, i: int) -> str:
        named = {"first": 0, "second": 1, "score": 2}
        return str(PAIRS[i][named[column]] if column in named else column(i) if callable(column) else column)

    rows = [[cell(column, i) for column in columns] for i in range(len(PAIRS))]
    return "".join(by.join(map(str, row)) + end for row in ([head] if head else []) + rows)


def read(content: str | bytes, name: str = "pairs.csv") -> Texts:
    return parse(content.encode() if isinstance(content, str) else content, name, "key")


def rows_of(texts: Texts) -> list[tuple[str, str, float]]:
    assert texts.scores is not None
    n = texts.n_pairs
    return list(zip(texts.sentences[:n], texts.sentences[n:], texts.scores.tolist(), strict=True))


# --- which column is the score ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (
            lines(
                lambda i: i + 1, "first", "second", lambda i: i % 3, "score", "A_neutral_B", "first", "second", "FLICKR", "FLICKR",
                head=("id", "sentence_A", "sentence_B", "label", "relatedness_score", "entailment_AB", "sentence_A_original",
                      "sentence_B_original", "sentence_A_dataset", "sentence_B_dataset"),
            ),
            "relatedness_score",
        ),
        (lines(lambda i: i % 2, "first", "second", "score", head=("label", *HEADER)), "score"),
        (
            lines(lambda i: 11 * i, "first", "second", lambda i: len(PAIRS[i][0]), lambda i: len(PAIRS[i][1]), "score",
                  head=("pair", "left", "right", "len_left", "len_right", "rating")),
            "rating",
        ),
        (lines("first", "second", lambda i: len(PAIRS[i][0]), "score", head=("left", "right", "x", "y")), "y"),
        (lines("first", "second", "score", lambda i: 2010 + i % 3, head=("left", "right", "x", "y")), "x"),
        (lines(lambda i: f"{i:04}", "score", "first", "second", head=("x", "y", "left", "right")), "y"),
    ],
)  # fmt: skip
def test_the_score_is_told_from_other_numbers(content: str, name: str) -> None:
    texts = read(content)
    assert rows_of(texts) == PAIRS
    assert texts.layout
    assert texts.layout.score == name


def test_identifiers_of_sentences_are_no_score() -> None:
    head = ("Quality", "#1 ID", "#2 ID", "#1 String", "#2 String")
    content = lines(
        lambda i: i % 2, lambda i: 702876 + 37 * i, lambda i: 704000 - 11 * i, "first", "second", head=head, by="\t"
    )
    texts = read("\ufeff" + content, "msr_paraphrase.txt")
    assert texts.layout
    assert (texts.layout.first, texts.layout.second, texts.layout.score) == ("#1 String", "#2 String", "Quality")
    assert rows_of(texts) == [(a, b, i % 2) for i, (a, b, _) in enumerate(PAIRS)]


@pytest.mark.parametrize(
    ("head", "named"),
    [
        (("sentence1", "sentence2", "score", "similarity"), "score, similarity"),
        (("left", "right", "x", "y"), "x, y"),
        (("Sentence 1", "Sentence 2", "Annotator A", "Annotator B"), "Annotator A, Annotator B"),
    ],
)
def test_where_several_columns_could_be_the_score_it_is_asked(head: tuple[str, ...], named: str) -> None:
    content = lines("first", "second", "score", lambda i: 5 - PAIRS[i][2], head=head)
    with pytest.raises(TextError, match=f"Several columns could be the score: {named}. Say which: --columns"):
        read(content)
    texts = parse(content.encode(), "pairs.csv", "key", (head[0], head[1], head[3]))
    assert [score for *_, score in rows_of(texts)] == [5 - score for *_, score in PAIRS]


def test_a_score_in_words_or_percent_is_asked_about() -> None:
    content = lines("first", "second", lambda i: f"{20 * PAIRS[i][2]:.0f}%", by="\t")
    with pytest.raises(TextError, match="score is named like a score, but 0% of its cells are numbers"):
        read(content, "pairs.tsv")


# --- where pairs stand --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        lines("first", "second", "score", by="\t"),
        lines(lambda i: i, "first", "second", "score", head=(), by="||"),
        lines("first", "second", "score", head=(), by=" ||| "),
        lines("first", "second", "score", head=(), by="\t", end="\r\n"),
        lines("first", "second", "score"),
        lines(
            lambda i: i + 1, "first", "second", "NEUTRAL", "score", "A_neutral_B", "TRIAL", by="\t",
            head=("pair_ID", "sentence_A", "sentence_B", "entailment_label", "relatedness_score", "entailment_AB", "SemEval_set"),
        ),
    ],
)  # fmt: skip
def test_pairs_in_txt_are_pairs(content: str) -> None:
    assert rows_of(read(content, "pairs.txt")) == PAIRS


def test_pairs_and_scores_in_two_files(tmp_path: Path) -> None:
    pairs, scores = tmp_path / "STS.input.headlines.txt", tmp_path / "STS.gs.headlines.txt"
    pairs.write_text(lines("first", "second", head=(), by="\t"))
    assert find(str(pairs)).n_unscored == len(PAIRS)
    scores.write_text(lines("score", head=()))
    texts = find(str(pairs))
    assert rows_of(texts) == PAIRS
    assert texts.layout
    assert "scores are from STS.gs.headlines.txt" in texts.layout.notes
    scores.write_text("\n".join(["", *lines("score", head=()).split("\n")[1:]]))  # some pairs were never rated
    assert rows_of(find(str(pairs))) == PAIRS[1:]
    scores.write_text("1\n2\n")
    with pytest.raises(TextError, match="does not hold one score for each of the 12 lines"):
        find(str(pairs))
    with pytest.raises(TextError, match="numbers alone"):
        find(str(scores))


@pytest.mark.parametrize("by", ["\t", ","])
@pytest.mark.parametrize("numbers", ["4.2", '"4.2"'])
def test_strings_quoted_as_r_and_others_do(by: str, numbers: str) -> None:
    def quoted(place: int) -> object:
        return lambda i: f'"{PAIRS[i][place]}"'

    score = "score" if numbers == "4.2" else quoted(2)
    head = tuple(f'"{name}"' for name in HEADER)
    assert rows_of(read(lines(quoted(0), quoted(1), score, head=head, by=by), "pairs.tsv")) == PAIRS
    with_names = lines(lambda i: f'"{i + 1}"', quoted(0), quoted(1), score, head=head, by=by)
    assert rows_of(read(with_names, "pairs.tsv")) == PAIRS


def test_tsv_that_quotes_where_it_is_needed() -> None:
    spoken = [
        (f'He said "{a}", then left.', b, s) if i % 3 == 0 else (a, f'"{b}" she wrote', s)
        for i, (a, b, s) in enumerate(PAIRS)
    ]
    doubled = [
        tuple('"' + str(cell).replace('"', '""') + '"' if '"' in str(cell) else cell for cell in row) for row in spoken
    ]
    content = "\n".join("\t".join(map(str, row)) for row in [HEADER, *doubled])
    assert rows_of(read(content, "pairs.tsv")) == spoken


@pytest.mark.parametrize(
    ("content", "note"),
    [
        ("sep=;\n" + lines("first", "second", "score", by=";"), "line 1 is a spreadsheet's hint"),
        (
            "Ratings of sentence pairs, spring\n\n" + lines("first", "second", "score"),
            "line 1 above the table is no row",
        ),
        ("Ratings, of pairs, 2024\n" + lines("first", "second", "score"), "line 1 above the table is no row"),
        ("Ratings,,\n,,\n" + lines("first", "second", "score"), "lines 1, 2 above the table are no row"),
        ("# from a tool\n# version 3\n" + lines("first", "second", "score"), "lines 1, 2 above the table are no row"),
    ],
)
def test_lines_above_the_table_are_no_rows(content: str, note: str) -> None:
    texts = read(content)
    assert rows_of(texts) == PAIRS
    assert texts.layout
    assert any(note in each for each in texts.layout.notes)


def test_spaces_after_commas() -> None:
    content = lines(lambda i: f'"{PAIRS[i][0]}"', lambda i: f' "{PAIRS[i][1]}"', lambda i: f" {PAIRS[i][2]}",
                    head=("sentence1", " sentence2", " score"))  # fmt: skip
    assert rows_of(read(content)) == PAIRS


@pytest.mark.parametrize(("stray", "said"), [({4}, "line 6"), ({4, 9}, "lines 6, 11"), ({0, 1, 2}, "lines 2, 3, 4")])
def test_an_unclosed_quotation_mark_swallows_no_lines(stray: set[int], said: str) -> None:
    texts = read(lines(lambda i: '"' * (i in stray) + PAIRS[i][0], "second", "score"))
    assert rows_of(texts) == PAIRS
    assert texts.layout
    assert any(f"{said}: a quotation mark is not closed" in note for note in texts.layout.notes)


@pytest.mark.parametrize("head", [(0, 1, 2), (1, 2, 3), ("", 0, 1, 2)])
def test_a_header_of_consecutive_integers_is_a_header(head: tuple[object, ...]) -> None:
    columns = ["first", "second", "score"] if len(head) == 3 else [lambda i: i, "first", "second", "score"]
    texts = read(lines(*columns, head=head))
    assert rows_of(texts) == PAIRS
    assert texts.layout
    assert texts.layout.header == 1


def test_a_row_with_a_cell_too_many_is_not_read_as_another_pair() -> None:
    texts = read(lines(lambda i: PAIRS[i][0] + ", well" * (i == 2), "second", "score"))
    assert rows_of(texts) == PAIRS[:2] + PAIRS[3:]
    assert [problem.line for problem in texts.problems] == [4]
    assert "4 fields where 3 are expected" in texts.problems[0].reason


def test_escaped_quotation_marks() -> None:
    said = [(f'He said "{a}", twice', b, s) for a, b, s in PAIRS]
    content = "".join(json.dumps(row, ensure_ascii=False)[1:-1].replace(", ", ",") + "\n" for row in said)
    assert rows_of(read('"sentence1","sentence2","score"\n' + content.replace('",twice', '", twice'))) == said


# --- JSON, and what is no text ------------------------------------------------------------------------------------

OBJECTS = [dict(zip(HEADER, row, strict=True)) for row in PAIRS]


@pytest.mark.parametrize(
    "value",
    [
        OBJECTS,
        [list(HEADER), *PAIRS],
        [*PAIRS],
        {name: {str(i): row[place] for i, row in enumerate(PAIRS)} for place, name in enumerate(HEADER)},
        {name: [row[place] for row in PAIRS] for place, name in enumerate(HEADER)},
        {str(i): row for i, row in enumerate(OBJECTS)},
        {"columns": HEADER, "index": list(range(len(PAIRS))), "data": PAIRS},
        {"schema": {"fields": [{"name": "index"}]}, "data": OBJECTS},
        {"version": 1, "data": OBJECTS},
        {"features": [], "rows": [{"row_idx": i, "row": row} for i, row in enumerate(OBJECTS)]},
        {"train": OBJECTS, "test": []},
        [{"texts": [a, b], "label": s} for a, b, s in PAIRS],
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_json_in_the_shapes_that_tables_come_in(value: object, indent: int | None) -> None:
    assert rows_of(read(json.dumps(value, indent=indent), "pairs.json")) == PAIRS


@pytest.mark.parametrize("row", [lambda row: list(row), lambda row: {"texts": row[:2], "score": row[2]}])
def test_lines_of_json(row: object) -> None:
    assert rows_of(read("\n".join(json.dumps(row(pair)) for pair in PAIRS), "pairs.jsonl")) == PAIRS  # type: ignore[operator]


def test_json_without_a_table_is_refused() -> None:
    for value in ([], {}, 3, {"a": {"b": 1}}, [1, 2]):
        with pytest.raises(TextError, match=r"JSON|numbers alone"):
            read(json.dumps(value), "pairs.json")


def test_packed_text_is_unpacked_whatever_its_name() -> None:
    content = gzip.compress(lines("first", "second", "score", by="\t").encode())
    for name in ("stsbenchmark.tsv.gz", "pairs.csv", "pairs"):
        assert rows_of(read(content, name)) == PAIRS


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize(("by", "name"), [("\t", "unicode-text.txt"), (",", "pairs.csv")])
def test_wide_encodings(encoding: str, by: str, name: str) -> None:
    assert rows_of(read(lines("first", "second", "score", by=by).encode(encoding), name)) == PAIRS


def test_a_workbook_is_read_or_named(monkeypatch: pytest.MonkeyPatch) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    import io
    import sys

    book = openpyxl.Workbook()
    for row in (["Ratings"], HEADER, *PAIRS):
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    assert rows_of(read(out.getvalue(), "pairs.xlsx")) == PAIRS
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(TextError, match=r"Excel workbook: save it as \.csv, or install"):
        read_table(out.getvalue(), "pairs.xlsx")  # in this process, which lacks it


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"\xd0\xcf\x11\xe0", "an old Office file"), (b"%PDF-1.7", "a PDF"), (b"\x80\x04\x95", "a Python pickle"), (b"<!DOCTYPE html>", "a web page"),
     (b"version https://git-lfs.github.com/spec/v1\noid", "a Git LFS pointer")],
)  # fmt: skip
def test_what_is_no_table_is_named(content: bytes, what: str) -> None:
    with pytest.raises(TextError, match=f"pairs.csv is {what}"):
        read(content)


# --- no pairs with scores -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (lines(lambda i: i, "first", head=("id", "text")), "corpus.csv"),
        (lines("first", head=("text",)), "corpus.csv"),
        (lines(lambda i: i + 1, "first", head=(), by="\t"), "leipzig.txt"),
        (lines("first", lambda i: i % 2, head=("text", "label")), "corpus.csv"),
        ("\n".join(json.dumps({"text": a}) for a, *_ in PAIRS), "corpus.jsonl"),
        (json.dumps([a for a, *_ in PAIRS]), "corpus.json"),
        (lines("first", head=()), "corpus.txt"),
        (lines("first", head=()), "corpus.md"),
    ],
)
def test_a_corpus_in_whatever_file(content: str, name: str) -> None:
    texts = read(content, name)
    assert texts.sentences == tuple(a for a, *_ in PAIRS)
    assert (texts.n_pairs, texts.n_unscored, texts.scores) == (0, 0, None)


def test_pairs_without_scores_and_triplets() -> None:
    pairs = read(lines("first", "second", head=HEADER[:2], by="\t"), "pairs.tsv")
    assert (pairs.n_pairs, pairs.n_unscored, len(pairs.sentences)) == (0, 12, 24)
    assert any("not for an STS score" in doubt for doubt in pairs.doubts)
    triplets = read(
        "\n".join(json.dumps({"anchor": a, "positive": b, "negative": f"No {a}"}) for a, b, _ in PAIRS), "t.jsonl"
    )
    assert (triplets.n_unscored, len(triplets.sentences)) == (12, 36)
    assert triplets.sentences[24] == f"No {PAIRS[0][0]}"
    assert triplets.doubts[0].startswith("triplets")
    inference = read(lines("first", "second", "entailment", head=("premise", "hypothesis", "label")))
    assert "label holds classes in words" in inference.doubts[0]


def test_pandas_columns_under_names_of_rows() -> None:
    table = {name: {f"r{i}": pair[at] for i, pair in enumerate(PAIRS)} for at, name in enumerate(HEADER)}
    assert rows_of(read(json.dumps(table), "pairs.json")) == PAIRS


def test_a_comment_with_a_comma_is_no_header() -> None:
    content = "# made by me\n# second, line\n" + lines(
        lambda i: f'"{PAIRS[i][0]}"', lambda i: f'"{PAIRS[i][1]}"', "score"
    )
    assert rows_of(read(content, "pairs.csv")) == PAIRS
