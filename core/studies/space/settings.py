"""Table 1: the five settings of one layer, isotropy beside performance."""

from typing import Any

import numpy as np

from ...geometry.post_processing import methods
from ...progress import Progress
from ...scoring import difference
from ..question import Context
from ..shim import Study, run
from .measurement import FIELDS


def five_settings(context: Context, progress: Progress) -> list[dict[str, Any]]:
    """A measurement for every post-processing method, in the paper's order.

    Each has `difference` = {value, ci95} in points against the first, by a paired bootstrap (None without
    a gold score), in the place of its pairs' cosines.
    """
    tokens, _ = context.space.select(context.selection.layer, context.selection.tokens)
    # A text of a few words has fewer tokens than the paper has clusters; the rows say how many were made.
    selection = context.selection.but(clusters=min(context.selection.clusters, len(tokens)))
    rows, similarities = [], []
    for done, key in enumerate(methods()):
        progress(done, len(methods()), "settings")
        row = run("measurement", selection.but(method=key), progress)
        similarities.append(row.pop("similarity"))
        row["difference"] = None
        if context.texts.scores is not None:
            now, base = np.array(similarities[-1]), np.array(similarities[0])
            _, found = difference(now, base, context.texts.scores, context.selection.seed)
            row["difference"] = {"value": found.value, "ci95": found.ci95}
        rows.append(row)
    progress(len(methods()), len(methods()), "settings")
    return rows


SETTINGS = Study("settings", "Five settings (table 1)", tuple(f for f in FIELDS if f != "method"), five_settings)
