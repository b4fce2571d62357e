"""Verdicts from draws, and Holm's correction."""

import numpy as np
import pytest

from core.geometry.rank_correlation import bootstrap_spearman
from core.paper.findings import FINDINGS, HIGH, Evidence, judged, published_value, score_draws
from core.paper.sentences import p_text

DRAWS = 400


def around(value: float, spread: float = 0.1, seed: int = 0) -> tuple[float, np.ndarray]:
    return value, value + spread * np.random.default_rng(seed).standard_normal(DRAWS)


def evidence(scores: dict[tuple[str, str, int], float] | None, log10: dict[tuple[str, str], float]) -> Evidence:
    return Evidence(
        lambda role, method, least: None if scores is None else around(scores[role, method, least]),
        lambda role, setting: around(log10[role, setting]),
        least=700,
    )


AS_PUBLISHED = {
    ("pre-trained", "zero-mean", 0): 59.70,
    ("pre-trained", "clustering-zero-mean", 0): 67.73,
    ("fine-tuned", "baseline", 0): 84.41,
    ("fine-tuned", "zero-mean", 0): 84.94,
    ("fine-tuned", "clustering-zero-mean", 0): 80.10,
    ("fine-tuned", "global", 0): 82.14,
    ("fine-tuned", "global", 700): 82.93,
    ("fine-tuned", "cluster-based", 0): 64.43,
    ("fine-tuned", "cluster-based", 700): 75.10,
}
LOG10 = {
    ("fine-tuned", "baseline"): np.log10(4.1e-3),
    ("pre-trained", "global"): np.log10(0.59),
    ("fine-tuned", "global"): np.log10(0.22),
}


def test_the_published_numbers_make_all_five_findings_hold() -> None:
    rows = judged(evidence(AS_PUBLISHED, LOG10))
    assert [row.key for row in rows] == [finding.key for finding in FINDINGS]
    assert [row.verdict for row in rows] == ["holds"] * 5
    by_key = {row.key: row.value for row in rows}
    assert by_key["hurts"] == pytest.approx(2.27)
    assert by_key["few-directions"] == pytest.approx((0.79 + 10.67) / 2)
    assert by_key["clusters"] == pytest.approx(8.03 + 4.84)
    assert by_key["elongated"] == pytest.approx(np.log10(0.59 / 0.22))
    assert by_key["anisotropic"] == pytest.approx(np.log10(HIGH / 4.1e-3))


def test_the_opposite_does_not_hold_and_noise_cannot_be_told() -> None:
    same = dict.fromkeys(
        [("fine-tuned", method, least) for method in ("global", "cluster-based") for least in (0, 700)], 90.0
    )
    opposite = AS_PUBLISHED | same
    rows = {row.key: row for row in judged(evidence(opposite, LOG10))}
    assert rows["hurts"].verdict == "does not hold"
    assert rows["few-directions"].value == 0
    # value and draws are the same for both cells here, so nothing is above or below zero
    assert rows["few-directions"].verdict == "not distinguishable"
    assert rows["few-directions"].p == 1.0


@pytest.mark.parametrize("model", ["BERT", "RoBERTa"])
def test_every_test_is_one_that_the_paper_s_own_tables_pass(model: str) -> None:
    assert {finding.key: published_value(finding, model) > 0 for finding in FINDINGS} == {
        finding.key: True for finding in FINDINGS
    }


def test_draws_of_scores_are_paired_blocks_and_means_over_measurements() -> None:
    random = np.random.default_rng(0)
    gold = random.random(40)
    one, two = gold + random.random(40), random.random(40)
    found = score_draws({"a": [one], "b": [one, two], "c": [two]}, gold, draws=1500)
    assert {len(draws) for _, draws in found.values()} == {1500}
    assert found["b"][0] == pytest.approx((found["a"][0] + found["c"][0]) / 2)
    assert found["b"][1] == pytest.approx((found["a"][1] + found["c"][1]) / 2)
    assert found["a"][1][:1000] == pytest.approx(bootstrap_spearman(one, gold, 0, 1000))
    assert np.std(found["a"][1][1000:]) > 0


@pytest.mark.parametrize(
    ("p", "text"), [(None, "–"), (1.0, "1.00"), (0.83, "0.83"), (0.0213, "0.021"), (2 / 10_001, "0.0002")]
)
def test_p_values_are_exact_enough_to_cite(p: float | None, text: str) -> None:
    assert p_text(p) == text


def test_texts_without_scores_leave_the_findings_on_isotropy() -> None:
    rows = {row.key: row for row in judged(evidence(None, LOG10))}
    assert rows["hurts"].verdict == "cannot be tested"
    assert rows["hurts"].p_holm is None
    assert rows["anisotropic"].verdict == "holds"


def test_few_draws_give_the_normal_p_and_many_are_counted() -> None:
    from scipy.stats import norm

    from core.paper.findings import MANY, _p

    few = np.random.default_rng(1).standard_normal(100)
    assert _p(0.7, few) == pytest.approx(2 * norm.sf(0.7 / few.std(ddof=1)))
    many = 3.0 + np.random.default_rng(1).standard_normal(MANY)
    assert _p(3.0, many) == pytest.approx(2 * (1 + (many <= 0).sum()) / (MANY + 1))
    assert _p(0.0, np.zeros(10)) == 1.0
    assert _p(1.0, np.ones(10)) == 0.0
