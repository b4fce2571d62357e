"""Numbers as the pages and reports say them: the same digits, signs and verdicts everywhere."""

import math
from typing import TypeGuard

_MINUS = "−"
_MOST_DIGITS = 6  # after the point; smaller numbers are given as powers


def isotropy_text(log10: float | None) -> str:
    """I(W) from its logarithm: 0.63, 1.2e-4, 4.0e-220 where a double would be 0, and 0 where it is nothing."""
    if log10 is None or math.isnan(log10) or log10 == math.inf:
        return "–"
    if log10 == -math.inf:
        return "0"
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
    """A number to so many decimals, with a true minus, and none before a zero; beyond 6 decimals as a power, 1.0e-9."""
    if not defined(value):
        return "–"
    shown = _digits(value, digits)
    return f"{_MINUS}{shown}" if value < 0 and float(shown) else shown


def signed(value: float | None, digits: int = 2) -> str:
    """A difference, always with its sign (a true minus)."""
    if not defined(value):
        return "–"
    shown = _digits(value, digits)
    return f"{_MINUS if value < 0 and float(shown) else '+'}{shown}"


def interval(low: float | None, high: float | None, digits: int = 2) -> str:
    """'83.70 to 86.76'."""
    if not defined(low) or not defined(high):
        return "not defined"
    return f"{decimals(low, digits)} to {decimals(high, digits)}"


def defined(value: float | None) -> TypeGuard[float]:
    """Whether it is a number to be printed: not None, NaN or infinite."""
    return value is not None and math.isfinite(value)


def digits_of(difference: float | None, ci95: tuple[float, float] | None, least: int = 2) -> int:
    """Decimals for a difference and its interval: `least`, and more where an interval that excludes 0 would show one.

    What is called lower or higher never stands beside 0.00.
    """
    low, high = ci95 or (None, None)
    if not (defined(difference) and defined(low) and defined(high)) or low <= 0 <= high:
        return least
    nearest, digits = min(abs(difference), abs(low), abs(high)), least
    while nearest and not float(f"{nearest:.{digits}f}"):
        digits += 1
    return digits


def with_interval(difference: float, low: float, high: float, unit: str = "", least: int = 2) -> str:
    """'+0.10 points, 95 % interval −0.20 to 0.40'; without one 'not defined' stands in its place."""
    digits = digits_of(difference, (low, high), least)
    return f"{signed(difference, digits)}{unit}, 95 % interval {interval(low, high, digits)}"


def _digits(value: float, digits: int) -> str:
    return f"{abs(value):.{digits}f}" if digits <= _MOST_DIGITS or not value else f"{abs(value):.1e}"


def fold(log10_ratio: float, clear: bool = False) -> str:
    """How many times larger or smaller: 'rises 31-fold', 'falls 4-fold', 'stays the same'.

    `clear`: the change is beyond chance, however small: 'rises 1.02-fold'.
    """
    if math.isnan(log10_ratio):
        return "cannot be compared"
    if math.isinf(log10_ratio):
        return "rises from 0" if log10_ratio > 0 else "falls to 0"
    ratio = 10 ** min(abs(log10_ratio), 300)
    if ratio < 1.05 and not (clear and log10_ratio):
        return "stays the same"
    shown = _ratio(ratio) if ratio < 1e6 else _power(abs(log10_ratio))
    way = "rises" if log10_ratio > 0 else "falls"
    return f"{way} {shown}-fold" if float(ratio) != 1 else f"{way} by less than can be printed"


def moved_to(before: float, after: float) -> str:
    """From one log10 I(W) to another: 'rises 31-fold to 0.63', 'stays at 0.10', 'falls to 0'."""
    if math.isnan(before) or math.isnan(after) or math.inf in (before, after):
        return "is not defined"
    if before == after or abs(10 ** min(abs(after - before), 300)) < 1.05:
        return f"stays at {isotropy_text(after)}"
    if after == -math.inf:
        return "falls to 0"
    return f"{fold(after - before)} to {isotropy_text(after)}"


def _ratio(ratio: float) -> str:
    if ratio >= 10:
        return f"{float(f'{ratio:.2g}'):,.0f}"
    digits = 1
    while digits < 15 and float(f"{ratio:.{digits}f}") == 1:
        digits += 1
    return f"{ratio:.{digits}f}"


def _power(log10: float) -> str:
    return "10" + f"{log10:.0f}".translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def change(difference: float | None, low: float | None, high: float | None) -> str:
    """A score's change in plain words with its interval: 'costs 1.46 points (95 % interval 1.10 to 1.82)'."""
    if not (defined(difference) and defined(low) and defined(high)):
        return "leaves no score to compare"
    if low <= 0 <= high or low > 0 > difference or high < 0 < difference or not difference:
        return f"makes no distinguishable difference to the score ({with_interval(difference, low, high, ' points')})"
    digits = digits_of(difference, (low, high))
    if difference < 0:
        return f"costs {decimals(-difference, digits)} points (95 % interval {interval(-high, -low, digits)})"
    return f"gains {decimals(difference, digits)} points (95 % interval {interval(low, high, digits)})"


def layer_name(layer: int, last: int) -> str:
    """'embeddings', 'layer 3', 'layer 6 (last)'."""
    if layer == 0:
        return "embeddings"
    return f"layer {layer} (last)" if layer == last else f"layer {layer}"


def seconds_in_words(seconds: float) -> str:
    """75 -> '1 min 15 s'."""
    if not math.isfinite(seconds):
        return "an unknown time"
    whole = max(1, round(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
