"""The numbers behind each finding: what else the study measured that speaks for or against it."""

import math
from collections.abc import Callable
from typing import Any

from ..numbers_in_words import decimals, isotropy_text, signed
from .findings import HIGH

Result = dict[str, Any]
ROLES = ("pre-trained", "fine-tuned")


def behind(result: Result) -> dict[str, list[str]]:
    """Sentences for each finding, by its key."""
    return {key: [line for line in lines(result) if line] for key, lines in _BEHIND.items()}


def _cell(result: Result, role: str, method: str, least: int = 0) -> dict[str, Any]:
    cells = result["table2" if least else "table1"]
    return dict(next(c for c in cells if (c["role"], c["method"], c["least"]) == (role, method, least)))


def _anisotropic(result: Result) -> list[str]:
    baseline = _cell(result, "fine-tuned", "baseline")["log10_isotropy"]
    lines = [
        f"Last layer: I(W) = {isotropy_text(baseline['symmetric'])} sign-free; as published, with our signs, "
        f"{isotropy_text(baseline['as_published'])}; other signs give {isotropy_text(baseline['lowest'])} to {isotropy_text(baseline['highest'])}"
        + (f", so that signs alone decide whether it is below {HIGH:g}." if _straddles(baseline) else "."),
        _same_scale(result, "baseline") + f" The threshold of {HIGH:g} is for vectors at their own scale.",
    ]
    pre, *fine = result["figure1"]
    for answer in fine:
        layers = answer["layers"]
        title = answer["provenance"]["title"]
        low = [
            sum(_log10(layer[rows]) < math.log10(HIGH) for layer in layers if layer[rows]) for rows in ("tokens", "cls")
        ]
        both = [layer for layer in layers if layer["cls"]]
        lines.append(
            f"Figure 1, {title}: I(W) is below {HIGH:g} on {low[0]} of {len(layers)} layers for tokens"
            + (f" and on {low[1]} of {len(both)} for [CLS]" if both else "")
            + "."
        )
        if both:
            less = sum(_log10(layer["cls"]) < _log10(layer["tokens"]) for layer in both)
            lines.append(
                f"[CLS] is less isotropic than tokens on {less} of {len(both)} layers (the paper: most), though with fewer vectors."
            )
        if len(layers) == len(pre["layers"]):
            pairs = list(zip(layers, pre["layers"], strict=True))
            more = sum(_log10(after["tokens"]) > _log10(before["tokens"]) for after, before in pairs)
            lines.append(
                f"Fine-tuning raised the tokens' I(W) on {more} of {len(layers)} layers (the paper: notably the upper ones)."
            )
    return lines


def _hurts(result: Result) -> list[str]:
    lines = []
    for role in ROLES:
        before = _cell(result, role, "baseline")["performance"]
        if before is None:
            return []
        changes = [
            f"{name} {signed(_cell(result, role, method)['performance'] - before)}"
            for method, name in (
                ("zero-mean", "zero-mean"),
                ("clustering-zero-mean", "clustering + ZM"),
                ("global", "global"),
                ("cluster-based", "cluster-based"),
            )
        ]
        lines.append(f"Change from the baseline, {role}: {', '.join(changes)} points.")
    return [
        *lines,
        "In the paper every setting helps the pre-trained models; zero-mean alone also helps the fine-tuned ones a little.",
    ]


def _few_directions(result: Result) -> list[str]:
    least = max(cell["least"] for cell in result["table2"])
    before = _cell(result, "fine-tuned", "baseline")
    if before["performance"] is None:
        return []
    lines = []
    for method in ("global", "cluster-based"):
        few, many = _cell(result, "fine-tuned", method), _cell(result, "fine-tuned", method, least)
        lines.append(
            f"{method.capitalize()}: without the {few['directions']} most dominant of {few['dim']} directions "
            f"{signed(few['performance'] - before['performance'])} points, without the {many['directions']} least dominant "
            f"{signed(many['performance'] - before['performance'])}."
        )
    return [
        *lines,
        "With the global approach alone the paper's BERT passes this test (+0.79) and its RoBERTa does not (−1.12), hence the mean of both approaches.",
    ]


def _clusters(result: Result) -> list[str]:
    lines = []
    for role in ROLES:
        found = {
            method: _cell(result, role, method)["performance"]
            for method in ("zero-mean", "clustering-zero-mean", "global", "cluster-based")
        }
        if found["zero-mean"] is None:
            return []
        sd = _cell(result, role, "clustering-zero-mean")["performance_sd"]
        lines.append(
            f"{role.capitalize()}: clusters add {signed(found['clustering-zero-mean'] - found['zero-mean'])} points to zero-mean "
            + (f"(sd over seeds {decimals(sd, 2)}) " if sd is not None else "")
            + f"and {signed(found['cluster-based'] - found['global'])} to global removal."
        )
    return lines


def _elongated(result: Result) -> list[str]:
    lines = []
    for method, name in (("global", "Global"), ("cluster-based", "Cluster-based")):
        pre, fine = (isotropy_text(_cell(result, role, method)["log10_isotropy"]["symmetric"]) for role in ROLES)
        lines.append(f"{name}: I(W) = {pre} pre-trained, {fine} fine-tuned, sign-free.")
    counts = ", ".join(
        f"{one['above_horn']} of {result['figure1'][i]['dim']} ({one['low']['above_horn']} to {one['high']['above_horn']}) in {result['checkpoints'][i]['title']}"
        for i, one in enumerate(result["elongated"])
    )
    return [
        *lines,
        _same_scale(result, "global"),
        f"Counted (eigenvalues above Horn's parallel analysis, 95 % over sentences): {counts}. The paper gives no count: it argues from I(W), which is what is tested.",
    ]


def _same_scale(result: Result, method: str) -> str:
    """I(W) of vectors scaled to a root-mean-square norm of 1."""
    found = [
        f"{isotropy_text(one['isotropy']['symmetric']['log10'])} ({title})"
        for one, title in zip(
            (one for one in result["same_scale"] if one["method"] == method),
            (one["title"] for one in result["checkpoints"]),
            strict=True,
        )
    ]
    return f"At equal scale (root-mean-square norm 1) I(W) = {', '.join(found)}."


def _log10(measured: dict[str, Any]) -> float:
    value = measured["isotropy"]["symmetric"]["log10"]
    return float("nan") if value is None else float(value)


def _straddles(log10: dict[str, float]) -> bool:
    return log10["symmetric"] < math.log10(HIGH) < log10["highest"]


_BEHIND: dict[str, Callable[[Result], list[str]]] = {
    "anisotropic": _anisotropic,
    "hurts": _hurts,
    "few-directions": _few_directions,
    "clusters": _clusters,
    "elongated": _elongated,
}
