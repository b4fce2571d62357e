"""One table of pairs, in whatever layout it is written, gives the same pairs, or is refused; never others."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import TextError, UsageError
from core.texts import Texts
from core.texts.find import parse
from tests.support.layouts import HEADERS, PACKING, QUOTING, SHAPES, Row, Written, write

ROWS: list[Row] = [
    ("A man is playing a guitar.", 'He said "a man plays", then left.', 4.2),
    ("A woman, in short, rides a horse.", "A lady rides; the field is wide.", 4.0),
    ("Two dogs run along the beach.", "A café by the sea in Zürich.", 4.6),
    ("The committee will vote | on Monday.", "The vote was delayed – as usual.", 2.8),
    ("A child is eating an apple.", '"No," he said.', 2.6),
    ("The train to the north was late.", "Many trains were cancelled because of snow.", 1.8),
    ("She bought a new car last week.", "Last week she bought a new car.", 5.0),
    ("He sold his old bicycle.", "The river is très deep here.", 0.2),
]
WORDS = [
    "the",
    "man",
    "A",
    "horse",
    "reads",
    "2012",
    "café",
    "Zürich",
    "a,b",
    "so;",
    '5"',
    '"Yes,"',
    '"',
    "it's",
    "|",
    "||",
]
WORDS += ["中文", "—", "1,5", "two\nlines", "tab\there", "#3", "\\", '\\"q\\"', "\u2028", "\x0b", "\u200bz", "(a"]

words = st.lists(st.sampled_from(WORDS), min_size=2, max_size=7).map(" ".join)
sentences = st.tuples(st.sampled_from(["A man", "The dog", '"No,"', "She said:"]), words).map(" ".join).map(str.strip)
rows = st.lists(st.tuples(sentences, sentences, st.integers(0, 50).map(lambda n: n / 10)), min_size=3, max_size=40)


@st.composite
def layouts(draw: st.DrawFn) -> Written:
    more = draw(st.sampled_from([(), (3,), (4,), (3, 4)]))
    shape = draw(st.sampled_from(["delimited"] * 8 + ["parquet", *SHAPES]))
    header = draw(st.sampled_from([*HEADERS, "integers", "none"])) if shape == "delimited" else "named"
    order = draw(
        st.permutations((0, 1, 2, *more)).filter(lambda order: header in HEADERS or order.index(0) < order.index(1))
    )
    return Written(
        tuple(order),
        shape,
        draw(st.sampled_from(",;\t|")),
        draw(st.sampled_from(list(QUOTING))),
        header,
        draw(st.sampled_from(["\n", "\r\n", "\r"])),
        draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]))
        if shape == "delimited"
        else "utf-8",
        draw(st.sampled_from(list(PACKING))),
    )


def rows_of(texts: Texts) -> list[Row]:
    assert texts.scores is not None
    n = texts.n_pairs
    return list(zip(texts.sentences[:n], texts.sentences[n:], texts.scores.tolist(), strict=True))


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows, layouts())
def test_a_table_in_any_layout_gives_its_pairs_or_is_refused(table: list[Row], layout: Written) -> None:
    try:
        texts = parse(write(table, layout), layout.name, "key")
    except (TextError, UsageError):
        return
    assert rows_of(texts) == table
    assert texts.problems == ()


@pytest.mark.parametrize("header", [*HEADERS, "integers", "none"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_plain_table_is_read_in_every_layout(delimiter: str, header: str) -> None:
    encodings = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
    orders = [(0, 1, 2), (2, 0, 1), (3, 0, 1, 2), (0, 2, 1, 4)]
    for order, quoting, newline, encoding in product(orders, QUOTING, ["\n", "\r\n", "\r"], encodings):
        layout = Written(order, "delimited", delimiter, quoting, header, newline, encoding)
        assert rows_of(parse(write(ROWS, layout), layout.name, "key")) == ROWS, layout


@pytest.mark.parametrize("packing", PACKING)
@pytest.mark.parametrize("shape", ["delimited", "parquet", *SHAPES])
def test_a_plain_table_is_read_in_every_shape_and_packing(shape: str, packing: str) -> None:
    for order in [(0, 1, 2), (2, 1, 0), (3, 1, 4, 2, 0)]:
        layout = Written(order, shape, packing=packing)
        assert rows_of(parse(write(ROWS, layout), layout.name, "key")) == ROWS, layout


def test_spaces_after_delimiters_are_no_part_of_cells() -> None:
    for delimiter, header in product(",;|", HEADERS):
        layout = Written(delimiter=delimiter, quoting="always", header=header, space=True)
        assert rows_of(parse(write(ROWS, layout), layout.name, "key")) == ROWS
