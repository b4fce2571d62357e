"""Frequency bias of a space."""

from core.studies.frequency import OVER, BiasRequest, run_bias
from core.task import Task

FREQUENCY_BIAS = Task(
    "frequency-bias",
    title=lambda request: f"Frequency bias: {OVER[request.over].lower()}",
    read=BiasRequest.from_json,
    run=run_bias,
)
