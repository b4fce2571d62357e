"""What one post-processing method gives, in a sentence."""

from ...numbers_in_words import defined, interval, isotropy_text, points
from ...studies.space.measurement import Measurement


def setting_sentence(measured: Measurement, label: str) -> str:
    """I(W) and score of one post-processing method."""
    log10 = measured.isotropy.log10()
    text = f"{label}: I(W) is {'not defined' if isotropy_text(log10) == '–' else isotropy_text(log10)}"
    if measured.sts is None:
        return f"{text}."
    if not defined(measured.sts.spearman):
        return f"{text} and the STS score is not defined."
    around = interval(*measured.sts.ci95)
    return f"{text} and the STS score {points(measured.sts.spearman)} points (95 % interval {around})."
