"""What the removal lab's answers say, each in a sentence computed from it."""

from typing import Any

import numpy as np

from ..numbers_in_words import change, decimals, fold, isotropy_text, points, signed


def curves_sentence(spaces: list[dict[str, Any]]) -> str:
    """For each space: the best number of dominant directions to remove, and what that gains."""
    parts = []
    for space in spaces:
        spearman = space["curves"]["dominant"]["spearman"]
        if spearman is None:
            continue
        best = int(np.nanargmax(spearman))
        gain = float(spearman[best] - spearman[0])
        parts.append(
            f"{space['title']} scores best with {best} dominant direction{'s' if best > 1 else ''} removed ({signed(gain)} points against the centred space)"
            if best
            else f"{space['title']} scores best with no dominant direction removed"
        )
    return "; ".join(parts) + "." if parts else "These texts have no scores; the curves show isotropy alone."


def window_sentence(found: dict[str, Any], begin: int, end: int, before: float) -> str:
    """What removing one window does."""
    what = "Nothing is removed" if begin == end else f"Removing directions {begin + 1} to {end}"
    moved = fold(found["isotropy"] - before)
    if begin == end:
        return f"{what}: I(W) = {isotropy_text(found['isotropy'])}."
    if found.get("difference") is None:
        return f"{what}: I(W) {moved} to {isotropy_text(found['isotropy'])}."
    if "difference_ci95" in found:
        verb = change(found["difference"], *found["difference_ci95"])
    else:
        verb = f"changes the score by {signed(found['difference'])} points"
    return f"{what} {verb}, to {points(found['spearman'])}, while I(W) {moved} to {isotropy_text(found['isotropy'])}."


def null_sentence(answer: dict[str, Any], k: int = 12) -> str:
    """How removing k dominant directions compares with each kind of random removal."""
    at = int(np.searchsorted(answer["k"], min(k, answer["k"][-1])))
    dominant, k = answer["dominant"][at], answer["k"][at]
    parts = []
    for kind, draws in answer["null"].items():
        column = np.array([row[at] for row in draws], dtype=float)
        if dominant is not None and np.isfinite(column).all():
            low, high = float(column.min()), float(column.max())
            place = "below" if dominant < low else "above" if dominant > high else "within"
            parts.append(f"{place} what {len(column)} draws of {kind} leave ({points(low)} to {points(high)})")
    if not parts:
        return f"The score is not defined with {k} directions removed."
    return f"With the {k} most dominant directions removed the score is {points(dominant)}: {', and '.join(parts)}."


def single_sentence(answer: dict[str, Any]) -> str:
    """How many directions matter by themselves, and which most."""
    change_, low, high = (np.array(answer[name], dtype=float) for name in ("change", "low", "high"))
    hurt, gain = int((high < 0).sum()), int((low > 0).sum())
    most = int(np.nanargmax(np.abs(change_)))
    return (
        f"Taking a single direction away costs something distinguishable for {hurt} of {len(change_)} directions and gains "
        f"something for {gain}; about {round(len(change_) / 20)} would show up by chance. Direction {most + 1} matters most "
        f"({signed(float(change_[most]))} points)."
    )


def factors_sentence(answer: dict[str, Any]) -> str:
    """The strongest factor of each of the first five directions."""
    parts = []
    for j in range(min(5, answer["rank"])):
        shares = {name: values[j] for name, values in answer["share"].items() if values[j] is not None}
        if shares:
            name = max(shares, key=lambda one: shares[one])
            parts.append(f"{j + 1}: {name} ({decimals(100 * shares[name], 0)} %)")
    return f"What goes most with each leading direction: {', '.join(parts)}."


def elongation_rows(
    answers: list[tuple[str, dict[str, Any]]], labels: dict[str, str], tau: float
) -> list[dict[str, str]]:
    """A table: one row a number, one column a checkpoint, each 'value (low to high)'."""

    def cell(answer: dict[str, Any], read: Any) -> str:
        value, low, high = (read(answer[side]) for side in ("value", "low", "high"))
        digits = 0 if isinstance(value, int) or value is None else 1
        texts = ["never" if one is None else decimals(one, digits) for one in (value, low, high)]
        return f"{texts[0]} ({texts[1]} to {texts[2]})"

    rows = [
        {"": label} | {title: cell(answer, lambda one, k=key: one[k]) for title, answer in answers}
        for key, label in labels.items()
    ]
    rows.append(
        {"": f"Fewest dominant directions to remove for I(W) ≥ {tau:g}"}
        | {title: cell(answer, lambda one: one["smallest_k"][str(tau)]) for title, answer in answers}
    )
    rows.append(
        {"": "Tokens, dimensions"} | {title: f"{answer['n_tokens']:,}, {answer['dim']}" for title, answer in answers}
    )
    return rows


def elongation_sentence(answers: list[tuple[str, dict[str, Any]]], tau: float) -> str:
    """How many directions are elongated, by Horn's edge and by what I(W) needs."""
    parts = []
    for title, answer in answers:
        need = answer["value"]["smallest_k"][str(tau)]
        parts.append(
            f"{title} has {answer['value']['above_horn']} elongated directions of {answer['dim']} "
            f"({answer['low']['above_horn']} to {answer['high']['above_horn']}), and "
            + (
                f"needs {need} dominant directions removed"
                if need is not None
                else "no number of removed directions suffices"
            )
            + f" for I(W) ≥ {tau:g}"
        )
    return "; ".join(parts) + "."


def outlier_rows(answer: list[dict[str, Any]]) -> list[dict[str, str]]:
    """A row a layer: mean cosine, its outlier dimensions, and score and isotropy with these set to 0."""
    rows = []
    for row in answer:
        zeroed = row["isotropy"].get("zeroed")

        def pair(kind: str, row: dict[str, Any] = row) -> str:
            before, after = row["sts"]["as_is"], row["sts"].get("zeroed")
            return "–" if not before else points(before[kind]) + (f" → {points(after[kind])}" if after else "")

        isotropy = isotropy_text(row["isotropy"]["as_is"]["symmetric"]["log10"])
        rows.append(
            {
                "Layer": "embeddings" if row["layer"] == 0 else str(row["layer"]),
                "Mean cosine": decimals(row["mean_cosine"]),
                "Outlier dimensions": ", ".join(
                    f"{dim} ({100 * share:.0f} %)"
                    for dim, share in zip(row["top"], row["share"], strict=True)
                    if dim in row["outliers"]
                )
                or "none",
                "STS score → with them at 0": pair("spearman"),
                "I(W) → with them at 0": isotropy
                + (f" → {isotropy_text(zeroed['symmetric']['log10'])}" if zeroed else ""),
            }
        )
    return rows


def outliers_sentence(answer: list[dict[str, Any]]) -> str:
    """The dimension that holds most of the mean cosine of any layer."""
    row = max(answer, key=lambda one: one["share"][0] or 0.0)
    where = "the embedding layer" if row["layer"] == 0 else f"layer {row['layer']}"
    if row["share"][0] is None:
        return "No dimension stands out: the mean cosine is zero."
    return f"On {where}, dimension {row['top'][0]} alone holds {100 * row['share'][0]:.0f} % of the mean cosine of two tokens."
