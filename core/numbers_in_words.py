"""Numbers as the pages and reports say them: the same digits, signs and verdicts everywhere."""

import math

_MINUS = "−"


def isotropy_text(log10: float | None) -> str:
    """I(W) from its logarithm: 0.63, 1.2e-4, and 4.0e-220 where a double would be 0."""
    if log10 is None or math.isnan(log10):
        return "–"
    if log10 >= -2:
        return f"{10**log10:.2f}" if log10 > -1 else f"{10**log10:.3f}"
    exponent = math.floor(log10)
    mantissa = 10 ** (log10 - exponent)
    if round(mantissa, 1) >= 10:
        mantissa, exponent = mantissa / 10, exponent + 1
    return f"{mantissa:.1f}e{exponent}"


def points(value: float | None) -> str:
    """A score in points: two decimals."""
    return decimals(value, 2)


def decimals(value: float | None, digits: int = 3) -> str:
    """A number to so many decimals, with a true minus, and none before a zero."""
    if value is None or math.isnan(value):
        return "–"
    shown = f"{abs(value):.{digits}f}"
    return f"{_MINUS}{shown}" if value < 0 and float(shown) else shown


def signed(value: float | None, digits: int = 2) -> str:
    """A difference, always with its sign (a true minus)."""
    if value is None or math.isnan(value):
        return "–"
    shown = f"{abs(value):.{digits}f}"
    return f"{_MINUS if value < 0 and float(shown) else '+'}{shown}"


def interval(low: float | None, high: float | None, digits: int = 2) -> str:
    """'83.70 to 86.76'."""
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return "not defined"
    return f"{decimals(low, digits)} to {decimals(high, digits)}"


def fold(log10_ratio: float) -> str:
    """How many times larger or smaller: 'rises 31-fold', 'falls 4-fold', 'stays the same'."""
    ratio = 10 ** min(abs(log10_ratio), 300)
    if ratio < 1.05:
        return "stays the same"
    shown = (
        f"{ratio:.1f}" if ratio < 10 else f"{float(f'{ratio:.2g}'):,.0f}" if ratio < 1e6 else _power(abs(log10_ratio))
    )
    return f"{'rises' if log10_ratio > 0 else 'falls'} {shown}-fold"


def _power(log10: float) -> str:
    return "10" + f"{log10:.0f}".translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def change(difference: float | None, low: float | None, high: float | None) -> str:
    """A score's change in plain words with its interval: 'costs 1.46 points (95 % interval 1.10 to 1.82)'."""
    if difference is None or low is None or high is None or math.isnan(difference + low + high):
        return "leaves no score to compare"
    if low <= 0 <= high:
        return f"makes no distinguishable difference to the score ({signed(difference)} points, 95 % interval {interval(low, high)})"
    if difference < 0:
        return f"costs {-difference:.2f} points (95 % interval {interval(-high, -low)})"
    return f"gains {difference:.2f} points (95 % interval {interval(low, high)})"


def layer_name(layer: int, last: int) -> str:
    """'embeddings', 'layer 3', 'layer 6 (last)'."""
    if layer == 0:
        return "embeddings"
    return f"layer {layer} (last)" if layer == last else f"layer {layer}"


def seconds_in_words(seconds: float) -> str:
    """75 -> '1 min 15 s'."""
    whole = max(1, round(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
