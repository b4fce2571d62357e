"""Maps of a space."""

from ..studies.frequency.map import MapRequest, run_map
from ..task import Task

MAP = Task(
    "map",
    title=lambda request: f"{request.declared.label} of {request.unit}",
    read=MapRequest.from_json,
    run=run_map,
)
