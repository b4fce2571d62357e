"""What a training did, in sentences and rows computed from what was measured."""

from typing import Any

from core.fine_tuning.history import History
from core.words import change, fold, points, seconds_in_words, signed

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


def training_sentence(record: dict[str, Any], history: History) -> str:
    """Score, isotropy of the last layer, and where the space moved most."""
    parts = []
    if dev := record["scores"].get("dev"):
        parts.append(f"Fine-tuning {change(dev['change'], *dev['change_ci95'])} on {dev['title']}")
    if history.measurements:
        first, last = history.measurements[0]["layers"], history.measurements[-1]["layers"]
        ratio = last[-1]["log10_isotropy"] - first[-1]["log10_isotropy"]
        parts.append(f"I(W) of the last layer {fold(ratio)}")
        drift = [(layer["cka"], i) for i, layer in enumerate(last) if layer.get("cka") is not None]
        if drift:
            cka, most = min(drift)
            name = "the embeddings" if most == 0 else f"layer {most}"
            parts.append(f"{name} moved most (CKA with the start {cka:.2f})")
    return "; ".join(parts) + "." if parts else "Nothing was measured."


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
        row: dict[str, Any] = {"layer": layer}
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
    """Scores before and after, one row a seed and text, as pages show them."""
    return [
        {
            "Checkpoint": record["card"]["key"],
            "Texts": found["title"],
            "Before": points(found["before"]),
            "After": points(found["after"]),
            "Change": signed(found["change"]),
            "95 % interval": f"{signed(found['change_ci95'][0])} to {signed(found['change_ci95'][1])}",
        }
        for record in records
        for found in record["scores"].values()
    ]
