"""Frequency bias of a space."""

from ..codec import from_json
from ..studies.frequency.bias import OVER, BiasRequest, run_bias
from ..task import Task

FREQUENCY_BIAS = Task(
    "frequency-bias",
    title=lambda request: f"Frequency bias: {OVER[request.over].lower()}",
    read=lambda given: from_json(BiasRequest, given),
    run=run_bias,
)
