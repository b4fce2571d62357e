"""Frequency bias of a space."""

from ...studies.frequency.bias import OVER, BiasRequest, run_bias
from ..kind import JobKind

FREQUENCY_BIAS = JobKind(
    "frequency-bias",
    title=lambda request: f"Frequency bias: {OVER[request.over].lower()}",
    read=BiasRequest.from_json,
    run=run_bias,
)
