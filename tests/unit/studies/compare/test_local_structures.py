"""Local structure of two spaces: halves of the sentences, and verdicts of a table."""

import numpy as np
import pytest

from core.geometry.clusters import cluster_centres, labels
from core.geometry.local_structure import Separation
from core.geometry.rows import as_rows
from core.studies.compare.local_structures import LocalDifference, LocalStructures, judged
from core.uncertainty import UNCLEAR

SENTENCE = np.repeat(np.arange(24), 5)
KIND = np.tile(np.arange(3), 40)


def structures(second: float, draws: int = 60) -> LocalStructures:
    """Three kinds of words, `second` times as far apart in the second space."""
    random = np.random.default_rng(0)
    places, noise = random.standard_normal((3, 6))[KIND], random.standard_normal((120, 6))
    spaces = [strength * places + noise for strength in (1.0, second)]
    clusterings = [
        tuple(labels(as_rows(space), cluster_centres(as_rows(space), 3, seed)) for space in spaces) for seed in range(2)
    ]
    return LocalStructures((spaces[0], spaces[1]), clusterings, SENTENCE, 0, draws)  # type: ignore[arg-type]


@pytest.mark.parametrize("measure", ["silhouette", "neighbours", "clusters"])
def test_a_space_differs_from_itself_by_nothing(measure: str) -> None:
    row = structures(1.0).difference("kinds", measure, KIND)
    assert row.difference == pytest.approx(0.0, abs=1e-12)
    assert row.verdict == UNCLEAR


@pytest.mark.parametrize("measure", ["silhouette", "neighbours"])
def test_kinds_twice_as_far_apart_are_told(measure: str) -> None:
    row = structures(2.0).difference("kinds", measure, KIND)
    low, high = row.ci95
    assert 0 < low < row.difference < high
    assert row.p <= 0.05
    assert row.verdict == "higher"


def test_clusters_are_made_of_each_half_alone() -> None:
    found = structures(1.0, draws=5)
    assert len(found.clusters_of_halves()) == 5
    assert all((one < 3).all() and len(one) == 120 for one, _ in found.clusters_of_halves())
    some = found.take(np.flatnonzero(KIND < 2))
    assert [len(one) for one, _ in some.clusters_of_halves()] == [80] * 5


def test_verdicts_of_a_table_count_its_rows() -> None:
    apart = Separation(0.0, 0.0, 0.1, 0.5, 9)
    nan = float("nan")
    rows = [LocalDifference("g", "m", apart, apart, 1.0, (0.1, 1.9), p, p, "higher") for p in (0.03, 0.001)]
    rows.append(LocalDifference("g", "m", apart, apart, nan, (nan, nan), nan, nan, "not defined"))
    assert [row.verdict for row in judged(rows * 2)][:3] == [UNCLEAR, "higher", "not defined"]
    assert judged(rows)[0].p_holm == pytest.approx(0.03)
