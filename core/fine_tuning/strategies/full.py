"""Every parameter is trained, as in the paper."""

from ..strategy import Strategy

FULL = Strategy(
    "full",
    "Full",
    "every parameter is trained, as in the paper",
    "Rajaee & Pilehvar 2021",
    prepare=lambda transformer, values: transformer,
    order=0,
)
