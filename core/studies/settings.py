"""Table 1: the five settings of one layer, isotropy beside performance."""

from dataclasses import replace
from typing import Any

import numpy as np

from core.geometry.post_processing import methods
from core.scoring import difference
from core.spaces.encode import Progress
from core.studies.measurement import FIELDS
from core.studies.study import Context, Study, run


def five_settings(context: Context, progress: Progress) -> list[dict[str, Any]]:
    """A measurement for every post-processing method, in the paper's order.

    Each has `difference` = {value, ci95} in points against the first, by a paired bootstrap (None without
    a gold score), in the place of its pairs' cosines.
    """
    rows, similarities = [], []
    for done, key in enumerate(methods()):
        progress(done, len(methods()), "settings")
        row = run("measurement", replace(context.selection, method=key), progress)
        similarities.append(row.pop("similarity"))
        row["difference"] = None
        if context.texts.scores is not None:
            found = difference(
                np.array(similarities[-1]), np.array(similarities[0]), context.texts.scores, context.selection.seed
            )
            row["difference"] = {"value": found.value, "ci95": found.ci95}
        rows.append(row)
    progress(len(methods()), len(methods()), "settings")
    return rows


SETTINGS = Study("settings", "Five settings (table 1)", tuple(f for f in FIELDS if f != "method"), five_settings)
