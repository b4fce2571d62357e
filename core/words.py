"""Numbers as the pages and reports say them: the same digits, signs and verdicts everywhere."""

import math

_TIMES = "×"
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
    return "–" if value is None or math.isnan(value) else f"{value:.2f}"


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
    return f"{low:.{digits}f} to {high:.{digits}f}".replace("-", _MINUS)


def fold(log10_ratio: float) -> str:
    """How many times larger or smaller: 'rises 31-fold', 'falls 4-fold', 'stays the same'."""
    ratio = 10 ** min(abs(log10_ratio), 300)
    if ratio < 1.05:
        return "stays the same"
    shown = f"{ratio:.1f}" if ratio < 10 else f"{ratio:,.0f}" if ratio < 1e6 else f"10^{abs(log10_ratio):.0f}"
    return f"{'rises' if log10_ratio > 0 else 'falls'} {shown}-fold"


def change(difference: float, low: float, high: float) -> str:
    """A score's change in plain words with its interval: 'costs 1.46 points (95 % interval 1.10 to 1.82)'."""
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


def times(value: float) -> str:
    """'12.3×'."""
    return f"{value:.1f}{_TIMES}"
