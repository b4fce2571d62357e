"""Baseline: the space as the checkpoint gives it."""

from ..post_processing import Fitted, Method, Options
from ..rows import Rows


def fit(rows: Rows, options: Options) -> Fitted:
    """The method that changes nothing."""
    return Fitted(lambda block: block)


BASELINE = Method(
    "baseline",
    "Baseline",
    "Leave the vectors as they are.",
    "Rajaee & Pilehvar 2021, table 1",
    fit,
    learns=False,
    order=0,
)
