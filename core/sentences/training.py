"""What a training did, in sentences and rows computed from what was measured."""

from typing import Any

import numpy as np

from ..fine_tuning.history import History
from ..numbers_in_words import change, fold, points, seconds_in_words, signed
from ..tables.seeds import with_sd

ROWS = {
    "log10_isotropy": "log10 I(W)",
    "mean_cosine": "mean cosine",
    "isoscore_unbiased": "IsoScore (n-unbiased)",
    "participation_ratio": "participation ratio",
    "elongated": "elongated directions",
    "alignment": "alignment",
    "uniformity": "uniformity",
    "sts": "STS score",
}


def training_sentence(records: list[dict[str, Any]], histories: list[History]) -> str:
    """Score, isotropy of the last layer, and where the space moved most; of several seeds mean and standard deviation."""
    parts = [_score_change(records), *_moved(histories)]
    found = "; ".join(part for part in parts if part)
    if not found:
        return "Nothing was measured."
    found = f"over {len(records)} seeds " + found if len(records) > 1 else found
    return found[0].upper() + found[1:] + "."


def live_sentence(history: History) -> str:
    """What a training that is going on has done so far, by its last measurement."""
    if not history.measurements:
        return ""
    first, last = history.measurements[0], history.measurements[-1]
    if last["step"] == first["step"]:
        return f"Before the first step the probe scores {points(first['score'])} points." if first["score"] else ""
    parts = _moved([history])
    if first["score"] is not None and last["score"] is not None:
        parts = [f"the probe scores {points(last['score'])} points, {points(first['score'])} at the start", *parts]
    return f"After {last['step']:,} of {history.total_steps:,} steps " + "; ".join(parts) + "." if parts else ""


def _score_change(records: list[dict[str, Any]]) -> str:
    """'fine-tuning gains 1.20 points (95 % interval 0.80 to 1.60) on STS Benchmark, dev'."""
    found = [record["scores"].get("dev") or record["scores"].get("test") for record in records]
    changes = [one["change"] for one in found if one and one["change"] is not None]
    if len(changes) < len(records) or not changes:
        return ""
    title = found[0]["title"]
    if len(changes) > 1:
        mean, sd = float(np.mean(changes)), float(np.std(changes, ddof=1))
        verb = "gains" if mean >= 0 else "costs"
        return f"fine-tuning {verb} {with_sd(abs(mean), sd, 2)} points (mean ± standard deviation) on {title}"
    return f"fine-tuning {change(changes[0], *found[0]['change_ci95'])} on {title}"


def _moved(histories: list[History]) -> list[str]:
    """I(W) of the last layer, and the layer with the smallest CKA, start against last measurement; means over seeds."""
    ends = [(h.measurements[0]["layers"], h.measurements[-1]["layers"]) for h in histories if h.measurements]
    parts = []
    logs = [(first[-1].get("log10_isotropy"), last[-1].get("log10_isotropy")) for first, last in ends]
    if logs and all(before is not None and after is not None for before, after in logs):
        mean = float(np.mean([after - before for before, after in logs]))
        of = "" if len(logs) == 1 else " on average"
        parts.append(f"I(W) of the last layer {fold(mean)}{of}")
    drifts = [[layer.get("cka") for layer in last] for _, last in ends]
    if drifts and all(cka is not None for seed in drifts for cka in seed):
        drift = np.mean(drifts, axis=0)
        most = int(drift.argmin())
        name = "the embeddings" if most == 0 else f"layer {most}"
        parts.append(f"{name} moved most (CKA with the start {drift[most]:.2f})")
    return parts


def cost_sentence(history: History) -> str:
    """What measuring cost."""
    if not history.training_seconds:
        return ""
    share = 100 * history.measuring_seconds / history.training_seconds
    return (
        f"{len(history.measurements)} measurements of {history.probe.get('n_tokens', 0):,} tokens "
        f"({history.probe.get('title', '')}) took {seconds_in_words(history.measuring_seconds)}, {share:.0f} % of the "
        f"{seconds_in_words(history.training_seconds)} of training"
        + (f"; saving states took {seconds_in_words(history.saving_seconds)}" if history.saving_seconds >= 1 else "")
        + "."
    )


def before_and_after(history: History) -> list[dict[str, Any]]:
    """One row a layer: every measure at the start, at the end, and the drift."""
    if not history.measurements:
        return []
    first, last = history.measurements[0]["layers"], history.measurements[-1]["layers"]
    rows = []
    for layer, (before, after) in enumerate(zip(first, last, strict=True)):
        row: dict[str, Any] = {"layer": "embeddings" if layer == 0 else str(layer)}
        for key, label in ROWS.items():
            row[f"{label}, start"], row[f"{label}, end"] = before.get(key), after.get(key)
        rows.append(row | {"CKA with the start": after.get("cka")})
    return rows


def curve_rows(histories: list[tuple[str, History]]) -> list[dict[str, Any]]:
    """Everything measured, one row a seed, step and layer: for files."""
    return [
        {"checkpoint": key, "step": entry["step"], "layer": layer, "probe score": entry["score"], **numbers}
        for key, history in histories
        for entry in history.measurements
        for layer, numbers in enumerate(entry["layers"])
    ]


def score_rows(records: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Scores before and after, one row a seed and text, as pages show them; mean and sd below where there are seeds."""
    rows = [
        {
            "Checkpoint": record["card"]["key"],
            "Texts": found["title"],
            "Before": points(found["before"]),
            "After": points(found["after"]),
            "Change": signed(found["change"]),
            "95 % interval": _interval(*found["change_ci95"]),
        }
        for record in records
        for found in record["scores"].values()
    ]
    return rows + _over_seeds(records)


def _over_seeds(records: list[dict[str, Any]]) -> list[dict[str, str]]:
    if len(records) < 2:
        return []
    rows = []
    for name in records[0]["scores"]:
        of = [record["scores"][name] for record in records if name in record["scores"]]
        mean = {
            key: with_sd(float(np.mean(values)), float(np.std(values, ddof=1)), 2, sign=key == "change")
            if len(values := [one[key] for one in of if one[key] is not None]) == len(records)
            else "–"
            for key in ("before", "after", "change")
        }
        rows.append(
            {
                "Checkpoint": f"mean ± sd of {len(records)} seeds",
                "Texts": of[0]["title"],
                "Before": mean["before"],
                "After": mean["after"],
                "Change": mean["change"],
                "95 % interval": "",
            }
        )
    return rows


def _interval(low: float | None, high: float | None) -> str:
    return "not defined" if low is None or high is None else f"{signed(low)} to {signed(high)}"
