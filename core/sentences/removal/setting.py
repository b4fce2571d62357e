"""What one post-processing method gives, in a sentence."""

from ...numbers_in_words import interval, isotropy_text, points
from ...studies.space.measurement import Measurement


def setting_sentence(measured: Measurement, label: str) -> str:
    """I(W) and score of one post-processing method."""
    text = f"{label}: I(W) is {isotropy_text(measured.isotropy.log10())}"
    if measured.sts:
        text += (
            f" and the STS score {points(measured.sts.spearman)} points (95 % interval {interval(*measured.sts.ci95)})"
        )
    return text + "."
