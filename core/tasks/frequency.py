"""Frequency bias of a space."""

from ..studies.frequency.bias import OVER, BiasRequest, run_bias
from ..task import Task

FREQUENCY_BIAS = Task(
    "frequency-bias",
    title=lambda request: f"Frequency bias: {OVER[request.over].lower()}",
    read=BiasRequest.from_json,
    run=run_bias,
)
