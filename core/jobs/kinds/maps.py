"""Maps of a space."""

from ...studies.frequency.map import MapRequest, run_map
from ..kind import JobKind

MAP = JobKind(
    "map",
    title=lambda request: f"{request.declared.label} of {request.unit}",
    read=MapRequest.from_json,
    run=run_map,
)
