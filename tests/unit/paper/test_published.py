"""Published values against the rows as the paper prints them."""

import pytest

from core.checkpoints import card_for
from core.paper.published import (
    LEAST,
    SETTINGS,
    TABLE_1,
    TABLE_2,
    TABLE_2_COLUMNS,
    model_of,
    table_1_cell,
    table_2_cell,
)

ROWS_1 = {
    ("BERT", "pre-trained"): "54.14 1.1E-5 59.70 1.1E-4 67.73 0.31 69.20 0.59 74.01 0.83",
    ("BERT", "fine-tuned"): "84.41 4.1E-3 84.94 6.6E-3 80.10 0.11 82.14 0.22 64.43 0.60",
    ("RoBERTa", "pre-trained"): "33.99 2.5E-6 37.66 8.3E-2 60.32 0.69 65.99 0.86 73.86 0.95",
    ("RoBERTa", "fine-tuned"): "81.08 3.3E-4 81.34 6.1E-3 76.03 0.05 79.71 0.18 60.96 0.28",
}
ROWS_2 = {
    "BERT": "84.41 4.1E-3 84.93 2.2E-3 82.93 2.2E-3 77.87 0.10 75.10 0.16",
    "RoBERTa": "81.08 3.3E-4 81.66 3.2E-4 78.59 1.4E-2 73.19 0.13 71.39 0.13",
}


@pytest.mark.parametrize("which", list(ROWS_1))
def test_table_1_is_the_paper_s(which: tuple[str, str]) -> None:
    numbers = [float(word) for word in ROWS_1[which].split()]
    assert [n for cell in TABLE_1[which] for n in (cell.performance, cell.isotropy)] == numbers
    assert [table_1_cell(*which, key) for key in SETTINGS] == list(TABLE_1[which])


@pytest.mark.parametrize("model", list(ROWS_2))
def test_table_2_is_the_paper_s(model: str) -> None:
    numbers = [float(word) for word in ROWS_2[model].split()]
    assert [n for cell in TABLE_2[model] for n in (cell.performance, cell.isotropy)] == numbers
    assert [table_2_cell(model, *column) for column in TABLE_2_COLUMNS] == list(TABLE_2[model])


def test_both_tables_have_one_baseline_and_the_method_s_own_names() -> None:
    from core.geometry.post_processing import methods

    assert set(SETTINGS) <= set(methods())
    for model in TABLE_2:
        assert TABLE_2[model][0] == table_1_cell(model, "fine-tuned", "baseline")
    assert LEAST == (100, 700)


def test_only_the_paper_s_own_models_have_published_values() -> None:
    assert model_of(card_for("bert-base-uncased")) == "BERT"
    assert model_of(card_for("roberta-base@main")) == "RoBERTa"
    assert model_of(card_for("all-MiniLM-L6-v2")) is None
    assert model_of(card_for("stsb-bert-base")) is None
    assert table_1_cell("BERT", "pre-trained", "whitening") is None
    assert table_2_cell("MiniLM", "global", 100) is None
