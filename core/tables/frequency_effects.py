"""What a difference in frequency bias is worth by each measure of it: one word for table and sentence."""

from dataclasses import dataclass

from ..effect import Effect, SmallestEffect, effect
from ..geometry.frequency_bias import Estimate
from ..numbers_in_words import decimals, defined, digits_of
from ..studies.frequency.bias_difference import BiasDifference, Compared
from ..studies.frequency.bias_entry import BiasEntry
from ..studies.frequency.trend_difference import TrendDifference, trend_differences
from ..uncertainty import UNDEFINED


@dataclass(frozen=True)
class BiasEffect:
    """A measure of frequency bias in two spaces.

    Attributes
    ----------
    name, column : str
        In sentences, and in tables.
    shown : str
        Both values.
    effect : str
        Of the second minus the first, as `core.effect.effect` words it.
    higher_is_more : bool
        Whether a higher number means more bias.
    gone : bool
        Whether the second is no different from chance.
    """

    name: str
    column: str
    shown: str
    effect: Effect
    higher_is_more: bool
    gone: bool


def frequency_effects(
    before: BiasEntry, after: BiasEntry, change: BiasDifference, smallest: SmallestEffect
) -> list[BiasEffect]:
    """Every measure that is defined in both spaces."""
    return [bias for bias in every_effect(before, after, change, smallest) if bias.effect != UNDEFINED]


def every_effect(
    before: BiasEntry, after: BiasEntry, change: BiasDifference, smallest: SmallestEffect
) -> list[BiasEffect]:
    """The probe, the neighbours, and the trends of distance and norm."""

    def worth(pair: Compared | TrendDifference, said: str | None = None) -> Effect:
        if not (defined(pair.first.value) and defined(pair.second.value)):
            return UNDEFINED
        ci95 = pair.difference.low, pair.difference.high
        return effect(pair.difference.value, ci95, smallest.share, said)

    r2, near = change.r2, change.neighbours
    values = _both(r2.first, r2.second, r2.difference, 3)
    ratios = _both(_percent(near.first), _percent(near.second), _percent(near.difference), 1)
    effects = [
        BiasEffect("the linear probe", "R2", f"R² {values}", worth(r2, r2.verdict), True, r2.gone),
        BiasEffect(
            "the neighbours",
            "neighbours",
            f"{ratios} % of what chance gives",
            worth(near, near.verdict),
            False,
            near.gone,
        ),
    ]
    for name, trend in trend_differences(before, after).items():
        shown, gone = f"|ρ| {_both(trend.first, trend.second, trend.difference, 2)}", trend.second.low <= 0
        effects.append(BiasEffect(f"the {name}", f"|rho| of {name}", shown, worth(trend), True, gone))
    return effects


def _both(first: Estimate, second: Estimate, difference: Estimate, least: int) -> str:
    """Both values, to as many digits as show a difference that is called one."""
    digits = digits_of(difference.value, (difference.low, difference.high), least)
    return f"{decimals(first.value, digits)} → {decimals(second.value, digits)}"


def _percent(share: Estimate) -> Estimate:
    return Estimate(100 * share.value, 100 * share.low, 100 * share.high)
