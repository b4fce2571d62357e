"""Findings as the study shows them: verdicts in words, twins, and what the paper's own tables give."""

import math

import numpy as np
import pytest

from core.findings.finding import Measured, SideLevel
from core.findings.questions import FINDINGS
from core.findings.result import FindingMeasured, summed_up
from core.findings.specification import Estimate, Specification
from core.paper.findings import FindingResult, judged
from core.paper.html import finding_html
from core.paper.sentences import finding_sentence, finding_value, p_text
from core.paper.tables import axis_rows, finding_numbers, specification_rows

ROLES = (
    ("pre-trained", "a", 1.0),
    ("fine-tuned", "b", 2.0),
    ("untrained", "random:a@0", 3.0),
    ("untrained", "random:a@1", 5.0),
)


def measured(values: dict[str, list[float]], spread: float = 0.05) -> list[FindingMeasured]:
    """Each finding with estimates along 'amount', on two texts."""
    out = []
    for number, finding in enumerate(FINDINGS):
        random = np.random.default_rng(number)
        estimates = [
            Estimate(Specification("a", texts=texts, amount=float(k)), value, spread * random.standard_normal(500))
            for texts in ("dev", "test")
            for k, value in enumerate(values.get(finding.key, []))
        ]
        levels = [SideLevel(role, name, texts, value) for texts in ("dev", "test") for role, name, value in ROLES]  # type: ignore[arg-type]
        companions = {
            "The other way round": [Estimate(one.specification, -one.value, one.deviations) for one in estimates]
        }
        out.append(summed_up(finding, Measured(estimates, levels, companions, notes=["Mind <this>."]), 0.5))
    return out


@pytest.fixture(scope="module")
def rows() -> dict[str, FindingResult]:
    given = {
        "anisotropic": [3.0] * 6,
        "hurts": [-3.0] * 6,
        "few-directions": [3.0] * 3 + [-3.0] * 3,
        "clusters": [0.01] * 6,
    }
    return {row.key: row for row in judged(measured(given))}


def test_verdicts_name_what_they_depend_on(rows: dict[str, FindingResult]) -> None:
    assert {key: row.verdict for key, row in rows.items()} == {
        "anisotropic": "holds",
        "hurts": "does not hold",
        "few-directions": "depends on k",
        "clusters": "no difference that matters",
        "elongated": "cannot be tested",
    }
    assert rows["few-directions"].depends == "holds for k 0 to 2 (+3.00); does not hold for k 3 to 5 (−3.00)"
    untested = rows["elongated"]
    assert (untested.p, untested.p_holm, untested.ci95) == (None, None, None)
    assert math.isnan(untested.value)


def test_a_sentence_names_specifications_twins_and_the_smallest_effect(rows: dict[str, FindingResult]) -> None:
    row = rows["few-directions"]
    assert "above zero in 6 of 12 specifications" in finding_value(row)
    said = finding_sentence(row)
    for part in (
        "1.00 pre-trained",
        "2.00 fine-tuned",
        "4.00 ± 1.41 untrained (2 seeds)",
        "Varied: split, k. By text: dev +0.00, test +0.00.",
        "0.5 points",
        row.depends,
    ):
        assert part in said
    assert "The other way round: " in said


def test_what_is_shown_is_what_is_in_the_tables(rows: dict[str, FindingResult]) -> None:
    row = rows["hurts"]
    shown = finding_html(2, row)
    assert "does not hold" in shown
    assert "Mind &lt;this&gt;." in shown
    choices = axis_rows(row)
    assert [one["Value"] for one in choices if one["Choice"] == "split"] == ["dev", "test"]
    assert all(one["Above zero"].startswith("0 of ") for one in choices)
    every = specification_rows([row])
    assert len(every) == 12
    assert all(one["low"] < one["value"] < one["high"] for one in every)
    (numbers,) = finding_numbers([row])
    assert (numbers["above zero"], numbers["specifications"], numbers["untrained"]) == (0, 12, 4.0)


def test_the_paper_s_own_tables_say_that_removal_hurts(rows: dict[str, FindingResult]) -> None:
    assert rows["hurts"].published["BERT"] == pytest.approx((84.94 - 82.14 + 80.10 - 64.43) / 2)
    assert all(value > 0 for value in rows["hurts"].published.values())
    assert rows["elongated"].published == {}


@pytest.mark.parametrize(
    ("p", "text"), [(None, "–"), (1.0, "1.00"), (0.83, "0.83"), (0.0213, "0.021"), (2 / 10_001, "0.0002")]
)
def test_p_values_are_exact_enough_to_cite(p: float | None, text: str) -> None:
    assert p_text(p) == text
