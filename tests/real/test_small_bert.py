"""The bundled pair: what the README and the cards say of it is what comes out."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from core.checkpoints import locate
from core.fine_tuning.card import scores_of
from core.paper.answer import CellResult
from core.paper.replication import Replication
from core.paper.run import PAPER
from core.progress import no_progress
from core.studies.question import answer
from core.texts import find
from core.texts.training_split import few_of_training_split
from tests.real.stated import TESTED, as_printed, cell_stands, half_unit
from tests.support.readme_inductive import changes
from tests.support.readme_pair import (
    FINE,
    PRE,
    SEEDS,
    STUDY,
    card,
    card_line,
    findings_and_lines,
    guess_line,
    masked_guesses,
    measured_cells,
    score_line,
    table_rows,
)

pytestmark = pytest.mark.slow
README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
NUMBER_WITH_SIGN = re.compile(r"[+−][\d.]+")
INDUCTIVE = re.compile(r"pre-trained, test: zero-mean ([+−][\d.]+), global ([+−][\d.]+)")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:e-?\d+)?")


def stands_in_readme(line: str) -> bool:
    """Whether the README has the line: the same words, and numbers that differ by a unit of their last digit at most."""
    alike = [one for one in README.splitlines() if NUMBER.sub("#", one) == NUMBER.sub("#", line)]
    return any(
        all(
            abs(float(a.replace(",", "")) - float(b.replace(",", ""))) <= 2.02 * half_unit(a)
            for a, b in zip(NUMBER.findall(line), NUMBER.findall(one), strict=True)
        )
        for one in alike
    )


@pytest.fixture(scope="module")
def every() -> list[CellResult]:
    return measured_cells(replace(STUDY, seeds=TESTED))


def test_the_cards_numbers_stand_in_the_readme() -> None:
    assert stands_in_readme(card_line(card(PRE)))
    assert stands_in_readme(score_line(card(FINE)))


def test_masked_pieces_are_guessed_as_often_as_the_readme_says() -> None:
    assert stands_in_readme(guess_line(*masked_guesses()))


def test_it_knows_more_than_frequency() -> None:
    told = card(PRE)
    assert told["held_out"]["loss"] < told["unigram"]["loss"] - 1
    assert told["held_out"]["accuracy"] > 2 * told["unigram"]["accuracy"]


@pytest.mark.parametrize("split", ["dev", "test"])
def test_the_scores_of_the_card_are_those_of_the_shipped_weights(split: str) -> None:
    told = card(FINE)["scores"][split]
    found = scores_of(locate(PRE), locate(FINE), find(told["texts"]), "mean", no_progress, "")
    for name in ("before", "after", "change"):
        assert getattr(found, name) == pytest.approx(told[name], abs=1e-3)
    assert found.change_ci95 == pytest.approx(told["change_ci95"], abs=0.02)


def test_tables_1_and_2_of_the_readme(every: list[CellResult]) -> None:
    rows = table_rows(every)
    lines = [line for line in README.splitlines() if line.startswith(("| pre-trained |", "| fine-tuned |"))]
    assert len(lines) == len(rows)
    for line, (role, cells) in zip(lines, rows, strict=True):
        named, *texts = line.strip("| ").split(" | ")
        assert named == role
        for text, cell in zip(texts, cells, strict=True):
            measured = cell.measurements
            scores, log10 = ([getattr(one, name) for one in measured] for name in ("performance", "log10_isotropy"))
            assert cell_stands(text, scores, log10), f"{text}, but {scores}, log10 I(W) {log10}"


def test_what_is_exact_of_the_inductive_numbers_of_the_readme() -> None:
    """Transductive ones, and those of a few pairs of train: all of it would take a minute."""
    line = next(line for line in README.splitlines() if line.startswith("| pre-trained, test |"))
    cells = dict(zip(("baseline", "zero-mean", "clustering", "global"), line.split("|")[2:], strict=False))
    few = INDUCTIVE.search(README)
    for method, inductive in (("zero-mean", few[1]), ("global", few[2])):
        for text, fit_on in ((cells[method].split(" → ")[0], ""), (inductive, few_of_training_split("stsb-test"))):
            assert as_printed(text.strip(), *changes(PRE, "stsb-test", method, fit_on))


def test_the_findings_of_the_readme() -> None:
    """Verdicts as they stand there, values within what seeds of k-means and resampling move them by."""
    for row, line in findings_and_lines(answer(PAPER, Replication(PRE, (FINE,)))):
        told = next(text for text in README.splitlines() if text.startswith(f"| {row.claim} |"))
        assert told.split("|")[2] == line.split("|")[2], f"{told}, but {line}"
        value = float(NUMBER_WITH_SIGN.search(told.split("|")[4]).group().replace("−", "-"))
        assert row.ci95 is None or row.ci95[0] <= value <= row.ci95[1], f"{told}, but {line}"


def test_the_readme_names_the_seeds_that_it_was_measured_with() -> None:
    assert f"python -m core paper --seeds {' '.join(map(str, SEEDS))}`" in README


def test_the_pair_was_made_of_each_other() -> None:
    assert card(FINE)["base"]["weight_hash"] == locate(PRE).weight_hash
    assert card(FINE)["fine_tuned_from"] == PRE
