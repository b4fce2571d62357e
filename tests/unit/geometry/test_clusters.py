"""k-means goes on from given centres."""

import numpy as np

from core.geometry.clusters import cluster_centres, labels, settled_centres
from core.geometry.rows import as_rows


def test_centres_that_have_settled_stay_and_others_move_to_where_rows_are() -> None:
    random = np.random.default_rng(0)
    space = 8 * random.standard_normal((4, 6))[np.arange(200) % 4] + random.standard_normal((200, 6))
    settled = cluster_centres(as_rows(space), 4, 0, starts=5)
    np.testing.assert_allclose(settled_centres(space, settled), settled, atol=1e-4)
    moved = settled_centres(space[:100], settled + 0.5)
    owner = labels(as_rows(space[:100]), moved)
    np.testing.assert_allclose(moved, [space[:100][owner == each].mean(axis=0) for each in range(4)], atol=1e-4)
