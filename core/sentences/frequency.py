"""What maps and frequency bias say, each in a sentence computed from its answer."""

from ..effect import BUT, NO_DIFFERENCE, PERHAPS, SmallestEffect, way
from ..geometry.frequency_bias import Estimate
from ..geometry.low_dimensional import projections
from ..geometry.post_processing import methods
from ..numbers_in_words import decimals, defined, interval, layer_name, with_interval
from ..studies.frequency.bias import FrequencyBias
from ..studies.frequency.bias_difference import ALPHA, BiasDifference
from ..studies.frequency.bias_entry import BiasEntry
from ..studies.frequency.map import Map
from ..studies.frequency.trend_difference import trend_differences
from ..tables.frequency_effects import BiasEffect, frequency_effects
from ..uncertainty import HIGHER

_USUAL = SmallestEffect()


def bias_sentence(answer: FrequencyBias, entry: BiasEntry) -> str:
    """How much of frequency one space knows."""
    r2, near, title, where = entry.r2, entry.neighbours, answer.side.title, _where(answer, entry)
    if not defined(r2.value):
        return f"All words of these texts are equally frequent: there is nothing to know about {title}."
    if _as_by_chance(entry):
        told = f"A word's frequency cannot be told from its vector in {title}, {where} (R² = {_value(r2)})"
    else:
        told = f"{title}, {where}, tells a word's frequency with R² = {_value(r2)}"
    if not defined(near.value):
        return told + "."
    share = (
        f"neighbours differ in frequency by {_percent(near)} of what chance gives"
        if near.p <= ALPHA
        else f"neighbours do not differ in frequency distinguishably from chance ({_percent(near)} of it)"
    )
    return f"{told}; {share}."


def layers_sentence(answer: FrequencyBias) -> str:
    """Where frequency is told best and worst."""
    known = [entry for entry in answer.entries if defined(entry.r2.value)]
    if not known:
        return f"All words of these texts are equally frequent: there is nothing to know about {answer.side.title}."
    best, worst = (pick(known, key=lambda entry: entry.r2.value) for pick in (max, min))
    return (
        f"{answer.side.title} tells a word's frequency best on {_where(answer, best)} (R² = {_value(best.r2)}) and "
        f"least on {_where(answer, worst)} ({_value(worst.r2)})."
    )


def pair_sentence(
    first: FrequencyBias,
    before: BiasEntry,
    second: FrequencyBias,
    after: BiasEntry,
    change: BiasDifference,
    smallest: SmallestEffect = _USUAL,
) -> str:
    """The numbers of both spaces and their differences, with the verdict."""
    numbers = pair_numbers(first, before, second, after, change)
    return f"{numbers} {pair_verdict(first, before, second, after, change, smallest)}" if change.defined else numbers


def pair_numbers(
    first: FrequencyBias, before: BiasEntry, second: FrequencyBias, after: BiasEntry, change: BiasDifference
) -> str:
    """The numbers of both spaces and their differences.

    Parameters
    ----------
    first, second : FrequencyBias
    before, after : BiasEntry
        Of these.
    change : BiasDifference
        From one to the other.
    """
    sides = [f"{answer.side.title}, {_where(answer, entry)}" for answer, entry in ((first, before), (second, after))]
    r2, near = change.r2, change.neighbours
    if not change.defined:
        return (
            f"All words of these texts are equally frequent: there is nothing to compare {sides[0]} and {sides[1]} by."
        )
    parts = [
        f"A word's frequency is told with R² = {_value(r2.first)} by {sides[0]}, and {_value(r2.second)} by {sides[1]}: "
        f"{_change(r2.difference, 3)}"
    ]
    if defined(near.difference.value):
        moved = near.difference
        in_points = Estimate(100 * moved.value, 100 * moved.low, 100 * moved.high)
        parts.append(
            f"neighbours differ in frequency by {_percent(near.first)} and {_percent(near.second)} of what chance gives: "
            f"{_change(in_points, 1, ' points')}"
        )
    parts += [
        f"frequency and {name} correlate with |ρ| = {_value(trend.first)} and {_value(trend.second)}: "
        f"{_change(trend.difference, 3)}"
        for name, trend in trend_differences(before, after).items()
        if defined(trend.difference.value)
    ]
    return f"{'; '.join(parts)}."


def pair_verdict(
    first: FrequencyBias,
    before: BiasEntry,
    second: FrequencyBias,
    after: BiasEntry,
    change: BiasDifference,
    smallest: SmallestEffect = _USUAL,
) -> str:
    """What became of frequency bias from the first to the second, by each measure of it.

    Each measure speaks for itself: the probe, the neighbours, and the trends of norm and of distance from the centre.
    """
    sides = f"from {first.side.title} to {second.side.title}"
    measured = frequency_effects(before, after, change, smallest)
    said: dict[str, list[str]] = {}
    for bias in measured:
        said.setdefault(_verb(bias), []).append(f"{bias.name} ({bias.shown})")
    if not said:
        return f"All words are equally frequent: nothing can be said of frequency bias {sides}."
    tuned = first.side.role == "pre-trained" and second.side.role == "fine-tuned"
    cause = f"Fine-tuning, {sides}," if tuned else f"The change {sides}"
    parts = [
        f"{verb.format('it' if number else 'frequency bias')} by {_listed(names)}"
        for number, (verb, names) in enumerate(said.items())
    ]
    return (
        f"{cause} {', and '.join(parts[:2])}."
        if len(parts) < 3
        else f"{cause} {', '.join(parts[:-1])}, and {parts[-1]}."
    )


def _verb(bias: BiasEffect) -> str:
    """What happened to frequency bias, as {}, as one measure sees it."""
    if bias.effect == NO_DIFFERENCE or bias.effect.endswith(BUT):
        return "hardly changed {}"
    towards = way(bias.effect)
    if not towards:
        return "did not distinguishably change {}"
    more = (towards == HIGHER) == bias.higher_is_more
    verb = "increased" if more else "removed" if bias.gone else "reduced"
    return f"{verb} {{}}{PERHAPS}," if bias.effect.endswith(PERHAPS) else f"{verb} {{}}"


def _listed(names: list[str]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def methods_sentence(answer: FrequencyBias) -> str:
    """Which method leaves least of frequency."""
    entries, before = [entry for entry in answer.entries if defined(entry.r2.value)], answer.entries[0]
    if not entries or before not in entries:
        return f"All words of these texts are equally frequent: there is nothing to remove from {answer.side.title}."
    least = min(entries, key=lambda entry: entry.r2.value)
    where = f"{layer_name(before.layer, answer.side.n_layers - 1)} of {answer.side.title}"
    if least is before:
        return f"On {where} no method leaves less of frequency than there was (R² = {_value(before.r2)})."
    left = "leaves nothing" if _as_by_chance(least) else "leaves least"
    return (
        f"On {where}, {methods()[least.method].label} {left} of frequency: "
        f"R² falls from {_value(before.r2)} to {_value(least.r2)}."
    )


def trust_sentence(answer: Map) -> str:
    """How far a picture can be trusted."""
    label, trust = projections()[answer.projection].label, answer.trust
    parts = []
    if answer.share:
        axes = "two" if len(answer.share) == 2 else "three"
        parts.append(f"the {axes} axes hold {decimals(sum(answer.share), 1)} % of the variance")
    if trust and all(map(defined, (trust.kept, trust.kept_by_chance, trust.trustworthiness, trust.continuity))):
        parts.append(
            f"{decimals(100 * trust.kept, 0)} % of the {trust.k} nearest neighbours in the space are neighbours in the "
            f"picture ({decimals(100 * trust.kept_by_chance, 1)} % by chance), trustworthiness is "
            f"{decimals(trust.trustworthiness, 2)} and continuity {decimals(trust.continuity, 2)} (1 = perfect), on "
            f"{trust.n:,} points"
        )
    return f"{label}: {'; '.join(parts)}." if parts else f"{label} of too few points to say how far to trust it."


def map_caption(answer: Map) -> str:
    """What is drawn: projection, points, and on what it was fitted."""
    shown, every = len(answer.number), answer.n_units
    points = (
        f"{shown:,} of {every:,} {answer.unit}, a seeded sample" if shown < every else f"all {every:,} {answer.unit}"
    )
    told = ", ".join(
        f"{name.replace('_', ' ')} {' and '.join(map(str, value)) if isinstance(value, tuple) else value}"
        for name, value in answer.options.items()
        if name != "dimensions"
    )
    fitted = f"fitted on {answer.fit_on.title} and applied to" if answer.fit_on else "fitted on"
    return f"{projections()[answer.projection].label} ({told}) of {points}, {fitted} {answer.side.title}."


def sample_note(answer: Map) -> str:
    """That not all points are shown; '' where all are."""
    shown, every = len(answer.number), answer.n_units
    return f"{shown:,} of {every:,} {answer.unit} are shown, a seeded sample." if shown < every else ""


def frame_note(answer: Map) -> str:
    """What it means that points were placed among those of another space; '' where that needs no word."""
    if answer.fit_on is None or projections()[answer.projection].linear:
        return ""
    return "Points are laid out around those of the other checkpoint, which stay where they are."


def _as_by_chance(entry: BiasEntry) -> bool:
    """Whether R^2 is no better than the mean frequency, or than what shuffled frequencies give."""
    return entry.r2.value <= 0 or entry.p > ALPHA


def _where(answer: FrequencyBias, entry: BiasEntry) -> str:
    name = layer_name(entry.layer, answer.side.n_layers - 1)
    method = "" if entry.method == "baseline" else f" after {methods()[entry.method].label}"
    return name + method


def _value(number: Estimate) -> str:
    if not defined(number.value):
        return "not defined"
    around = interval(number.low, number.high)
    return f"{decimals(number.value, 2)} ({around})" if defined(number.low + number.high) else decimals(number.value, 2)


def _percent(number: Estimate) -> str:
    return f"{decimals(100 * number.value, 0)} %" if defined(number.value) else "a share that is not defined"


def _change(moved: Estimate, digits: int, unit: str = "") -> str:
    if not defined(moved.value):
        return "the difference is not defined"
    around = with_interval(moved.value, moved.low, moved.high, unit, digits)
    if min(moved.low, moved.value) > 0 or max(moved.high, moved.value) < 0:
        return around.replace(", ", " (", 1) + ")"
    return f"not distinguishable ({around})"
