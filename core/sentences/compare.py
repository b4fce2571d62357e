"""What comparisons say, each in a sentence computed from its answer."""

import numpy as np

from ..effect import BUT, NO_DIFFERENCE, PERHAPS, POINTS, Effect, SmallestEffect, way
from ..numbers_in_words import (
    decimals,
    defined,
    digits_of,
    fold,
    interval,
    isotropy_text,
    layer_name,
    points,
    with_interval,
)
from ..studies.compare.directions import ComparedDirections
from ..studies.compare.drift import ComparedDrift
from ..studies.compare.local import KIND, SAME, ComparedLocal
from ..studies.compare.measures import MeasureDifference, SideBySide
from ..studies.compare.naming import side_names
from ..studies.compare.projection import ComparedProjection
from ..studies.compare.table import CheckpointMeasurement, ComparedTable
from ..studies.compare.words import ComparedWords
from ..tables.effects import checkpoint_effect, local_effect, measure_effect
from ..uncertainty import HIGHER, LOWER, UNDEFINED

_FEW = 3  # words that a sentence names
_USUAL = SmallestEffect()


def measures_sentence(answer: SideBySide, smallest: SmallestEffect = _USUAL) -> str:
    """Which scores higher, which is the more isotropic, and whether by as much as matters."""
    first, second = side_names(answer)
    rows = {row.key: row for row in answer.rows}
    parts = [_score_part(rows["sts"], first, second, smallest)] if "sts" in rows else []
    isotropy = rows.get("symmetric")
    if isotropy is not None and defined(isotropy.difference):
        parts.append(_isotropy_part(isotropy, first, second, smallest))
    return f"{', and '.join(parts)}." if parts else f"Nothing is defined on both {first} and {second}."


def _isotropy_part(row: MeasureDifference, first: str, second: str, smallest: SmallestEffect) -> str:
    values = isotropy_text(row.second), isotropy_text(row.first)
    word = measure_effect(row, smallest)
    if word and (towards := way(word)):
        kind = "more" if towards == HIGHER else "less"
        by = f"I(W) {fold(row.difference, clear=True)}"
        by += f": {values[0]} against {values[1]}" if float(values[0]) != float(values[1]) else f", at {values[0]}"
        return f"{second} is {kind} isotropic than {first}{_qualified(word)} ({by})"
    said = "" if word is None else ", without an interval" if word == UNDEFINED else f", {word}"
    return f"I(W) of {second} is {values[0]} against {values[1]} of {first}{said}"


def _score_part(row: MeasureDifference, first: str, second: str, smallest: SmallestEffect) -> str:
    word = measure_effect(row, smallest)
    if word in (None, UNDEFINED) or row.ci95 is None:
        return f"The scores of {first} and {second} cannot be compared"
    low, high = row.ci95
    if not (towards := way(word)):
        around = with_interval(row.difference, low, high, " points")
        if word == NO_DIFFERENCE:
            return f"{second} and {first} do not differ in score by {smallest.of(POINTS):g} points or more ({around})"
        return f"{second} does not score distinguishably from {first} ({around})"
    digits, ends = digits_of(row.difference, row.ci95), (low, high) if towards == HIGHER else (-high, -low)
    return (
        f"{second} scores {decimals(abs(row.difference), digits)} points {towards} than {first}{_qualified(word)} "
        f"(95 % interval {interval(*ends, digits)})"
    )


def _qualified(word: Effect) -> str:
    """What stands behind 'higher' and 'lower'."""
    return next((end for end in (PERHAPS, BUT) if word.endswith(end)), "")


def drift_sentence(answer: ComparedDrift) -> str:
    """Where the two have drifted furthest apart, and how many neighbours words keep there."""
    first, second = side_names(answer)
    layers = [layer for layer in answer.layers if defined(layer.cka)]
    if not layers:
        return f"CKA of {first} and {second} is not defined on any layer."
    last = answer.first.n_layers - 1
    apart, near = min(layers, key=lambda layer: layer.cka), max(layers, key=lambda layer: layer.cka)
    where = f"{layer_name(apart.first, last)}, with CKA {decimals(apart.cka, 2)}"
    if apart.cka != near.cka:
        where += f" (at most {decimals(near.cka, 2)}, {layer_name(near.first, last)})"
    furthest = f"{second} is furthest from {first} on {where}"
    if not defined(apart.overlap):
        return f"{furthest}."
    neighbours = f"{decimals(answer.k * apart.overlap, 1)} of its {answer.k} nearest neighbours"
    return f"{furthest}; a word keeps {neighbours} there (by chance {decimals(answer.k * answer.chance, 1)})."


def directions_sentence(answer: ComparedDirections, k: int = 12) -> str:
    """How much of the second's dominant subspace lies inside the first's."""
    first, second = side_names(answer)
    name = "own" if "own" in answer.frames else "rotated"
    frame = answer.frames[name]
    at = int(np.searchsorted(frame.k, min(k, frame.k[-1])))
    k, share, by_chance = int(frame.k[at]), 100 * float(frame.overlap[at]), 100 * float(frame.chance[at])
    how = "" if name == "own" else ", after rotating one space onto the other"
    if not defined(share):
        return f"How much of {second}'s dominant directions lies inside those of {first} is not defined{how}."
    what = f"{k} most dominant directions lie" if k > 1 else "most dominant direction lies"
    chance = f"by chance {decimals(by_chance, 0)} %"
    return f"{decimals(share, 0)} % of {second}'s {what} inside {first}'s {k} ({chance}){how}."


def words_sentence(answer: ComparedWords) -> str:
    """Which words moved most and least."""
    first, second = side_names(answer)
    if not defined(answer.mean):
        return f"How far words moved from {first} to {second} is not defined."
    words, count = answer.words, min(_FEW, len(answer.words) // 2)
    most, least = (", ".join(f"'{word}'" for word in some) for some in (words[:count], words[::-1][:count]))
    unrelated = f", {decimals(answer.unrelated, 2)}: unrelated spaces" if defined(answer.unrelated) else ""
    moved = f"From {first} to {second} a word moved {decimals(answer.mean, 2)} on average (0: not at all{unrelated})"
    examples = f", most of all {most}, least {least}" if count else ""
    known = answer.kept[np.isfinite(answer.kept)]
    if not len(known):
        return f"{moved}{examples}."
    return f"{moved}{examples}; a word keeps {decimals(answer.k * float(known.mean()), 1)} of its {answer.k} nearest words."


def projection_sentence(answer: ComparedProjection) -> str:
    """How much of the two spaces a rotation brings together."""
    first, second = side_names(answer)
    if not defined(answer.residual):
        return f"How much of the variance of {first} and {second} is the same is not defined."
    same = decimals(100 * (1 - answer.residual), 0)
    turned = f", rotating {first if answer.rotated == 'first' else second} onto the other" if answer.rotated else ""
    return (
        f"{same} % of the variance of {first} and {second} is the same up to a shift, a scale and a rotation{turned}."
    )


def local_sentence(answer: ComparedLocal, smallest: SmallestEffect = _USUAL) -> str:
    """Whether local structure fades, by how many of the comparisons."""
    first, second = side_names(answer)
    effects = [local_effect(row, smallest) for row in answer.rows if row.groups != SAME]
    known = [word for word in effects if word != UNDEFINED]
    if not known:
        return f"There are too few words to say anything of local structure in {first} and {second}."
    small = sum(word.endswith(BUT) or word == NO_DIFFERENCE for word in known)
    lower, higher = (sum(way(word) == end and not word.endswith(BUT) for word in known) for end in (LOWER, HIGHER))
    says = {
        (False, False): f"Local structure does not differ distinguishably between {first} and {second}",
        (True, False): f"Local structure is weaker in {second} than in {first}",
        (False, True): f"Local structure is stronger in {second} than in {first}",
        (True, True): f"Local structure changes from {first} to {second}, but not in one direction",
    }[lower > 0, higher > 0]
    if small == len(known):
        says = f"Local structure hardly differs between {first} and {second}"
    counts = {"lower": lower, "higher": higher, "different by less than matters, if at all": small}
    counts["not distinguishable"] = len(known) - sum(counts.values())
    told = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    return f"{says}: of {len(known)} comparisons {told}.{_kinds(answer, first, second)}"


def _kinds(answer: ComparedLocal, first: str, second: str) -> str:
    """How many of a word's neighbours are of its own kind in either space."""
    kinds = next((row for row in answer.rows if row.groups == KIND and row.measure == "neighbours"), None)
    shares = (kinds.first.value, kinds.second.value, kinds.second.chance) if kinds else ()
    if not shares or not all(map(defined, shares)):
        return ""
    before, after, chance = (decimals(100 * share, 0) for share in shares)
    return f" A word's neighbours are of its own kind in {before} % in {first} and {after} % in {second} (by chance {chance} %)."


def table_sentence(answer: ComparedTable, smallest: SmallestEffect = _USUAL) -> str:
    """Which checkpoint is the most isotropic, which scores best, and what the latter is worth against the first."""
    rows, parts = answer.rows, []
    isotropies = [(row.isotropy.log10(), row) for row in rows if not np.isnan(row.isotropy.log10())]
    if isotropies:
        value, most = max(isotropies, key=lambda known: known[0])
        parts.append(f"{most.provenance.title} is the most isotropic (I(W) = {isotropy_text(value)})")
    scores = [(row.sts.spearman, row) for row in rows if row.sts is not None and defined(row.sts.spearman)]
    if scores:
        value, best = max(scores, key=lambda known: known[0])
        parts.append(f"{best.provenance.title} scores best ({points(value)}{_against_first(best, rows[0], smallest)})")
    return f"Of {len(rows)} checkpoints {'; '.join(parts) or 'none has a number that is defined'}."


def _against_first(best: CheckpointMeasurement, first: CheckpointMeasurement, smallest: SmallestEffect) -> str:
    """What the best score is worth against that of the first checkpoint; '' of that itself."""
    change = best.difference
    if best is first or change is None:
        return ""
    word = checkpoint_effect(change, smallest)
    if word == UNDEFINED:
        return f"; against {first.provenance.title} not defined"
    return f"; against {first.provenance.title} {word}: {with_interval(change.value, *change.ci95)}"
