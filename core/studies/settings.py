"""Table 1: the five settings of one layer, isotropy beside performance."""

from dataclasses import replace
from typing import Any

from core.geometry.post_processing import methods
from core.spaces.encode import Progress
from core.studies.measurement import FIELDS
from core.studies.study import Context, Study, run


def five_settings(context: Context, progress: Progress) -> list[dict[str, Any]]:
    """A measurement for every post-processing method, in the paper's order."""
    rows = []
    for done, key in enumerate(methods()):
        progress(done, len(methods()), "settings")
        rows.append(run("measurement", replace(context.selection, method=key), progress))
    progress(len(methods()), len(methods()), "settings")
    return rows


SETTINGS = Study("settings", "Five settings (table 1)", tuple(f for f in FIELDS if f != "method"), five_settings)
