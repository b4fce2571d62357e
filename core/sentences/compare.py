"""What comparisons say, each in a sentence computed from its answer, and as tables for people."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from ..geometry.post_processing import methods
from ..numbers_in_words import decimals, fold, interval, isotropy_text, layer_name, points, signed
from ..studies.compare.local import KIND, SAME
from ..texts import Texts
from ..tokens.excerpts import excerpt
from ..uncertainty import HIGHER, LOWER, UNCLEAR

Table = list[dict[str, Any]]
_FEW = 3  # words that a sentence names


def side_names(answer: dict[str, Any]) -> tuple[str, str]:
    """What to call the two sides: titles; with layer and method where these do not tell them apart."""
    first, second = answer["first"], answer["second"]
    if first["title"] != second["title"]:
        return first["title"], second["title"]
    one, other = (f"{side['title']} ({_setting(side)})" for side in (first, second))
    return (one, other) if one != other else (f"{one}, first", f"{other}, second")


def measures_sentence(answer: dict[str, Any]) -> str:
    """Which scores higher, and which is the more isotropic."""
    first, second = side_names(answer)
    rows = {row["key"]: row for row in answer["rows"]}
    parts = [_score_part(rows["sts"], first, second)] if "sts" in rows else []
    isotropy = rows["symmetric"]
    if isotropy["difference"] is not None:
        values = f"{isotropy_text(isotropy['second'])} against {isotropy_text(isotropy['first'])}"
        said = isotropy["verdict"]
        if said in (HIGHER, LOWER):
            kind = "more" if said == HIGHER else "less"
            moved = fold(isotropy["difference"])
            parts.append(f"{'it' if parts else second} is {kind} isotropic (I(W) {moved}: {values})")
        else:
            known = "" if said is None else ", not distinguishable" if said == UNCLEAR else ", without an interval"
            parts.append(f"I(W) is {values}{known}")
    return _capital(" and ".join(parts)) + "." if parts else "Nothing is defined on both spaces."


def measure_rows(answer: dict[str, Any]) -> Table:
    """A table: both values of each quantity, the difference with its interval, and what it says."""
    first, second = side_names(answer)
    rows = []
    for row in answer["rows"]:
        is_isotropy = row["label"].startswith("log10 I(W)")
        show = isotropy_text if is_isotropy else points if row["key"] == "sts" else decimals
        digits = 2 if is_isotropy or row["key"] == "sts" else 3
        ends = row["ci95"] or (None, None)
        rows.append(
            {
                "Measure": row["label"].removeprefix("log10 "),
                first: show(row["first"]),
                second: show(row["second"]),
                "Difference": signed(row["difference"], digits) + (" (log₁₀)" if is_isotropy else ""),
                "95 % interval": interval(ends[0], ends[1], digits) if row["ci95"] else "–",
                "p": "–" if row["p"] is None else decimals(row["p"]),
                "Verdict": row["verdict"] or "–",
            }
        )
    return rows


def layers_sentence(answer: dict[str, Any]) -> str:
    """Where the two have drifted furthest apart, and how many neighbours words keep there."""
    first, second = side_names(answer)
    rows = [row for row in answer["layers"] if row["cka"] is not None]
    if not rows:
        return f"CKA of {first} and {second} is not defined on any layer."
    last = answer["first"]["n_layers"] - 1
    apart, near = min(rows, key=lambda row: row["cka"]), max(rows, key=lambda row: row["cka"])
    kept = f"{decimals(answer['k'] * apart['overlap'], 1)} of its {answer['k']} nearest neighbours"
    chance = decimals(answer["k"] * answer["chance"], 1)
    where = f"{layer_name(apart['first'], last)}, with CKA {decimals(apart['cka'], 2)}"
    if apart["cka"] != near["cka"]:
        where += f" (at most {decimals(near['cka'], 2)}, {layer_name(near['first'], last)})"
    return f"{second} is furthest from {first} on {where}; a word keeps {kept} there (by chance {chance})."


def directions_sentence(answer: dict[str, Any], k: int = 12) -> str:
    """How much of the second's dominant subspace lies inside the first's."""
    first, second = side_names(answer)
    name = "own" if "own" in answer["frames"] else "rotated"
    frame = answer["frames"][name]
    at = int(np.searchsorted(frame["k"], min(k, frame["k"][-1])))
    k, share, by_chance = frame["k"][at], 100 * frame["overlap"][at], 100 * answer["chance"][at]
    how = "" if name == "own" else ", after rotating one space onto the other"
    what = f"{k} most dominant directions lie" if k > 1 else "most dominant direction lies"
    chance = f"by chance {decimals(by_chance, 0)} %"
    return f"{decimals(share, 0)} % of {second}'s {what} inside {first}'s {k} ({chance}){how}."


def words_sentence(answer: dict[str, Any]) -> str:
    """Which words moved most and least."""
    words, count = answer["words"], min(_FEW, len(answer["words"]) // 2)
    kept = answer["k"] * float(np.nanmean(np.array(answer["kept"], dtype=float)))
    most, least = (", ".join(f"'{word}'" for word in some) for some in (words[:count], words[::-1][:count]))
    moved = f"A word moved {decimals(answer['mean'], 2)} on average (0: not at all, 1.41: unrelated spaces)"
    named = f", most of all {most}, least {least}" if count else ""
    return f"{moved}{named}; a word keeps {decimals(kept, 1)} of its {answer['k']} nearest words."


def word_rows(answer: dict[str, Any], chosen: Iterable[int]) -> Table:
    """Words by their index in the answer: how far each moved and its neighbours before and after."""
    words = answer["words"]
    return [
        {
            "Word": words[i],
            "Occurrences": answer["n"][i],
            "Zipf frequency": answer["zipf"][i],
            "Moved": answer["moved"][i],
            "Neighbours kept": answer["kept"][i],
            "Nearest before": _named(answer["near_first"][i], words),
            "Nearest after": _named(answer["near_second"][i], words),
        }
        for i in chosen
    ]


def projection_sentence(answer: dict[str, Any]) -> str:
    """How much of the two spaces a rotation brings together."""
    first, second = side_names(answer)
    same = decimals(100 * (1 - answer["residual"]), 0)
    turned = (
        f", rotating {(first if answer['rotated'] == 'first' else second)} onto the other" if answer["rotated"] else ""
    )
    return (
        f"{same} % of the variance of {first} and {second} is the same up to a shift, a scale and a rotation{turned}."
    )


def shown_rows(answer: dict[str, Any], texts: Texts, chosen: Iterable[int]) -> Table:
    """Shown words of a projection by their index: each in its sentence, how far it moved, how its neighbours changed."""
    words = answer["word"]
    return [
        {
            "Word": words[i],
            "In its sentence": "{}[{}]{}".format(
                *excerpt(texts.sentences[answer["sentence"][i]], answer["start"][i], answer["end"][i])
            ),
            "Moved": answer["moved"][i],
            "Neighbours kept": answer["kept"][i],
            "Nearest before": _named(answer["near_first"][i], words),
            "Nearest after": _named(answer["near_second"][i], words),
        }
        for i in chosen
    ]


def local_sentence(answer: dict[str, Any]) -> str:
    """Whether local structure fades, by how many of the comparisons."""
    rows = [row for row in answer["rows"] if row["groups"] != SAME and row["difference"] is not None]
    if not rows:
        return "There are too few words to say anything of local structure."
    first, second = side_names(answer)
    lower, higher = (sum(row["verdict"] == said for row in rows) for said in (LOWER, HIGHER))
    says = {
        (False, False): f"Local structure does not differ distinguishably between {first} and {second}",
        (True, False): f"Local structure is weaker in {second} than in {first}",
        (False, True): f"Local structure is stronger in {second} than in {first}",
        (True, True): f"Local structure changes from {first} to {second}, but not in one direction",
    }[lower > 0, higher > 0]
    same = len(rows) - lower - higher
    text = f"{says}: of {len(rows)} comparisons {lower} are lower, {higher} higher, {same} not distinguishable."
    kinds = next((row for row in rows if row["groups"] == KIND and row["measure"] == "neighbours"), None)
    if kinds is None:
        return text
    before, after, chance = (
        decimals(100 * value, 0)
        for value in (kinds["first"]["value"], kinds["second"]["value"], kinds["second"]["chance"])
    )
    return f"{text} A word's neighbours are of its own kind in {before} % before and {after} % after (by chance {chance} %)."


def local_rows(answer: dict[str, Any]) -> Table:
    """A table of all groupings and measures."""
    rows = []
    for row in answer["rows"]:
        low, high = row["ci95"]
        rows.append(
            {
                "Groups": row["groups"],
                "Measure": row["measure"],
                "First": _against_chance(row["first"]),
                "Second": _against_chance(row["second"]),
                "Difference": signed(row["difference"], 3),
                "95 % interval": interval(low, high, 3),
                "Verdict": row["verdict"],
            }
        )
    return rows


def many_sentence(rows: list[dict[str, Any]]) -> str:
    """Which checkpoint scores best and which is the most isotropic."""
    most = max(rows, key=lambda row: row["isotropy"]["symmetric"]["log10"])
    name = f"{most['provenance']['title']} is the most isotropic (I(W) = {isotropy_text(most['isotropy']['symmetric']['log10'])})"
    scored = [row for row in rows if row["sts"] and row["sts"]["spearman"] is not None]
    if not scored:
        return f"Of {len(rows)} checkpoints {name}."
    best = max(scored, key=lambda row: row["sts"]["spearman"])
    if best is most:
        return f"Of {len(rows)} checkpoints {name} and scores best ({points(best['sts']['spearman'])})."
    return f"Of {len(rows)} checkpoints {name}; {best['provenance']['title']} scores best ({points(best['sts']['spearman'])})."


def _score_part(row: dict[str, Any], first: str, second: str) -> str:
    if row["difference"] is None or row["ci95"][0] is None:
        return f"the scores of {first} and {second} cannot be compared"
    low, high = row["ci95"]
    if row["verdict"] == UNCLEAR:
        return (
            f"{second} does not score distinguishably from {first} ({signed(row['difference'])} points, "
            f"95 % interval {interval(low, high)})"
        )
    more = row["difference"] > 0
    ends = (low, high) if more else (-high, -low)
    kind = "higher" if more else "lower"
    return (
        f"{second} scores {points(abs(row['difference']))} points {kind} than {first} (95 % interval {interval(*ends)})"
    )


def _setting(side: dict[str, Any]) -> str:
    label = methods()[side["method"]].label.lower()
    removed = f", D = {side['directions']}" if side["end"] else ""
    return f"{layer_name(side['layer'], side['n_layers'] - 1)}, {label}{removed}"


def _named(near: list[int], words: list[str]) -> str:
    return ", ".join(words[i] for i in near if i >= 0)


def _against_chance(found: dict[str, Any]) -> str:
    return f"{decimals(found['value'])} (by chance {decimals(found['chance'])})"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text.startswith("the ") else text
