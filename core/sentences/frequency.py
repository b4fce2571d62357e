"""What maps and frequency bias say, each in a sentence computed from its answer."""

from typing import Any

from ..geometry.low_dimensional import projections
from ..geometry.post_processing import methods
from ..numbers_in_words import decimals, interval, layer_name, signed
from ..uncertainty import HIGHER, LOWER

Answer = dict[str, Any]


def bias_sentence(answer: Answer, entry: dict[str, Any]) -> str:
    """How much of frequency one space knows."""
    r2, near, title = entry["r2"], entry["neighbours"], answer["side"]["title"]
    where = _where(answer, entry)
    if r2["value"] is None:
        return f"All words of these texts are equally frequent: there is nothing to know about {title}."
    if r2["low"] <= max(0.0, entry["chance_high"]):
        told = f"A word's frequency cannot be told from its vector in {title}, {where} (R² = {_value(r2)})"
    else:
        told = f"{title}, {where}, tells a word's frequency with R² = {_value(r2)}"
    if near["value"] is None:
        return told + "."
    share = (
        f"neighbours differ in frequency by {_percent(near)} of what chance gives"
        if near["high"] < 1
        else f"neighbours differ in frequency as much as by chance ({_percent(near)} of it)"
    )
    return f"{told}; {share}."


def layers_sentence(answer: Answer) -> str:
    """Where frequency is told best and worst."""
    known = [entry for entry in answer["entries"] if entry["r2"]["value"] is not None]
    if not known:
        return "All words of these texts are equally frequent: there is nothing to know."
    best, worst = (pick(known, key=lambda entry: entry["r2"]["value"]) for pick in (max, min))
    return (
        f"{answer['side']['title']} tells a word's frequency best on {_where(answer, best)} (R² = {_value(best['r2'])}) and "
        f"least on {_where(answer, worst)} ({_value(worst['r2'])})."
    )


def pair_sentence(first: Answer, before: dict[str, Any], second: Answer, after: dict[str, Any], found: Answer) -> str:
    """Both halves of a pair and whether the second has less frequency bias, with the verdict.

    Parameters
    ----------
    first, second : dict
        Answers of `core.studies.frequency.bias.run_bias`.
    before, after : dict
        Their entries.
    found : dict
        What `core.studies.frequency.bias_difference.bias_difference` says of these.
    """
    names = first["side"]["title"], second["side"]["title"]
    where = [_where(answer, entry) for answer, entry in ((first, before), (second, after))]
    sides = [f"{name}, {place}" for name, place in zip(names, where, strict=True)]
    r2, near = found["r2"], found["neighbours"]
    if r2["difference"]["value"] is None:
        return "All words of these texts are equally frequent: there is nothing to compare."
    parts = [
        f"A word's frequency is told with R² = {_value(r2['first'])} by {sides[0]}, and {_value(r2['second'])} by {sides[1]}: "
        f"{_change(r2['difference'], 3)}"
    ]
    if near["difference"]["value"] is not None:
        moved = {end: None if value is None else 100 * value for end, value in near["difference"].items()}
        parts.append(
            f"neighbours differ in frequency by {_percent(near['first'])} and {_percent(near['second'])} of what chance gives: "
            f"{_change(moved, 1, ' points')}"
        )
    return f"{'; '.join(parts)}. {pair_verdict(first, second, found)}"


def pair_verdict(first: Answer, second: Answer, found: Answer) -> str:
    """Whether frequency bias is removed, reduced, unchanged or increased from the first to the second."""
    pre = first["side"]["role"] == "pre-trained" and second["side"]["role"] == "fine-tuned"
    cause = "Fine-tuning" if pre else f"From {first['side']['title']} to {second['side']['title']}, the change"
    less = {
        "linear probe": {LOWER: "less", HIGHER: "more"}.get(found["r2"]["verdict"], "the same"),
        "neighbours": {HIGHER: "less", LOWER: "more"}.get(found["neighbours"]["verdict"], "the same"),
    }
    gone = found["r2"]["gone"] and found["neighbours"]["gone"]
    ways = set(less.values())
    if gone and "less" in ways:
        return f"{cause} removed frequency bias: nothing of it is left that differs from chance."
    if ways == {"less"}:
        by_both = not (found["r2"]["gone"] or found["neighbours"]["gone"])
        left = "what is left is far from chance" if by_both else "not all that is left is chance"
        return f"{cause} reduced frequency bias and did not remove it: {left}."
    if ways == {"more"}:
        return f"{cause} increased frequency bias."
    if ways == {"the same"}:
        return f"{cause} made no distinguishable difference to frequency bias."
    said = " and ".join(f"{how} of it by the {what}" for what, how in less.items())
    return f"{cause} did not remove frequency bias: there is {said}."


def methods_sentence(answer: Answer) -> str:
    """Which method leaves least of frequency."""
    entries = [entry for entry in answer["entries"] if entry["r2"]["value"] is not None]
    if not entries:
        return "All words of these texts are equally frequent: there is nothing to remove."
    least, before = min(entries, key=lambda entry: entry["r2"]["value"]), answer["entries"][0]
    where = layer_name(before["layer"], answer["side"]["n_layers"] - 1)
    if least is before:
        return f"On {where} of {answer['side']['title']} no method leaves less of frequency than there was (R² = {_value(before['r2'])})."
    left = "leaves nothing" if least["r2"]["low"] <= max(0.0, least["chance_high"]) else "leaves least"
    return (
        f"On {where} of {answer['side']['title']}, {methods()[least['method']].label} {left} of frequency: "
        f"R² falls from {_value(before['r2'])} to {_value(least['r2'])}."
    )


def trust_sentence(answer: Answer) -> str:
    """How far a picture can be trusted."""
    label, found = projections()[answer["projection"]].label, answer["trust"]
    parts = []
    if answer["share"]:
        axes = "two" if len(answer["share"]) == 2 else "three"
        parts.append(f"the {axes} axes hold {decimals(sum(answer['share']), 1)} % of the variance")
    if found:
        parts.append(
            f"{decimals(100 * found['kept'], 0)} % of the {found['k']} nearest neighbours in the space are neighbours in the "
            f"picture ({decimals(100 * found['kept_by_chance'], 1)} % by chance), trustworthiness is "
            f"{decimals(found['trustworthiness'], 2)} and continuity {decimals(found['continuity'], 2)} (1 = perfect), on "
            f"{found['n']:,} points"
        )
    return f"{label}: {'; '.join(parts)}." if parts else f"{label} of too few points to say how far to trust it."


def map_caption(answer: Answer) -> str:
    """What is drawn: projection, points, and on what it was fitted."""
    declared = projections()[answer["projection"]]
    shown, every = len(answer["number"]), answer["n_units"]
    points = (
        f"{shown:,} of {every:,} {answer['unit']}, a seeded sample"
        if shown < every
        else f"all {every:,} {answer['unit']}"
    )
    told = ", ".join(
        f"{name.replace('_', ' ')} {' and '.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in answer["options"].items()
        if name != "dimensions"
    )
    fitted = f"fitted on {answer['fit_on']['title']} and applied to" if answer["fit_on"] else "fitted on"
    return f"{declared.label} ({told}) of {points}, {fitted} {answer['side']['title']}."


def _where(answer: Answer, entry: dict[str, Any]) -> str:
    name = layer_name(entry["layer"], answer["side"]["n_layers"] - 1)
    method = "" if entry["method"] == "baseline" else f" after {methods()[entry['method']].label}"
    return name + method


def _value(found: dict[str, Any]) -> str:
    return f"{decimals(found['value'], 2)} ({interval(found['low'], found['high'])})"


def _percent(found: dict[str, Any]) -> str:
    return f"{decimals(100 * found['value'], 0)} %"


def _change(found: dict[str, Any], digits: int, unit: str = "") -> str:
    if found["low"] is None or found["low"] <= 0 <= found["high"]:
        return f"not distinguishable ({signed(found['value'], digits)}{unit}, 95 % interval {interval(found['low'], found['high'], digits)})"
    return f"{signed(found['value'], digits)}{unit} (95 % interval {interval(found['low'], found['high'], digits)})"
