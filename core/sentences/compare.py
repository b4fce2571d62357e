"""What comparisons say, each in a sentence computed from its answer."""

import numpy as np

from ..numbers_in_words import decimals, fold, interval, isotropy_text, layer_name, points, signed
from ..studies.compare.directions import ComparedDirections
from ..studies.compare.drift import ComparedDrift
from ..studies.compare.local import KIND, SAME, ComparedLocal
from ..studies.compare.measures import MeasureDifference, SideBySide
from ..studies.compare.naming import side_names
from ..studies.compare.projection import ComparedProjection
from ..studies.compare.table import ComparedTable
from ..studies.compare.words import ComparedWords
from ..uncertainty import HIGHER, LOWER, UNCLEAR

_FEW = 3  # words that a sentence names


def measures_sentence(answer: SideBySide) -> str:
    """Which scores higher, and which is the more isotropic."""
    first, second = side_names(answer)
    rows = {row.key: row for row in answer.rows}
    parts = [_score_part(rows["sts"], first, second)] if "sts" in rows else []
    isotropy = rows["symmetric"]
    if np.isfinite(isotropy.difference):
        parts.append(_isotropy_part(isotropy, "it" if parts else second))
    return _capital(" and ".join(parts)) + "." if parts else "Nothing is defined on both spaces."


def _isotropy_part(row: MeasureDifference, who: str) -> str:
    values = f"{isotropy_text(row.second)} against {isotropy_text(row.first)}"
    if row.verdict in (HIGHER, LOWER):
        kind = "more" if row.verdict == HIGHER else "less"
        return f"{who} is {kind} isotropic (I(W) {fold(row.difference)}: {values})"
    known = (
        "" if row.verdict is None else ", not distinguishable" if row.verdict == UNCLEAR else ", without an interval"
    )
    return f"I(W) is {values}{known}"


def _score_part(row: MeasureDifference, first: str, second: str) -> str:
    if row.ci95 is None or not np.isfinite([row.difference, *row.ci95]).all():
        return f"the scores of {first} and {second} cannot be compared"
    low, high = row.ci95
    if row.verdict == UNCLEAR:
        return (
            f"{second} does not score distinguishably from {first} ({signed(row.difference)} points, "
            f"95 % interval {interval(low, high)})"
        )
    more = row.difference > 0
    ends = (low, high) if more else (-high, -low)
    kind = "higher" if more else "lower"
    return f"{second} scores {points(abs(row.difference))} points {kind} than {first} (95 % interval {interval(*ends)})"


def drift_sentence(answer: ComparedDrift) -> str:
    """Where the two have drifted furthest apart, and how many neighbours words keep there."""
    first, second = side_names(answer)
    layers = [layer for layer in answer.layers if np.isfinite(layer.cka)]
    if not layers:
        return f"CKA of {first} and {second} is not defined on any layer."
    last = answer.first.n_layers - 1
    apart, near = min(layers, key=lambda layer: layer.cka), max(layers, key=lambda layer: layer.cka)
    neighbours = f"{decimals(answer.k * apart.overlap, 1)} of its {answer.k} nearest neighbours"
    chance = decimals(answer.k * answer.chance, 1)
    where = f"{layer_name(apart.first, last)}, with CKA {decimals(apart.cka, 2)}"
    if apart.cka != near.cka:
        where += f" (at most {decimals(near.cka, 2)}, {layer_name(near.first, last)})"
    return f"{second} is furthest from {first} on {where}; a word keeps {neighbours} there (by chance {chance})."


def directions_sentence(answer: ComparedDirections, k: int = 12) -> str:
    """How much of the second's dominant subspace lies inside the first's."""
    first, second = side_names(answer)
    name = "own" if "own" in answer.frames else "rotated"
    frame = answer.frames[name]
    at = int(np.searchsorted(frame.k, min(k, frame.k[-1])))
    k, share, by_chance = int(frame.k[at]), 100 * frame.overlap[at], 100 * frame.chance[at]
    how = "" if name == "own" else ", after rotating one space onto the other"
    what = f"{k} most dominant directions lie" if k > 1 else "most dominant direction lies"
    chance = f"by chance {decimals(by_chance, 0)} %"
    return f"{decimals(share, 0)} % of {second}'s {what} inside {first}'s {k} ({chance}){how}."


def words_sentence(answer: ComparedWords) -> str:
    """Which words moved most and least."""
    words, count = answer.words, min(_FEW, len(answer.words) // 2)
    neighbours = answer.k * float(np.nanmean(answer.kept))
    most, least = (", ".join(f"'{word}'" for word in some) for some in (words[:count], words[::-1][:count]))
    moved = f"A word moved {decimals(answer.mean, 2)} on average (0: not at all, {decimals(answer.unrelated, 2)}: unrelated spaces)"
    examples = f", most of all {most}, least {least}" if count else ""
    return f"{moved}{examples}; a word keeps {decimals(neighbours, 1)} of its {answer.k} nearest words."


def projection_sentence(answer: ComparedProjection) -> str:
    """How much of the two spaces a rotation brings together."""
    first, second = side_names(answer)
    same = decimals(100 * (1 - answer.residual), 0)
    turned = f", rotating {first if answer.rotated == 'first' else second} onto the other" if answer.rotated else ""
    return (
        f"{same} % of the variance of {first} and {second} is the same up to a shift, a scale and a rotation{turned}."
    )


def local_sentence(answer: ComparedLocal) -> str:
    """Whether local structure fades, by how many of the comparisons."""
    rows = [row for row in answer.rows if row.groups != SAME and np.isfinite(row.difference)]
    if not rows:
        return "There are too few words to say anything of local structure."
    first, second = side_names(answer)
    lower, higher = (sum(row.verdict == said for row in rows) for said in (LOWER, HIGHER))
    says = {
        (False, False): f"Local structure does not differ distinguishably between {first} and {second}",
        (True, False): f"Local structure is weaker in {second} than in {first}",
        (False, True): f"Local structure is stronger in {second} than in {first}",
        (True, True): f"Local structure changes from {first} to {second}, but not in one direction",
    }[lower > 0, higher > 0]
    same = len(rows) - lower - higher
    text = f"{says}: of {len(rows)} comparisons {lower} are lower, {higher} higher, {same} not distinguishable."
    kinds = next((row for row in rows if row.groups == KIND and row.measure == "neighbours"), None)
    if kinds is None:
        return text
    before, after, chance = (
        decimals(100 * share, 0) for share in (kinds.first.value, kinds.second.value, kinds.second.chance)
    )
    return f"{text} A word's neighbours are of its own kind in {before} % before and {after} % after (by chance {chance} %)."


def table_sentence(answer: ComparedTable) -> str:
    """Which checkpoint scores best and which is the most isotropic."""
    rows = answer.rows
    most = max(rows, key=lambda row: row.isotropy.log10())
    name = f"{most.provenance.title} is the most isotropic (I(W) = {isotropy_text(most.isotropy.log10())})"
    scores = [(row.sts.spearman, row) for row in rows if row.sts is not None and np.isfinite(row.sts.spearman)]
    if not scores:
        return f"Of {len(rows)} checkpoints {name}."
    spearman, best = max(scores, key=lambda score: score[0])
    if best is most:
        return f"Of {len(rows)} checkpoints {name} and scores best ({points(spearman)})."
    return f"Of {len(rows)} checkpoints {name}; {best.provenance.title} scores best ({points(spearman)})."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text.startswith("the ") else text
