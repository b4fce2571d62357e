"""Maps of a space."""

from ..codec import from_json
from ..studies.frequency.map import MapRequest, run_map
from ..task import Task

MAP = Task(
    "map",
    title=lambda request: f"{request.declared.label} of {request.unit}",
    read=lambda given: from_json(MapRequest, given),
    run=run_map,
)
