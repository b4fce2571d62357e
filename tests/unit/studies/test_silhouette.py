"""The silhouette study, and both ways of k-means."""

import math
from dataclasses import replace

import numpy as np
import pytest

from core.errors import UsageError
from core.geometry.clusters import ALGORITHMS, cluster_centres, labels
from core.geometry.rows import as_rows
from core.studies.question import answer
from core.studies.selection import Selection
from core.studies.space.clusters import CLUSTERS
from core.studies.space.silhouette import SILHOUETTE


def blobs() -> np.ndarray:
    random = np.random.default_rng(0)
    return np.concatenate([random.standard_normal((80, 6)) * 0.1 + 5 * np.eye(6)[i] for i in range(3)])


@pytest.mark.parametrize("algorithm", list(ALGORITHMS))
def test_planted_clusters_are_found_and_seeded(algorithm: str) -> None:
    rows = as_rows(blobs())
    centres = cluster_centres(rows, 3, seed=1, algorithm=algorithm, starts=8)
    owner = labels(rows, centres)
    assert [len(set(owner[i : i + 80])) for i in (0, 80, 160)] == [1, 1, 1]
    assert len(set(owner)) == 3
    again = cluster_centres(rows, 3, seed=1, algorithm=algorithm, starts=8)
    assert np.array_equal(centres, again)


def test_unknown_algorithms_and_no_starts_are_refused() -> None:
    with pytest.raises(UsageError, match="kmeans2"):
        cluster_centres(as_rows(blobs()), 3, 0, "dbscan")
    with pytest.raises(UsageError, match="start"):
        cluster_centres(as_rows(blobs()), 3, 0, starts=0)


def test_more_starts_never_spread_wider() -> None:
    rows = as_rows(np.random.default_rng(2).standard_normal((300, 5)))

    def spread(starts: int) -> float:
        centres = cluster_centres(rows, 9, 0, "kmeans2", starts)
        space = rows.to_array()
        return float(np.square(space[:, None] - centres).sum(axis=2).min(axis=1).sum())

    assert spread(12) <= spread(1) + 1e-9


def test_the_study_is_scikit_learn_s_silhouette(tiny_selection: Selection) -> None:
    found = answer(SILHOUETTE, tiny_selection)
    assert -1 <= found.silhouette <= 1
    assert found.smallest >= 1
    assert math.isnan(answer(SILHOUETTE, replace(tiny_selection, clusters=1)).silhouette)


def test_the_way_of_clustering_is_part_of_a_result_s_name(tiny_selection: Selection) -> None:
    ours = answer(CLUSTERS, tiny_selection)
    theirs = answer(CLUSTERS, replace(tiny_selection, kmeans="kmeans2"))
    assert ours.centres.shape == theirs.centres.shape
