"""What a training did, in sentences computed from what was measured."""

import numpy as np

from ..fine_tuning.history import History
from ..fine_tuning.quantities import CKA, ISOTROPY
from ..fine_tuning.record import Record
from ..numbers_in_words import change, decimals, defined, fold, points, seconds_in_words
from ..tables.seeds import with_sd


def training_sentence(records: list[Record], histories: list[History]) -> str:
    """Score, isotropy of the last layer, and where the space moved most; of several seeds mean and standard deviation."""
    parts = [_score_change(records), *_moved(histories)]
    said = "; ".join(part for part in parts if part)
    if not said:
        return "Nothing was measured."
    said = f"over {len(records)} seeds " + said if len(records) > 1 else said
    return said[0].upper() + said[1:] + "."


def live_sentence(history: History) -> str:
    """What a training that is going on has done so far, by its last measurement."""
    if not history.measurements:
        return ""
    first, last = history.measurements[0], history.measurements[-1]
    if last.step == first.step:
        known = defined(first.score)
        return f"Before the first step the probe scores {points(first.score)} points." if known else ""
    parts = _moved([history])
    if defined(first.score) and defined(last.score):
        parts = [f"the probe scores {points(last.score)} points, {points(first.score)} at the start", *parts]
    return f"After {last.step:,} of {history.total_steps:,} steps " + "; ".join(parts) + "." if parts else ""


def _score_change(records: list[Record]) -> str:
    """'fine-tuning gains 1.20 points (95 % interval 0.80 to 1.60) on STS Benchmark, dev'; '' where a score is missing."""
    scores = [record.scores.get("dev") or record.scores.get("test") for record in records]
    whole = [score for score in scores if score is not None and defined(score.change)]
    if len(whole) < len(records) or not whole:
        return ""
    title, changes = whole[0].title, [score.change for score in whole]
    if len(changes) > 1:
        mean, sd = float(np.mean(changes)), float(np.std(changes, ddof=1))
        verb = "gains" if mean >= 0 else "costs"
        return f"fine-tuning {verb} {with_sd(abs(mean), sd, 2)} points (mean ± standard deviation) on {title}"
    return f"fine-tuning {change(changes[0], *whole[0].change_ci95)} on {title}"


def _moved(histories: list[History]) -> list[str]:
    """I(W) of the last layer, and the layer with the smallest CKA, start against last measurement; means over seeds."""
    measured = [history for history in histories if history.measurements and history.n_layers]
    if not measured:
        return []
    parts = []
    logs = [_last_layer(history, -1) - _last_layer(history, 0) for history in measured]
    if np.isfinite(logs).all():
        of = "" if len(logs) == 1 else " on average"
        parts.append(f"I(W) of the last layer {fold(float(np.mean(logs)))}{of}")
    drifts = [_drift(history) for history in measured]
    if np.isfinite(np.concatenate(drifts)).all():
        drift = np.mean(drifts, axis=0)
        most = int(drift.argmin())
        name = "the embeddings" if most == 0 else f"layer {most}"
        parts.append(f"{name} moved most (CKA with the start {decimals(float(drift[most]), 2)})")
    return parts


def _last_layer(history: History, measurement: int) -> float:
    """log10 I(W) of the last layer."""
    return history.measurements[measurement].number(history.n_layers - 1, ISOTROPY)


def _drift(history: History) -> np.ndarray:
    """CKA of every layer with its start at the last measurement, shape (n_layers,)."""
    return np.array([history.measurements[-1].number(layer, CKA) for layer in range(history.n_layers)])


def cost_sentence(history: History) -> str:
    """What measuring cost."""
    if not history.training_seconds or not defined(history.training_seconds + history.measuring_seconds):
        return ""
    share = 100 * history.measuring_seconds / history.training_seconds
    return (
        f"{len(history.measurements)} measurements of {history.probe.n_tokens:,} tokens "
        f"({history.probe.title}) took {seconds_in_words(history.measuring_seconds)}, {share:.0f} % of the "
        f"{seconds_in_words(history.training_seconds)} of training"
        + (f"; saving states took {seconds_in_words(history.saving_seconds)}" if history.saving_seconds >= 1 else "")
        + "."
    )
